// Sends for each panel of examples/grafana-infinity what Grafana's Infinity plugin sends, and reads
// the answers by the panel's columns: node grafana-infinity.mjs http://127.0.0.1:8080 KEY
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { place, run } from '../clients/rounds.mjs';

const { base, key } = place();
const file = new URL('../../examples/grafana-infinity/dashboard.json', import.meta.url);
const dashboard = JSON.parse(readFileSync(file, 'utf8'));
const whole = dashboard.time;

/// What Grafana puts in the place of the variables, before the plugin sees the query.
function filledIn(text, { from, to }) {
  const values = Object.fromEntries(dashboard.templating.list.map(({ name, query }) => [name, query]));
  values.server = new URL(base).origin;
  values['__from:date:iso'] = new Date(from).toISOString();
  values['__to:date:iso'] = new Date(to).toISOString();
  return text.replace(/\$\{([^}]+)\}/g, (_, name) => values[name] ?? assert.fail(`no variable ${name}`));
}

/// The request of the plugin's backend: its method, its headers, its body.
async function send(target, range) {
  const { url, url_options: options } = target;
  assert.deepEqual([target.type, options.method, options.body_type], ['graphql', 'POST', 'graphql']);
  const response = await fetch(filledIn(url, range), {
    method: 'POST',
    headers: {
      accept: 'application/json;q=0.9,text/plain',
      'accept-encoding': 'gzip',
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'user-agent': 'Grafana',
    },
    body: JSON.stringify({
      query: filledIn(options.body_graphql_query, range),
      variables: JSON.parse(filledIn(options.body_graphql_variables, range)),
    }),
  });
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-type'), /^application\/json\b/);
  return response.json();
}

/// The frame that the plugin makes: the root, then a field for each column.
async function frame(target, range) {
  const answer = await send(target, range);
  assert.equal(answer.errors, undefined, JSON.stringify(answer.errors));
  assert.equal(answer.data.statisticRows.cut, false);
  const root = target.root_selector.split('.').reduce((value, step) => value[step], answer);
  const rows = Array.isArray(root) ? root : [root];
  const types = { number: 'number', string: 'string', timestamp: 'string' };
  return rows.map((row) =>
    Object.fromEntries(
      target.columns.map(({ selector, text, type }) => {
        assert.ok(selector in row, `no column ${selector}`);
        const value = row[selector];
        assert.ok(value === null || typeof value === types[type], `${selector} is ${value}`);
        return [text, type === 'timestamp' ? new Date(value).getTime() : value];
      }),
    ),
  );
}

const rounds = {};
for (const { title, targets } of dashboard.panels.filter(({ type }) => type !== 'stat')) {
  const [target] = targets;
  rounds[`"${title}" has its rows, and null for an open end`] = async () => {
    const rows = await frame(target, whole);
    assert.ok(rows.length > 20, `${rows.length} rows`);
    const open = rows.filter(({ high }) => high === null);
    assert.ok(open.length > 5 && open.length < rows.length, `${open.length} open ends`);
    assert.ok(open.every(({ low }) => low > 0), 'an end that is open above has one below');
    assert.ok(rows.every(({ high }) => high !== 0), 'an open end is no 0');
    const times = rows.map(({ time }) => time);
    assert.deepEqual(times, times.toSorted((a, b) => a - b));
    assert.ok(times.every((time) => time >= new Date(whole.from) && time <= new Date(whole.to)));
  };
  rounds[`"${title}" follows the time range of the dashboard`] = async () => {
    const range = { from: '2018-01-09T00:00:00.000Z', to: '2018-01-09T23:59:59.999Z' };
    const rows = await frame(target, range);
    const [all, day] = [await frame(target, whole), Date.parse(range.from)];
    assert.deepEqual(rows, all.filter(({ time }) => time === day));
    assert.ok(rows.length > 0 && rows.length < all.length, `${rows.length} of ${all.length} rows`);
    const never = { from: '1990-01-01T00:00:00.000Z', to: '1990-12-31T00:00:00.000Z' };
    assert.deepEqual(await frame(target, never), []);
  };
}
rounds['the rows are those of the file, and those without a date are counted'] = async () => {
  const panel = (kind) => dashboard.panels.find(({ type }) => type === kind).targets[0];
  const { slug } = JSON.parse(filledIn(panel('table').url_options.body_graphql_variables, whole));
  const file = await (await fetch(new URL(`/statistics/${slug}.json`, base))).json();
  const name = ({ text, origin, source, source_title: title }) => [text, origin, source ?? title].join('|');
  const shown = (await frame(panel('table'), whole)).map(name);
  const left = file.map(name);
  for (const row of shown) {
    assert.ok(left.includes(row), `${row} is not in the file`);
    left.splice(left.indexOf(row), 1);
  }
  assert.ok(left.length > 0, 'the demo has places without a date');
  assert.deepEqual(await frame(panel('stat'), whole), [{ undated: left.length }]);
};
await run(rounds);
