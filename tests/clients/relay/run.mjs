// The Relay compiler on schema.graphql, and what it made of an application's documents against a
// running server: node run.mjs http://127.0.0.1:8080 KEY
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import compiler from 'relay-compiler';
import { ask, place, run } from '../rounds.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
// The compiler leaves out what git ignores, so it works outside of the repository.
const project = mkdtempSync(join(tmpdir(), 'claimbase-relay-'));
process.on('exit', () => rmSync(project, { recursive: true }));
const artifacts = join(project, 'artifacts');
const server = place();

/// The schema as Relay takes it: for @refetchable it wants a node field with the id alone, so the
/// optional knownAt is left out. What it makes of the rest is good for the whole schema.
function schema() {
  const whole = readFileSync(join(here, '../../../schema.graphql'), 'utf8');
  const node = /\n\tnode\(\n[^)]*?\n\t\tid: ID!,[^)]*\n\t\): Node\n/;
  assert.match(whole, node);
  return whole.replace(node, '\n\tnode(id: ID!): Node\n');
}

/// The text that Relay sends for an operation.
function text(name) {
  const artifact = readFileSync(join(artifacts, `${name}.graphql.ts`), 'utf8');
  const [, quoted] = /^ *"text": (".*")$/m.exec(artifact) ?? assert.fail(`${name} has no text`);
  return JSON.parse(quoted);
}

await run({
  'the compiler takes the schema and the documents'() {
    cpSync(join(here, 'src'), join(project, 'src'), { recursive: true });
    cpSync(join(here, 'relay.config.json'), join(project, 'relay.config.json'));
    mkdirSync(artifacts);
    writeFileSync(join(project, 'schema.graphql'), schema());
    execFileSync(compiler, ['relay.config.json'], { cwd: project, stdio: 'inherit' });
    const made = readdirSync(artifacts).filter((name) => name.endsWith('.graphql.ts'));
    assert.equal(made.length, 8, made.join(' '));
  },
  async 'a connection is refetched by node to its end without a gap'() {
    const { statistic } = await ask(server, text('AppStatisticQuery'), { slug: 'iran-2018-arrested' });
    const { claims, id } = statistic;
    const seen = claims.edges.map(({ node }) => node.id);
    let { pageInfo } = claims;
    while (pageInfo.hasNextPage) {
      const variables = { id, first: 3, after: pageInfo.endCursor };
      const page = (await ask(server, text('AppClaimsPageQuery'), variables)).node.claims;
      assert.ok(page.edges.length > 0, 'a page after hasNextPage is not empty');
      seen.push(...page.edges.map(({ node }) => node.id));
      pageInfo = page.pageInfo;
    }
    const all = 'query ($id: ID!) { node(id: $id) { ... on Statistic { claims(first: 500) { nodes { id } } } } }';
    const { node } = await ask(server, all, { id });
    assert.ok(seen.length > 3);
    assert.deepEqual(seen, node.claims.nodes.map((claim) => claim.id));
  },
  async 'a mutation, and the record by its id'() {
    const name = `Relay Round ${process.pid}`;
    const input = { name, kind: 'PERSON' };
    const { addAgent } = await ask(server, text('AppAddMutation'), { input });
    assert.deepEqual(addAgent.userErrors, []);
    const { node } = await ask(server, text('AppNodeQuery'), { id: addAgent.agent.id });
    assert.deepEqual(node, { __typename: 'Agent', name, id: addAgent.agent.id });
  },
  async 'an unknown id is null'() {
    const { node } = await ask(server, text('AppNodeQuery'), { id: 'agent_01h455vb4pex5vsknk084sn02q' });
    assert.equal(node, null);
  },
});
