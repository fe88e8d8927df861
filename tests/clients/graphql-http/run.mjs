// The server audits of graphql-http against a running server: node run.mjs http://127.0.0.1:8080
import { serverAudits } from 'graphql-http';

const [base] = process.argv.slice(2);
if (!base) {
  console.error('usage: node run.mjs BASE_URL');
  process.exit(2);
}
const audits = serverAudits({ url: new URL('/graphql', base).href, fetchFn: fetch });
let failed = 0;
for (const audit of audits) {
  const result = await audit.fn();
  if (result.status === 'ok') continue;
  failed += 1;
  const { status, headers } = result.response ?? {};
  const body = await result.response?.clone().text().catch(() => '(read)');
  console.error(`${result.status}: ${audit.id} ${audit.name}: ${result.reason}`);
  console.error(`  answered ${status} ${headers?.get('content-type')} ${body}`);
}
console.log(`${audits.length - failed} of ${audits.length} audits pass`);
process.exit(failed || audits.length !== 61 ? 1 : 0);
