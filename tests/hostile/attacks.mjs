// What a hostile client sends, and the codes that it is to be answered with.
import { setTimeout as pause } from 'node:timers/promises';
import { finish, hang, post, say, shake, socket, told } from './client.mjs';

const DEEP = 100_000;
const LARGE = 100 * 1024 * 1024;
const LIMIT = [400, 'LIMIT_EXCEEDED'];
const INVALID = [400, 'GRAPHQL_VALIDATION_FAILED'];
const BAD = [400, 'BAD_USER_INPUT'];
const many = (count, make) => Array.from({ length: count }, (_, n) => make(n));

/// The same request so many times, eight at once; each is to be answered alike.
async function all(count, expected, ask) {
  let left = count;
  const one = async () => {
    while ((left -= 1) >= 0) told(await ask(), expected);
  };
  await Promise.all(many(8, one));
}
const query = (text, variables) => post(JSON.stringify({ query: text, variables }));
const queries = (expected, ...texts) => async () => {
  for (const text of texts) await all(20, expected, () => query(text));
};
const bodies = (expected, ...texts) => async () => {
  for (const text of texts) await all(20, expected, () => post(text));
};
const get = (target) => say([`GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`]);

const cycle = '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }';
const doubled = many(30, (n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`).join(' ');
const statistics = (depth) => (depth ? `{ statistics { nodes { claims { nodes { statistic ${nest(depth)} } } } } }` : '');
const nest = (depth) =>
  depth ? `{ claims { nodes { statistic ${nest(depth - 1)} } } }` : '{ id }';
const head = (length) =>
  `POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;

export const attacks = {
  'deep queries': queries(LIMIT, statistics(5), statistics(9), '{a'.repeat(30) + '}'.repeat(30)),
  'fragment cycles': queries(INVALID, cycle, 'fragment A on Query { ...A } { ...A }'),
  'fragments that double thirty times': queries(
    LIMIT,
    `{ ...F0 } ${doubled} fragment F30 on Query { __typename }`,
  ),
  '10,000 aliases': queries(
    LIMIT,
    `{ ${many(10_000, (n) => `a${n}:__typename`).join(' ')} }`,
    `{ ${many(1_000, (n) => `a${n}:__typename`).join(' ')} }`,
  ),
  'directives without end': queries(
    LIMIT,
    `{ __typename ${'@skip(if:false) '.repeat(1_500)} }`,
    `{ __typename ${'@a '.repeat(4_000)} }`,
    `query ${'@a'.repeat(4_900)} { __typename }`,
  ),
  'lists of lists of 500': queries(
    LIMIT,
    '{ statistics(first: 500) { nodes { claims(first: 500) { nodes { attributions(first: 500) { nodes { id } } } } } } }',
  ),
  [`literals ${DEEP} deep`]: bodies(
    LIMIT,
    ...['[', '{a:', '(', '{a'].map((open) => JSON.stringify({ query: `{ a(b: ${open.repeat(DEEP)}` })),
    JSON.stringify({ query: `query ($a: Int = ${'['.repeat(60_000)}) { a }` }),
  ),
  [`variables ${DEEP} deep`]: bodies(
    LIMIT,
    ...[['[', ']'], ['{"a":', '}']].map(
      ([open, close]) =>
        `{"query":"{ __typename }","variables":{"a":${open.repeat(DEEP)}1${close.repeat(DEEP)}}}`,
    ),
    '['.repeat(DEEP),
    `{"query":"{ __typename }","extensions":${'{"a":'.repeat(DEEP)}`,
  ),
  async 'brackets in the address'() {
    await all(20, LIMIT, () => get(`/graphql?query=${'%5B'.repeat(20_000)}`));
    await all(20, LIMIT, () => get(`/graphql?query=%7Ba%7D&variables=${'['.repeat(20_000)}`));
    // An address of this length is no address to the framework.
    await all(20, [[400, 414, 431]], () => get(`/graphql?query=${'['.repeat(DEEP)}`));
    await all(20, [[400, 414, 431]], () => get(`/graphql?query=${'['.repeat(1_000_000)}`));
  },
  async 'headers without end'() {
    const headers = `X-A: ${'a'.repeat(1000)}\r\n`.repeat(16);
    // With a pause after each piece: node drops an answer that it has not read when a write fails.
    const pour = async ({ write }) => {
      for (let n = 0; n < 128 && (await write(headers)); n += 1) await pause(20);
    };
    await all(20, [[400, 431]], () => say(['GET / HTTP/1.1\r\n', pour]));
    await all(20, [[400]], () =>
      say([`${head(10).trim()}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{}        `]),
    );
  },
  async 'bodies of 100 MB'() {
    const chunk = Buffer.alloc(1 << 20, 'a');
    const pour = async (write, end) => {
      for (let sent = 0; sent < LARGE && (await write()); sent += chunk.length);
      await end?.();
    };
    await all(8, [413, 'LIMIT_EXCEEDED'], () =>
      say([head(LARGE), ({ write }) => pour(() => write(chunk))]),
    );
    const chunked = head(0).replace('Content-Length: 0', 'Transfer-Encoding: chunked');
    await all(8, [413, 'LIMIT_EXCEEDED'], () =>
      say([chunked, ({ write }) => pour(async () => (await write('100000\r\n')) && (await write(chunk)) && write('\r\n'))]),
    );
    await all(8, [1009], async () => {
      const open = await shake();
      const frame = Buffer.alloc(14);
      frame.writeUInt16BE(0x81ff);
      frame.writeBigUInt64BE(BigInt(LARGE), 2);
      await open.write(frame);
      await pour(() => open.write(chunk));
      return finish(open);
    });
  },
  async 'values without number'() {
    const list = JSON.stringify({ query: '{ __typename }', variables: { a: many(400_000, () => 0) } });
    await all(40, LIMIT, () => post(list));
    const batch = JSON.stringify(many(2_000, () => ({ query: '{ __typename }' })));
    await all(40, LIMIT, () => post(batch));
  },
  async 'invalid UTF-8'() {
    const wrong = [0xc3, 0x28, 0xff, 0xfe];
    const body = (text) => Buffer.concat([Buffer.from(text), Buffer.from(wrong), Buffer.from('"}')]);
    await all(20, BAD, () => post(body('{"query":"{ a }')));
    await all(20, BAD, () => post(body('{"query":"{ __typename }","operationName":"')));
    await all(20, BAD, () => get('/graphql?query=%C3%28%FF'));
    await all(20, [[1002, 1007]], async () => {
      const open = await shake();
      open.send(Buffer.from(wrong));
      return finish(open);
    });
  },
  async 'numbers beyond 2^53'() {
    const text = 'query ($n: Int) { agents(first: $n) { nodes { id } } }';
    for (const n of ['9007199254740993', '1e400', '-9223372036854775809', '9'.repeat(500_000)]) {
      // A value that does not fit is told at its field, as GraphQL has it: with 200.
      const expected = [[200, 400], ['BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED']];
      await all(8, expected, () => post(`{"query":${JSON.stringify(text)},"variables":{"n":${n}}}`));
    }
    for (const n of ['9007199254740993', '1e400', '9'.repeat(60_000)]) {
      const expected = [[200, 400], ['BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED']];
      await all(8, expected, () => query(`{ agents(first: ${n}) { nodes { id } } }`));
    }
  },
  async 'half-sent bodies'() {
    const halves = many(500, () => say([head(1_000), '{"query":'], { end: false }));
    for (const half of await Promise.all(halves)) told(half, [408, 'LIMIT_EXCEEDED']);
    const gone = many(500, async () => hang(await socket(), head(1_000) + '{"query":'));
    await Promise.all(gone);
  },
  async 'half-sent headers and silent connections'() {
    const silent = many(500, (n) => say(n % 2 ? ['GET /graphql HTT'] : [], { end: false }));
    for (const one of await Promise.all(silent)) told(one, [408]);
  },
  async 'sockets that say nothing'() {
    const silent = many(400, async () => finish(await shake({ init: false })));
    for (const one of await Promise.all(silent)) told(one, [4408]);
  },
  async 'answers that nobody reads'() {
    const ask = JSON.stringify({ query: '{ attributions(first: 500) { nodes { id quote { exact } source { title } } } }' });
    const request = head(Buffer.byteLength(ask)) + ask;
    const open = await Promise.all(many(100, () => socket()));
    for (const one of open) {
      one.pause();
      one.write(request.repeat(20));
    }
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    for (const one of open) one.destroy();
  },
  async 'a storm of one address'() {
    const from = '127.0.9.9';
    let refused = 0;
    const one = async () => {
      for (let n = 0; n < 100 && refused < 100; n += 1) {
        const answer = await say([`GET /graphql?query=%7B__typename%7D HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`], { from });
        if (answer.status === 429) {
          told(answer, [429, 'RATE_LIMITED']);
          if (!/^retry-after: \d+/im.test(answer.head)) throw new Error(answer.head);
          refused += 1;
        } else told(answer, [200]);
      }
    };
    await Promise.all(many(50, one));
    if (refused < 100) throw new Error(`${refused} of 5,000 requests were refused`);
  },
  async '10,000 idle connections'(honest) {
    const open = [];
    for (let n = 0; n < 10_000; n += 250) {
      open.push(...(await Promise.all(many(250, () => socket({ quiet: true })))));
    }
    await honest(1_000);
    for (const one of open) one.destroy();
  },
  async '10,000 WebSockets, of which 2,000 may stay'(honest) {
    const open = [];
    let refused = 0;
    for (let n = 0; n < 10_000; n += 100) {
      // So many addresses that the limit of all is met before the rate of one.
      const from = `127.0.2.${1 + (Math.floor(n / 100) % 50)}`;
      for (const one of await Promise.all(many(100, () => shake({ from })))) {
        if (one.status === 101) open.push(one);
        else told(one, [503, 'LIMIT_EXCEEDED']), (refused += 1);
      }
    }
    await honest(1_000);
    if (open.length < 1_000 || open.length > 2_000) throw new Error(`${open.length} are open, ${refused} refused`);
    for (const one of open) one.socket.destroy();
  },
};
