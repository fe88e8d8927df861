// Apollo Client with persisted queries and a socket against a running server:
// node run.mjs http://127.0.0.1:8080 KEY   (the key of a contributor)
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { relayStylePagination } from '@apollo/client/utilities';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { ADD_AGENT, addAgent, allAttributions, place, run, within } from '../rounds.mjs';

const server = place();
const { key, uri } = server;
const ADD = gql(ADD_AGENT);

/// A client that notes what it sent and what came back.
function client({ useGETForHashedQueries = false } = {}) {
  const exchanged = [];
  const http = new HttpLink({
    uri,
    headers: { authorization: `Bearer ${key}` },
    fetch: async (url, options) => {
      const response = await fetch(url, options);
      exchanged.push({ method: options.method, url: `${url}`, body: options.body, status: response.status });
      return response;
    },
  });
  const sha256 = (text) => createHash('sha256').update(text).digest('hex');
  const persisted = new PersistedQueryLink({ sha256, useGETForHashedQueries });
  const link = ApolloLink.from([persisted, http]);
  const apollo = new ApolloClient({
    link,
    cache: new InMemoryCache(),
    defaultOptions: { query: { fetchPolicy: 'no-cache' } },
  });
  return { apollo, exchanged };
}

const rounds = {
  async 'a query with variables is sent once and then by its hash'() {
    const { apollo, exchanged } = client();
    const query = gql`query Round${process.pid}($name: String!) { __type(name: $name) { name } }`;
    for (const name of ['Query', 'Mutation']) {
      const { data } = await apollo.query({ query, variables: { name } });
      assert.equal(data.__type.name, name);
    }
    const queries = exchanged.map(({ body }) => JSON.parse(body).query !== undefined);
    assert.deepEqual(queries, [false, true, false]);
  },
  async 'by GET too'() {
    const { apollo, exchanged } = client({ useGETForHashedQueries: true });
    const query = gql`query ByGet${process.pid} { __typename }`;
    await apollo.query({ query });
    await apollo.query({ query });
    assert.equal(exchanged.at(-1).method, 'GET');
    assert.equal(exchanged.at(-1).status, 200);
    assert.ok(!exchanged.at(-1).url.includes('query='), exchanged.at(-1).url);
  },
  async 'an error has its code'() {
    const { apollo } = client();
    const error = await apollo.query({ query: gql`{ nothingLikeThis }` }).catch((error) => error);
    assert.ok(CombinedGraphQLErrors.is(error), error);
    assert.equal(error.errors[0].extensions.code, 'GRAPHQL_VALIDATION_FAILED');
  },
  async 'a mutation'() {
    const { apollo } = client();
    const { data } = await apollo.mutate({
      mutation: ADD,
      variables: { name: `Apollo Round ${process.pid}` },
    });
    assert.deepEqual(data.addAgent.userErrors, []);
    assert.equal(data.addAgent.isNew, true);
  },
  async 'pages meet in the cache, to the end without a gap'() {
    const { apollo } = client();
    apollo.cache.policies.addTypePolicies({
      Query: { fields: { attributions: relayStylePagination() } },
    });
    const query = gql`query ($after: String) {
      attributions(first: 7, after: $after) {
        edges { node { id } } pageInfo { hasNextPage endCursor }
      }
    }`;
    const pages = apollo.watchQuery({ query, fetchPolicy: 'cache-first' });
    const subscription = pages.subscribe(() => {});
    const first = await apollo.query({ query, fetchPolicy: 'cache-first' });
    let last = first.data.attributions.pageInfo;
    while (last.hasNextPage) {
      const more = await pages.fetchMore({ variables: { after: last.endCursor } });
      assert.ok(more.data.attributions.edges.length > 0);
      last = more.data.attributions.pageInfo;
    }
    subscription.unsubscribe();
    const ids = apollo.cache.readQuery({ query }).attributions.edges.map(({ node }) => node.id);
    assert.deepEqual(ids, await allAttributions(server));
  },
  async 'a subscription hears the mutation, and goes on after its socket broke'() {
    let opened = 0;
    const socket = createClient({
      url: uri.replace(/^http/, 'ws'),
      webSocketImpl: WebSocket,
      connectionParams: { Authorization: `Bearer ${key}` },
      shouldRetry: () => true,
      retryWait: () => sleep(200),
      on: { connected: () => (opened += 1) },
    });
    const live = new ApolloClient({ link: new GraphQLWsLink(socket), cache: new InMemoryCache() });
    const heard = [];
    let told = () => {};
    const query = gql`subscription { changes(kinds: [AGENT]) { kind record { id } } }`;
    const subscription = live.subscribe({ query }).subscribe({
      next: ({ data, error }) => told(heard.push(error ?? data.changes)),
      error: (error) => told(heard.push(error)),
    });
    const hears = async (name) => {
      const next = new Promise((resolve) => (told = resolve));
      const id = await addAgent(server, name);
      await within(next, 'change');
      assert.equal(heard.at(-1).kind, 'AGENT', heard.at(-1));
      assert.equal(heard.at(-1).record?.id, id);
    };
    await sleep(500);
    await hears(`Apollo Listener ${process.pid}`);
    socket.terminate();
    while (opened < 2) await sleep(50);
    await sleep(500);
    await hears(`Apollo Listener Again ${process.pid}`);
    assert.equal(heard.length, 2);
    subscription.unsubscribe();
    await socket.dispose();
  },
};

await run(rounds);
