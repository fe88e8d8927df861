// The graphql-ws client and the letter of graphql-transport-ws against a running server:
// node run.mjs http://127.0.0.1:8080 KEY   (the key of a contributor)
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { ADD_AGENT, addAgent, allAttributions, place, run, within } from '../rounds.mjs';

const server = place();
const { key } = server;
const url = server.uri.replace(/^http/, 'ws');
const PROTOCOL = 'graphql-transport-ws';
let agents = 0;

/// Records one more agent; its id.
const commit = () => addAgent(server, `Socket Round ${process.pid}-${(agents += 1)}`);

const client = (params = {}) =>
  createClient({
    url,
    webSocketImpl: WebSocket,
    connectionParams: params,
    retryAttempts: 5,
    retryWait: () => sleep(200),
  });
const ask = async (client, payload) => {
  const { value } = await client.iterate(payload).next();
  return value;
};
async function open(protocols = [PROTOCOL], options = {}) {
  const socket = new WebSocket(url, protocols, options);
  const messages = [];
  const closed = once(socket, 'close').then(([code, reason]) => ({ code, reason: `${reason}` }));
  socket.on('message', (data) => messages.push(JSON.parse(data)));
  await once(socket, 'open');
  const say = (message) =>
    socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  const hear = async (type) => {
    for (let tries = 0; tries < 500; tries += 1) {
      const at = messages.findIndex((message) => message.type === type);
      if (at >= 0) return messages.splice(at, 1)[0];
      await sleep(10);
    }
    throw new Error(`no ${type} in 5 s; heard ${JSON.stringify(messages)}`);
  };
  return { socket, say, hear, closed, messages };
}
async function shaken(options) {
  const one = await open([PROTOCOL], options);
  one.say({ type: 'connection_init' });
  await one.hear('connection_ack');
  return one;
}
async function closesWith(code, act, start = shaken) {
  const one = await start();
  await act(one);
  const { code: got } = await within(one.closed, `close ${code}`);
  assert.equal(got, code);
}
const subscribe = (id, query, variables) => ({ id, type: 'subscribe', payload: { query, variables } });
const CHANGES = 'subscription { changes(kinds: [AGENT]) { kind record { id } } }';

