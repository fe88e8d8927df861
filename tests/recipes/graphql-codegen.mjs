// Generates the typed client of examples/graphql-codegen from the schema that a running server
// sends, compiles it and runs it: node graphql-codegen.mjs http://127.0.0.1:8080 KEY
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, place, run } from '../clients/rounds.mjs';

const server = place();
const recipe = join(import.meta.dirname, '../../examples/graphql-codegen');
const generated = join(recipe, 'src/gql/graphql.ts');
const slug = 'iran-2018-arrested';

function start(command, args, env = {}) {
  const options = { cwd: recipe, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1', ...env } };
  const { status, stdout, stderr, error } = spawnSync(command, args, options);
  if (error) throw error;
  return { status, stdout, all: `${stdout}${stderr}` };
}

function succeeds(command, args, env) {
  const ended = start(command, args, env);
  assert.equal(ended.status, 0, ended.all);
  return ended.stdout;
}

await run({
  'the client is generated from the schema file, and from the server, alike'() {
    for (const made of ['src/gql', 'build']) rmSync(join(recipe, made), { recursive: true, force: true });
    succeeds('npx', ['graphql-codegen']);
    const fromFile = readFileSync(generated, 'utf8');
    succeeds('npx', ['graphql-codegen'], { SCHEMA: new URL('/schema.graphql', server.base).href });
    assert.equal(readFileSync(generated, 'utf8'), fromFile);
  },
  'it compiles, and mistakes do not'() {
    succeeds('npx', ['tsc']);
    const mistaken = join(recipe, 'src/mistaken.ts');
    const text = readFileSync(join(recipe, 'src/mistakes.ts'), 'utf8');
    const marks = text.split('// @ts-expect-error').length - 1;
    writeFileSync(mistaken, text.replaceAll('// @ts-expect-error', '//').replaceAll('Mistakes', 'Mistaken'));
    try {
      succeeds('npx', ['graphql-codegen']);
      const refused = start('npx', ['tsc', '--noEmit']);
      const errors = refused.all.match(/^src\/mistaken\.ts\(\d+,\d+\): error TS(?!2578)/gm) ?? [];
      assert.ok(marks > 5);
      assert.equal(errors.length, marks, refused.all);
    } finally {
      rmSync(mistaken);
      succeeds('npx', ['graphql-codegen']);
    }
  },
  'no scalar is any'() {
    const text = readFileSync(generated, 'utf8');
    assert.ok(!/: any\b/.test(text), 'a type is any');
    const scalars = readFileSync(join(recipe, '../../schema.graphql'), 'utf8').matchAll(/^scalar (\w+)/gm);
    const config = readFileSync(join(recipe, 'codegen.ts'), 'utf8');
    for (const [, name] of scalars) assert.match(config, new RegExp(`^ +${name}: '`, 'm'), name);
  },
  async 'it prints who says what'() {
    const told = succeeds('node', ['build/main.js', server.base, slug]);
    const query = `{ statistic(slug: "${slug}") { title comparison { summary positions { origin { label } } } } }`;
    const { title, comparison } = (await ask(server, query)).statistic;
    const lines = told.trimEnd().split('\n');
    assert.equal(lines[0], `${title}: ${comparison.summary}`);
    assert.equal(lines.length, 1 + comparison.positions.length);
    assert.ok(lines.includes('The MEK network\tat least 8,000\t8000 to open\t1'), told);
    assert.ok(lines.includes('Mahmoud Sadeghi\tabout 3,700\t3330 to 4070\t11'), told);
  },
  'a name that nobody has is told of'() {
    const { status, all } = start('node', ['build/main.js', server.base, 'nothing-like-this']);
    assert.deepEqual([status, all], [1, 'no statistic is called nothing-like-this\n']);
  },
});
