// Hostile requests against a release binary: node run.mjs PATH_OF_CLAIMBASE [WORD]
//
// Each attack is answered with its code in bounded time; the server stays under its memory all the
// while and answers an honest client beside it. With a WORD, only the attacks that have it.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { attack, say, told } from './client.mjs';
import { attacks } from './attacks.mjs';

const MOST_MEMORY_MB = 300;
// A busy machine answers anybody late: these bounds only tell slow from shut out.
const SLOWEST_HONEST_MEDIAN_MS = 5_000;
// Answers to the honest client whose median says something.
const ENOUGH = 15;
const [binary, word = ''] = process.argv.slice(2);
if (!binary) {
  console.error('usage: node run.mjs PATH_OF_CLAIMBASE [WORD]');
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'claimbase-hostile-'));
const database = `sqlite:${join(folder, 'corpus.db')}`;
// The server under attack has nothing to load.
const corpus = new URL('../../examples/iran-protests-2018', import.meta.url).pathname;
const loaded = spawnSync(binary, ['import', 'corpus', corpus, '--database', database], { stdio: ['ignore', 'ignore', 'inherit'] });
if (loaded.status !== 0) process.exit(1);
const server = spawn(binary, ['serve', '--database', database, '--listen', '127.0.0.1:0', '--max-rate', '100', '--max-burst', '500'], { stdio: ['ignore', 'pipe', 'inherit'] });
process.on('exit', () => {
  server.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});
const ended = once(server, 'exit');
let port = 0;
for await (const line of createInterface({ input: server.stdout })) {
  port ||= Number(/GraphQL +http:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1] ?? 0);
  if (line.startsWith('Ctrl-C')) break;
}
attack(port);

/// The most memory the server has had, in MB.
const memory = () => {
  const status = readFileSync(`/proc/${server.pid}/status`, 'utf8');
  return Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(status)[1]) / 1024);
};

// The honest client has a thread of its own, so that the attackers here do not slow it.
const honest = new Worker(new URL('honest.mjs', import.meta.url), { workerData: { port } });
let times = [];
let wrong;
honest.on('message', ({ ms, error }) => (error ? (wrong ??= error) : times.push(ms)));
const median = () => times.sort((a, b) => a - b)[times.length >> 1] ?? Infinity;
await sleep(3_000);
const usual = median();
console.log(`an honest client is answered in ${usual.toFixed(1)} ms, the server has ${memory()} MB`);

let failed = 0;
for (const [name, make] of Object.entries(attacks)) {
  if (!name.includes(word)) continue;
  times = [];
  const began = performance.now();
  let failure;
  try {
    // A short attack goes on until it can be told how long the honest client waits meanwhile.
    do await make(sleep);
    while (times.length < ENOUGH && performance.now() - began < 60_000);
    told(await say(['GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n']), [200]);
    if (memory() > MOST_MEMORY_MB) throw new Error(`${memory()} MB of memory`);
    if (!(median() < SLOWEST_HONEST_MEDIAN_MS)) throw new Error(`the honest client waits ${median()} ms`);
    if (wrong) throw new Error(`the honest client was told: ${wrong}`);
  } catch (error) {
    failure = error;
    failed += 1;
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const ratio = (median() / usual).toFixed(1);
  console.log(`${failure ? 'FAILED' : 'ok    '}  ${name} (${seconds} s; honest ${median().toFixed(1)} ms, ${ratio} times its usual; ${memory()} MB)`);
  if (failure) console.error(failure.stack ?? failure);
  wrong = undefined;
  if (server.exitCode !== null || server.signalCode !== null) {
    console.error(`the server died: ${server.exitCode ?? server.signalCode}`);
    process.exit(1);
  }
}
await honest.terminate();
server.kill('SIGTERM');
const late = setTimeout(() => {
  console.error('FAILED  the server does not end within 20 s of SIGTERM');
  process.exit(1);
}, 20_000);
const [code] = await ended;
clearTimeout(late);
if (code !== 0) {
  console.error(`FAILED  the server ended with ${code}`);
  failed += 1;
}
process.exit(failed ? 1 : 0);
