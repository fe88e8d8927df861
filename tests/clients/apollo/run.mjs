// Apollo Client with persisted queries and a socket against a running server:
// node run.mjs http://127.0.0.1:8080 KEY   (the key of a contributor)
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const [base, key] = process.argv.slice(2);
if (!key) {
  console.error('usage: node run.mjs BASE_URL KEY');
  process.exit(2);
}
const uri = new URL('/graphql', base).href;
const ADD_AGENT = gql`
  mutation ($name: String!) {
    addAgent(input: { name: $name, kind: PERSON }) { isNew userErrors { message } }
  }
`;

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
      mutation: ADD_AGENT,
      variables: { name: `Apollo Round ${process.pid}` },
    });
    assert.deepEqual(data.addAgent.userErrors, []);
    assert.equal(data.addAgent.isNew, true);
  },
  async 'a subscription hears the mutation'() {
    const { apollo } = client();
    const socket = createClient({
      url: uri.replace(/^http/, 'ws'),
      webSocketImpl: WebSocket,
      connectionParams: { Authorization: `Bearer ${key}` },
    });
    const live = new ApolloClient({ link: new GraphQLWsLink(socket), cache: new InMemoryCache() });
    const heard = new Promise((resolve, reject) => {
      live
        .subscribe({ query: gql`subscription { changes { __typename } }` })
        .subscribe({ next: resolve, error: reject });
      setTimeout(() => reject(new Error('nothing heard in 10 s')), 10_000).unref();
    });
    heard.catch(() => {});
    await sleep(500);
    const variables = { name: `Apollo Listener ${process.pid}` };
    await apollo.mutate({ mutation: ADD_AGENT, variables });
    const { data, error } = await heard;
    assert.equal(error, undefined);
    assert.equal(data.changes.__typename, 'Change');
    await socket.dispose();
  },
};

let failed = 0;
for (const [name, round] of Object.entries(rounds)) {
  try {
    await round();
    console.log(`ok      ${name}`);
  } catch (error) {
    failed += 1;
    console.error(`FAILED  ${name}: ${error.stack ?? JSON.stringify(error)}`);
  }
}
console.log(`${Object.keys(rounds).length - failed} of ${Object.keys(rounds).length} rounds pass`);
process.exit(failed ? 1 : 0);
