// A client that says exactly what it is told, as slowly and as wrongly as it is told.
import { connect } from 'node:net';
import { once } from 'node:events';

const PATIENCE = 30_000;
let port = 0;
let turn = 0;

/// Where to connect to.
export const attack = (to) => (port = to);

/// Each connection comes from another address of this machine, so that the limits of one address
/// do not hide the limits of all.
const address = () => `127.0.1.${1 + ((turn += 1) % 250)}`;

/// An open connection.
export async function socket({ from = address(), quiet = false } = {}) {
  const one = connect({ port, host: '127.0.0.1', localAddress: from });
  one.on('error', () => {});
  if (quiet) one.resume();
  await once(one, 'connect');
  return one;
}

/// Leaves after this.
export async function hang(one, text) {
  one.write(text);
  await new Promise((resolve) => setTimeout(resolve, 50));
  one.destroy();
}

/// Says all of it and reads the answer to its end.
export async function say(parts, { from } = {}) {
  const one = await socket({ from });
  const answer = read(one);
  for (const part of parts) {
    if (typeof part === 'function') await part({ write: (bytes) => pour(one, bytes) });
    else await pour(one, part);
  }
  return answer;
}

/// A POST of what is said to be JSON.
export const post = (body) =>
  say([
    `POST /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nAccept: application/graphql-response+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`,
    body,
  ]);

/// Writes, and waits while nothing is taken; false when the other side has closed.
async function pour(one, bytes) {
  if (one.destroyed || !one.writable || one.answered) return false;
  if (!one.write(bytes)) {
    await new Promise((resolve) => {
      const on = () => {
        one.off('drain', on).off('close', on);
        resolve();
      };
      one.on('drain', on).on('close', on);
    });
  }
  return !one.destroyed && one.writable;
}

/// The status, the code and the head of an answer; resolved when the connection ends, or when all
/// that was announced is there.
function read(one) {
  const began = performance.now();
  let bytes = Buffer.alloc(0);
  return new Promise((resolve, reject) => {
    const done = () => {
      clearTimeout(late);
      one.destroy();
      const text = bytes.toString();
      const [head, body = ''] = text.split('\r\n\r\n');
      const status = Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1] ?? 0);
      const code = /"code":"(\w+)"/.exec(body)?.[1] ?? '';
      resolve({ status, code, head, body: body.slice(0, 300), ms: performance.now() - began });
    };
    const late = setTimeout(() => {
      one.destroy();
      reject(new Error(`no answer in ${PATIENCE / 1000} s`));
    }, PATIENCE);
    one.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      one.answered = true;
      const text = bytes.toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      const length = /content-length: (\d+)/i.exec(text.slice(0, end));
      if (end > 0 && length && bytes.length >= end + 4 + Number(length[1])) done();
    });
    one.on('close', done);
  });
}

/// A WebSocket after its upgrade, and after its handshake unless told otherwise.
export async function shake({ from, init = true } = {}) {
  const one = await socket({ from });
  const began = performance.now();
  one.write(
    'GET /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n',
  );
  const open = { socket: one, status: 0, code: '', bytes: Buffer.alloc(0), began };
  const ended = new Promise((resolve) => one.on('close', resolve));
  const upgraded = new Promise((resolve) => {
    one.on('data', (chunk) => {
      open.bytes = Buffer.concat([open.bytes, chunk]);
      if (open.status) return closed(open) && one.end();
      const end = open.bytes.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = open.bytes.subarray(0, end).toString();
      open.status = Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1] ?? 0);
      open.bytes = open.bytes.subarray(end + 4);
      if (open.status === 101) return resolve();
      setTimeout(() => {
        open.code = /"code":"(\w+)"/.exec(open.bytes.toString())?.[1] ?? '';
        one.destroy();
        resolve();
      }, 50);
    });
    one.on('close', resolve);
  });
  open.ended = ended;
  open.write = (bytes) => (closed(open) ? false : pour(one, bytes));
  open.send = (payload) => one.write(frame(payload));
  await upgraded;
  if (init && open.status === 101) open.send(Buffer.from('{"type":"connection_init"}'));
  return open;
}

/// Waits for the close of a WebSocket; its code is the status.
export async function finish(open) {
  const late = setTimeout(() => open.socket.destroy(), PATIENCE);
  await open.ended;
  clearTimeout(late);
  return { status: closed(open) ?? 0, code: '', ms: performance.now() - open.began };
}

/// A text frame; the mask is all zeros, so that what is sent is what is said.
function frame(payload) {
  const head = Buffer.from(payload.length < 126 ? [0x81, 0x80 | payload.length] : [0x81, 0xfe, payload.length >> 8, payload.length & 255]);
  return Buffer.concat([head, Buffer.alloc(4), payload]);
}

/// The code of the close frame, if there is one.
function closed({ bytes }) {
  for (let at = 0; at + 2 <= bytes.length; ) {
    const [first, short] = [bytes[at], bytes[at + 1]];
    const long = short === 126;
    const length = long ? bytes.readUInt16BE(at + 2) : short;
    const start = at + (long ? 4 : 2);
    if ((first & 15) === 8 && start + 2 <= bytes.length) return bytes.readUInt16BE(start);
    at = start + length;
  }
  return undefined;
}

/// Fails unless the answer has the status, and the code if one is given.
export function told({ status, code, body, ms }, [statuses, codes]) {
  const is = (got, wanted) => wanted === undefined || [wanted].flat().includes(got);
  if (!is(status, statuses) || !is(code, codes)) {
    throw new Error(`answered ${status} ${code} ${body ?? ''} in place of ${statuses} ${codes ?? ''}`);
  }
  if (ms > PATIENCE) throw new Error(`answered after ${Math.round(ms)} ms`);
}
