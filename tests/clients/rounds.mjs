// What the clients' rounds have in common: how they are run, and what they are measured against.
import { setTimeout as sleep } from 'node:timers/promises';

/// The server and the key that may write, from the command line.
export function place() {
  const [base, key] = process.argv.slice(2);
  if (!key) {
    console.error('usage: node run.mjs BASE_URL KEY   (the key of a contributor)');
    process.exit(2);
  }
  return { base, key, uri: new URL('/graphql', base).href };
}

/// Runs each round, tells of each, and ends the process.
export async function run(rounds) {
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
  const count = Object.keys(rounds).length;
  console.log(`${count - failed} of ${count} rounds pass`);
  process.exit(failed ? 1 : 0);
}

/// The same promise, or an error when it takes too long.
export const within = (promise, what) =>
  Promise.race([promise, sleep(10_000).then(() => Promise.reject(new Error(`no ${what} in 10 s`)))]);

/// A question by plain HTTP, with the key.
export async function ask({ uri, key }, query, variables = {}) {
  const response = await fetch(uri, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

export const ADD_AGENT = `mutation ($name: String!) {
  addAgent(input: { name: $name, kind: PERSON }) { agent { id } isNew userErrors { message } }
}`;

/// Records an agent that was not there; its id.
export async function addAgent(place, name) {
  const { addAgent } = await ask(place, ADD_AGENT, { name });
  if (!addAgent.isNew) throw new Error(JSON.stringify(addAgent));
  return addAgent.agent.id;
}

/// The ids of all attributions, asked for at once.
export async function allAttributions(place) {
  const { attributions } = await ask(place, '{ attributions(first: 500) { totalCount nodes { id } } }');
  const ids = attributions.nodes.map(({ id }) => id);
  if (ids.length !== attributions.totalCount || ids.length < 10) {
    throw new Error(`${ids.length} of ${attributions.totalCount} attributions: the rounds need 10 to 500`);
  }
  return ids;
}
