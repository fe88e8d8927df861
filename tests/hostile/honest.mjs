// An honest client: it asks one small question after another, each a new one, so that no answer is at
// hand, and tells how long it took.
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';

const url = `http://127.0.0.1:${workerData.port}/graphql`;
const body = (number) => JSON.stringify({ query: `{ statistic(slug: "iran-2018-arrested") { claims(first: 5) { totalCount nodes { text${number}: text } } } }` });
for (let number = 0; ; number += 1) {
  const began = performance.now();
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: body(number),
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