const rounds = {
  async 'a query, with variables'() {
    const one = client();
    const query = 'query ($name: String!) { __type(name: $name) { name } }';
    const { data } = await ask(one, { query, variables: { name: 'Query' } });
    assert.equal(data.__type.name, 'Query');
    await one.dispose();
  },
  async 'an error is an array of errors with codes'() {
    const one = client();
    const failed = await ask(one, { query: '{ nothingLikeThis }' }).catch((errors) => errors);
    assert.ok(Array.isArray(failed) && failed[0].message, JSON.stringify(failed));
    const unparsed = await ask(one, { query: '{ ' }).catch((errors) => errors);
    assert.equal(unparsed[0].extensions.code, 'GRAPHQL_PARSE_FAILED');
    const deep = `{ a(b: ${'['.repeat(5000)}) }`;
    const bomb = await ask(one, { query: deep }).catch((errors) => errors);
    assert.equal(bomb[0].extensions.code, 'LIMIT_EXCEEDED');
    await one.dispose();
  },
  async 'pages over one socket, to the end without a gap'() {
    const one = client();
    const query = `query ($after: String) {
      attributions(first: 7, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } }
    }`;
    const ids = [];
    for (let page = { hasNextPage: true, endCursor: null }; page.hasNextPage; ) {
      const { data } = await ask(one, { query, variables: { after: page.endCursor } });
      ids.push(...data.attributions.nodes.map(({ id }) => id));
      page = data.attributions.pageInfo;
    }
    assert.deepEqual(ids, await allAttributions(server));
    await one.dispose();
  },
  async 'a mutation with the key of connection_init'() {
    const one = client({ Authorization: `Bearer ${key}` });
    const name = `Socket Writer ${process.pid}`;
    const { data } = await ask(one, { query: ADD_AGENT, variables: { name } });
    assert.equal(data.addAgent.isNew, true);
    await one.dispose();
  },
  async 'a subscription tells what is committed, and ends when it is not wanted'() {
    const one = client();
    const changes = one.iterate({ query: CHANGES });
    const first = changes.next();
    first.catch(() => {});
    await sleep(300);
    const id = await commit();
    const { value } = await within(first, 'change');
    assert.deepEqual(value.data.changes, { kind: 'AGENT', record: { id } });
    await changes.return();
    await one.dispose();
  },
  async 'a subscription goes on after its socket broke'() {
    const one = client();
    const changes = one.iterate({ query: CHANGES });
    const first = changes.next();
    first.catch(() => {});
    await sleep(300);
    one.terminate();
    await sleep(1500);
    const id = await commit();
    const { value } = await within(first, 'change after reconnecting');
    assert.deepEqual(value.data.changes, { kind: 'AGENT', record: { id } });
    await changes.return();
    await one.dispose();
  },
  async 'ping is answered with its payload'() {
    const one = await shaken();
    one.say({ type: 'ping', payload: { n: 1 } });
    assert.deepEqual(await one.hear('pong'), { type: 'pong', payload: { n: 1 } });
    one.say({ type: 'pong' });
    one.socket.close(1000);
    assert.equal((await within(one.closed, 'answer to the close')).code, 1000);
  },
  async 'an id may be used again once it is complete'() {
    const one = await shaken();
    for (const _ of [1, 2]) {
      one.say(subscribe('1', '{ __typename }'));
      assert.deepEqual((await one.hear('next')).payload.data, { __typename: 'Query' });
      await one.hear('complete');
    }
    one.say(subscribe('1', CHANGES));
    one.say({ id: '1', type: 'complete' });
    one.say(subscribe('1', '{ __typename }'));
    await one.hear('complete');
    one.socket.close();
  },
  async 'nothing is said of an id that the client completed'() {
    const one = await shaken();
    one.say(subscribe('gone', CHANGES));
    await sleep(200);
    one.say({ id: 'gone', type: 'complete' });
    await sleep(200);
    await commit();
    await sleep(300);
    assert.deepEqual(one.messages, []);
    one.socket.close();
  },
  'no JSON: 4400': () => closesWith(4400, ({ say }) => say('hello')),
  'an unknown type: 4400': () => closesWith(4400, ({ say }) => say({ type: 'start', id: '1' })),
  'a subscribe without id: 4400': () =>
    closesWith(4400, ({ say }) => say({ type: 'subscribe', payload: { query: CHANGES } })),
  'bytes in place of text: 4400': () =>
    closesWith(4400, ({ socket }) => socket.send(Buffer.from('{}'), { binary: true })),
  'a JSON bomb: 4400': () => closesWith(4400, ({ say }) => say('['.repeat(100_000))),
  'a message too large: 1009': () =>
    closesWith(1009, ({ say }) => say('x'.repeat(3 * 1024 * 1024))),
  'many fragments too large: 1009': () =>
    closesWith(1009, async ({ socket }) => {
      for (let i = 0; i < 40; i += 1) socket.send('x'.repeat(60_000), { fin: false });
    }),
  'subscribe before the handshake: 4401': () =>
    closesWith(4401, ({ say }) => say(subscribe('1', CHANGES)), open),
  'a wrong key: 4403': () =>
    closesWith(
      4403,
      ({ say }) => say({ type: 'connection_init', payload: { Authorization: 'Bearer wrong' } }),
      open,
    ),
  'another protocol: 4406': () => closesWith(4406, () => {}, () => open([])),
  'no handshake: 4408': () => closesWith(4408, () => {}, open),
  'an id twice: 4409': () =>
    closesWith(4409, ({ say }) => {
      say(subscribe('1', CHANGES));
      say(subscribe('1', CHANGES));
    }),
  'a second handshake: 4429': () =>
    closesWith(4429, ({ say }) => say({ type: 'connection_init' })),
  async 'a page of another origin opens no socket'() {
    const socket = new WebSocket(url, [PROTOCOL], { headers: { origin: 'https://evil.example' } });
    const [, response] = await once(socket, 'unexpected-response');
    assert.equal(response.statusCode, 403);
    socket.on('error', () => {});
    socket.terminate();
  },
  async 'too many operations on one socket are refused, and the socket lives'() {
    const one = await shaken();
    for (let i = 0; i < 51; i += 1) one.say(subscribe(`${i}`, CHANGES));
    const { id, payload } = await one.hear('error');
    assert.equal(id, '50');
    assert.equal(payload[0].extensions.code, 'LIMIT_EXCEEDED');
    one.say(subscribe('0', CHANGES));
    assert.equal((await within(one.closed, 'close')).code, 4409);
  },
};

await run(rounds);
