// An honest client: it asks the same small question again and again, and tells how long it took.
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';

const url = `http://127.0.0.1:${workerData.port}/graphql`;
const body = JSON.stringify({ query: '{ statistic(slug: "iran-2018-arrested") { claims(first: 5) { totalCount nodes { text } } } }' });
for (;;) {
  const began = performance.now();
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(20_000),
    });
    const { data } = await answer.json();
    if (!(data?.statistic.claims.totalCount > 0)) throw new Error(`answered ${answer.status}`);
    parentPort.postMessage({ ms: performance.now() - began });
  } catch (error) {
    // A connection that was kept open may be closed by the server just as it is used again.
    if (error.cause?.code !== 'UND_ERR_SOCKET' && error.cause?.code !== 'ECONNRESET') {
      parentPort.postMessage({ error: `${error} ${error.cause ?? ''}` });
    }
  }
  await sleep(20);
}
