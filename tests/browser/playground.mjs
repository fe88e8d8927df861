// Walks through the playground in a real browser: node playground.mjs BASE_URL [KEY] [--screenshot FILE]
//
// With a key that may write, every example tab is run; without one, the tab that records a claim
// must be refused. CHROMIUM names the browser, /usr/bin/chromium by default.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const USAGE = 'usage: node playground.mjs BASE_URL [KEY] [--screenshot FILE]';
const WAIT = 30_000;
// The explorer prints this for any argument that holds a list, which it shows but cannot edit.
const EXPLORER_ON_LISTS = 'arg mismatch between arg and selection';
const EXAMPLES = join(import.meta.dirname, '../../assets/playground/examples');

/** What each opened page did, to be told when a check fails. */
const walked = [];

const { base, key, screenshot } = readArguments();
const browserPath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const examples = readdirSync(EXAMPLES)
  .filter((name) => name.endsWith('.graphql'))
  .sort()
  .map((name) => readFileSync(join(EXAMPLES, name), 'utf8'))
  .map((text) => ({ text, title: titleOf(text), writes: /^mutation\b/m.test(text) }));

function readArguments() {
  try {
    const options = { screenshot: { type: 'string' } };
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    assert(positionals.length === 1 || positionals.length === 2, 'one or two arguments are needed');
    return { base: new URL(positionals[0]), key: positionals[1], screenshot: values.screenshot };
  } catch (error) {
    console.error(`${error.message}\n${USAGE}`);
    process.exit(2);
  }
}

/** The title of an operation's tab: its name, in words. */
function titleOf(text) {
  const name = /^(?:query|mutation|subscription) (\w+)/m.exec(text)[1];
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replace(/ [A-Z](?![A-Z])/g, (start) => start.toLowerCase());
}

/** Runs one check and prints its line; the first that fails ends the walk. */
async function check(what, body) {
  try {
    const note = await body();
    console.log(`ok    ${what}${note ? ` (${note})` : ''}`);
  } catch (error) {
    console.log(`FAIL  ${what}: ${error.message}`);
    throw error;
  }
}

/** A page in a browser profile of its own, with a record of all that it did. */
async function open(browser, path) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT);
  const seen = { requests: [], complaints: [], answers: [] };
  walked.push(seen);
  context.on('request', (request) => seen.requests.push(request.url()));
  page.on('websocket', (socket) => seen.requests.push(socket.url()));
  page.on('pageerror', (error) => seen.complaints.push(`uncaught: ${error.message}`));
  context.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText;
    // A reload breaks off what was still loading.
    if (reason !== 'net::ERR_ABORTED') seen.complaints.push(`failed: ${request.url()} (${reason})`);
  });
  context.on('response', (response) => {
    if (new URL(response.url()).pathname === '/graphql') seen.answers.push(response.request());
  });
  context.on('console', (message) => {
    if (message.type() !== 'error' || message.text().startsWith(EXPLORER_ON_LISTS)) return;
    seen.complaints.push(`console: ${message.text()}`);
  });
  await page.exposeFunction('onViolation', (what) => seen.complaints.push(`policy: ${what}`));
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      globalThis.onViolation(`${event.violatedDirective} refused ${event.blockedURI}`);
    });
  });
  const response = await page.goto(new URL(path, base).href);
  assert.equal(response.status(), 200, `${path} answered ${response.status()}`);
  return { context, page, seen, response };
}

/** The text of one of GraphiQL's editors, all of it: only the lines in view are in the page. */
function textOf(page, kind) {
  return page.evaluate((kind) => {
    const models = globalThis.__MONACO?.editor.getModels() ?? [];
    return models.find((model) => model.uri.path.endsWith(kind))?.getValue() ?? '';
  }, kind);
}
const queryText = (page) => textOf(page, 'operation.graphql');
const responseText = (page) => textOf(page, 'response.json');

/** Waits until `read` gives something true, which it returns. */
async function until(what, read) {
  const end = Date.now() + WAIT;
  for (;;) {
    const value = await read();
    if (value) return value;
    assert(Date.now() < end, `waited ${WAIT / 1000} s in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const editorIsReady = (page) =>
  until('a filled query editor', async () => {
    const lines = page.locator('.graphiql-query-editor .view-line');
    return (await lines.count()) > 1 && (await queryText(page)) !== '';
  });

/** Presses Run and returns the answer that the response pane then shows. */
async function run(page) {
  await page.locator('.graphiql-execute-button').click();
  const text = await until('an answer in the response pane', async () => {
    const busy = await page.locator('.graphiql-response .graphiql-spinner').count();
    return busy === 0 && (await responseText(page));
  });
  return { text, answer: JSON.parse(text) };
}

/** Opens a tab by its place and waits for its query. */
async function choose(page, place, text) {
  await page.locator('.graphiql-tab-button').nth(place).click();
  await until('the query of the tab', async () => (await queryText(page)) === text);
}

function assertAnswered({ text, answer }) {
  assert.equal(answer.errors, undefined, `the answer has errors: ${text.slice(0, 600)}`);
  for (const [field, value] of Object.entries(answer.data)) {
    assert.notEqual(value, null, `${field} is null`);
  }
}

/** How many members the first list inside a value has, however deep it lies. */
function rows(value) {
  if (Array.isArray(value)) return value.length;
  if (value === null || typeof value !== 'object') return undefined;
  return Object.values(value).map(rows).find((found) => found !== undefined);
}

function assertStayedAtHome({ requests }) {
  const away = requests
    .filter((url) => !/^(data|blob):/.test(url))
    .filter((url) => new URL(url).host !== base.host);
  assert.deepEqual(away, [], `requests went to other hosts: ${away.join(', ')}`);
  return `${requests.length} requests`;
}

const assertNoComplaints = ({ complaints }) => assert.deepEqual(complaints, [], complaints.join('; '));

/** Looks for the key wherever a page could have left it. */
async function assertKeyIsNowhere(page, secret) {
  // GraphiQL saves its tabs half a second after a change.
  await page.waitForTimeout(1000);
  const places = await page.evaluate(() => ({
    address: location.href,
    'local storage': JSON.stringify(localStorage),
    'session storage': JSON.stringify(sessionStorage),
    cookies: document.cookie,
    'the page': document.documentElement.outerHTML,
    'an editor': (globalThis.__MONACO?.editor.getModels() ?? []).map((m) => m.getValue()).join(),
  }));
  for (const [place, content] of Object.entries(places)) {
    assert(!content.includes(secret), `the key is in ${place}`);
  }
}

async function walkTheTabs(browser) {
  const fragment = key === undefined ? '' : `#key=${encodeURIComponent(key)}`;
  const { context, page, seen, response } = await open(browser, `/playground${fragment}`);

  await check('the page carries a policy that allows its own files alone', () => {
    const policy = response.headers()['content-security-policy'] ?? '';
    assert.match(policy, /default-src 'none'/, `the policy is "${policy}"`);
    assert.match(policy, /script-src 'self'/, `the policy is "${policy}"`);
    assert.doesNotMatch(policy, /script-src[^;]*(unsafe|http)/, `the policy is "${policy}"`);
  });
  await check('the editor opens on the first example', async () => {
    await editorIsReady(page);
    assert.equal(await queryText(page), examples[0].text);
  });
  await check('every example has its tab', async () => {
    const titles = await page.locator('.graphiql-tab-button').allTextContents();
    assert.deepEqual(titles, examples.map(({ title }) => title));
    return titles.join(', ');
  });
  if (key !== undefined) {
    await check('the key left the address', async () => {
      assert.equal(await page.evaluate(() => location.href), new URL('/playground', base).href);
    });
  }
  await check('Run shows the claims in the response pane', async () => {
    const result = await run(page);
    assertAnswered(result);
    assert.match(result.text, /3,700|at least 8,000/, 'neither "3,700" nor "at least 8,000" is there');
    const shown = await page.locator('.result-window .view-lines').innerText();
    assert.match(shown.replaceAll('\u00a0', ' '), /"title"/, `the pane shows: ${shown.slice(0, 200)}`);
    return `${rows(result.answer.data)} rows`;
  });
  if (screenshot !== undefined) {
    await check('a screenshot is written', async () => {
      await page.mouse.move(720, 890);
      await page.waitForTimeout(1000);
      await page.screenshot({ path: screenshot });
      return screenshot;
    });
  }
  for (const [place, example] of examples.entries()) {
    if (example.writes) continue;
    await check(`"${example.title}" answers with rows`, async () => {
      await choose(page, place, example.text);
      const result = await run(page);
      assertAnswered(result);
      const found = rows(result.answer.data);
      assert(found > 0, `no rows: ${result.text.slice(0, 300)}`);
      return `${found} rows`;
    });
  }
  if (key !== undefined) {
    for (const [place, example] of examples.entries()) {
      if (!example.writes) continue;
      await check(`"${example.title}" is recorded, and changes nothing the second time`, async () => {
        await choose(page, place, example.text);
        assertRecorded(await run(page));
        const again = assertRecorded(await run(page));
        assert.equal(again.isNew, false, 'the second time says isNew');
      });
    }
  }
  await check('the documentation lists the fields of the schema', async () => {
    await page.getByLabel('Show Documentation Explorer').click();
    const docs = page.locator('.graphiql-doc-explorer');
    await docs.getByText('Query', { exact: true }).first().click();
    await docs.getByText('statistic', { exact: true }).first().waitFor();
  });
  await check('the explorer shows the query as a tree', async () => {
    await page.getByLabel('Show GraphiQL Explorer').click();
    await page.locator('.graphiql-explorer-root').getByText('statistic', { exact: true }).first().waitFor();
  });
  await check('a misspelt field is marked with what was meant', async () => {
    await choose(page, 0, examples[0].text);
    await page.evaluate(() => {
      const models = globalThis.__MONACO.editor.getModels();
      const model = models.find(({ uri }) => uri.path.endsWith('operation.graphql'));
      model.setValue(model.getValue().replace('qualifier', 'qualifer'));
    });
    const marks = () =>
      page.evaluate(() => globalThis.__MONACO.editor.getModelMarkers({}).map((mark) => mark.message));
    return until('the mark', async () => (await marks()).find((mark) => /did you mean/i.test(mark)));
  });
  if (key !== undefined) {
    await check('the key went out with the requests', () => {
      const sent = seen.answers.map((request) => request.headers().authorization);
      assert(sent.length > examples.length, `only ${sent.length} requests were seen`);
      assert(sent.every((header) => header === `Bearer ${key}`), 'a request went without it');
    });
    await check('the key is in no storage, editor or markup', () => assertKeyIsNowhere(page, key));
  }
  await check('every request went to this server', () => assertStayedAtHome(seen));
  await check('no error, and nothing refused by the policy', () => assertNoComplaints(seen));
  await context.close();
}

function assertRecorded(result) {
  assertAnswered(result);
  const [payload] = Object.values(result.answer.data);
  assert.deepEqual(payload.userErrors, [], `refused: ${JSON.stringify(payload.userErrors)}`);
  assert.notEqual(payload.claim, null, 'the claim is null');
  return payload;
}

async function walkWithoutAKey(browser) {
  const { context, page, seen } = await open(browser, '/playground');
  await editorIsReady(page);
  const place = examples.findIndex(({ writes }) => writes);
  const { title, text } = examples[place];
  await check(`"${title}" is refused without a key`, async () => {
    await choose(page, place, text);
    const { answer } = await run(page);
    assert(answer.errors?.length > 0, 'it was answered without errors');
    return answer.errors[0].extensions?.code ?? answer.errors[0].message;
  });
  if (key !== undefined) {
    await check('a key typed into the Key field is used', async () => {
      await page.getByLabel('Key', { exact: true }).fill(key);
      assertRecorded(await run(page));
    });
    await check('the typed key is in no storage, editor or markup', () => assertKeyIsNowhere(page, key));
    await check('the typed key is forgotten when the page is loaded again', async () => {
      await page.reload();
      await editorIsReady(page);
      assert.equal(await page.getByLabel('Key', { exact: true }).inputValue(), '');
    });
    await check('an address with a key, pasted over the open page, is taken and wiped', async () => {
      await page.evaluate((key) => (location.hash = `key=${encodeURIComponent(key)}`), key);
      await until('the field to fill', () => page.getByLabel('Key', { exact: true }).inputValue());
      await assertKeyIsNowhere(page, key);
    });
  }
  await check('every request of that page went to this server', () => assertStayedAtHome(seen));
  await context.close();
}

async function walkASharedLink(browser) {
  const query = 'query Shared($slug: String!) {\n  statistic(slug: $slug) {\n    title\n  }\n}\n';
  const variables = '{ "slug": "iran-2018-arrested" }';
  const link = `/playground?${new URLSearchParams({ query, variables })}`;
  const { context, page, seen } = await open(browser, link);
  await check('a shared link opens a tab with its query and variables', async () => {
    await editorIsReady(page);
    assert.equal(await queryText(page), query);
    assert.equal(await textOf(page, 'variables.json'), variables);
    const titles = await page.locator('.graphiql-tab-button').allTextContents();
    assert.deepEqual(titles, ['Shared', ...examples.map(({ title }) => title)]);
    assertAnswered(await run(page));
  });
  await check('opened again, it brings back the same tab and the others', async () => {
    await page.waitForTimeout(1000);
    await page.reload();
    await editorIsReady(page);
    assert.equal(await queryText(page), query);
    assert.equal(await page.locator('.graphiql-tab-button').count(), examples.length + 1);
  });
  await check('no error on the shared link', () => {
    assertStayedAtHome(seen);
    assertNoComplaints(seen);
  });
  await context.close();
}

const press = (page, label) => page.getByRole('button', { name: label, exact: true }).click();
const pressed = (page, label) => page.getByRole('button', { name: label }).waitFor();

async function walkTheButtons(browser) {
  const fragment = key === undefined ? '' : `#key=${encodeURIComponent(key)}`;
  const { context, page, seen } = await open(browser, `/playground${fragment}`);
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: base.origin });
  await editorIsReady(page);
  let link;
  await check('the link button copies an address with the query and without the key', async () => {
    await press(page, 'Copy a link to this query');
    await pressed(page, 'Copied');
    link = new URL(await page.evaluate(() => navigator.clipboard.readText()));
    assert.deepEqual([...link.searchParams.keys()], ['query']);
    assert.equal(link.searchParams.get('query'), examples[0].text);
    if (key !== undefined) assert(!link.href.includes(key), 'the key is in the address');
    return `${link.href.length} characters`;
  });
  await check('the address opens with the same query, which answers', async () => {
    const other = await open(browser, link.pathname + link.search);
    await editorIsReady(other.page);
    assert.equal(await queryText(other.page), examples[0].text);
    assertAnswered(await run(other.page));
    await other.context.close();
    walked.push(seen);
  });
  const list = `query Arrested($slug: String!) {
  statistic(slug: $slug) {
    claims(first: 5) { nodes { id text quantity { low high } } pageInfo { hasNextPage } }
  }
}`;
  const type = (kind, text) =>
    page.evaluate(
      ([kind, text]) => {
        const models = globalThis.__MONACO.editor.getModels();
        models.find(({ uri }) => uri.path.endsWith(kind)).setValue(text);
      },
      [kind, text],
    );
  await check('the CSV button saves the list under the name of the query', async () => {
    await type('operation.graphql', list);
    await type('variables.json', '{ "slug": "iran-2018-arrested", } // as in the addresses');
    await page.locator('.graphiql-tab-button', { hasText: 'Arrested' }).waitFor();
    const download = page.waitForEvent('download');
    await press(page, 'Save the list as CSV');
    const file = await download;
    assert.equal(file.suggestedFilename(), 'Arrested.csv');
    const lines = readFileSync(await file.path(), 'utf8').trimEnd().split('\n');
    assert.equal(lines[0], '\ufeffid,text,quantity.low,quantity.high');
    assert.equal(lines.length, 6, `${lines.length} lines`);
    await pressed(page, 'Saved Arrested.csv, one page: there are more');
    return lines[1];
  });
  if (key !== undefined) {
    await check('the file was asked for with the key', () => {
      const [asked] = seen.answers.filter((request) => request.url().includes('format=csv'));
      assert.equal(asked.headers().authorization, `Bearer ${key}`);
    });
  }
  await check('no error, and every request went to this server', () => {
    assertNoComplaints(seen);
    assertStayedAtHome(seen);
  });
  await check('what is no table is told in the response pane', async () => {
    await type('operation.graphql', '{ viewer { name } }');
    await press(page, 'Save the list as CSV');
    const text = await until('an error', async () => {
      const text = await responseText(page);
      return text.includes('errors') && text;
    });
    assert.match(JSON.parse(text).errors[0].message, /this one has none: ask for one/);
    await pressed(page, 'No file: the response says why');
  });
  await context.close();
}

if (!existsSync(browserPath)) {
  console.error(`no browser at ${browserPath}: apt-get install chromium, or set CHROMIUM to its path`);
  process.exit(1);
}
const browser = await chromium.launch({
  executablePath: browserPath,
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-proxy-server',
    `--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE ${base.hostname}`,
  ],
});
try {
  await walkTheTabs(browser);
  await walkWithoutAKey(browser);
  await walkASharedLink(browser);
  await walkTheButtons(browser);
} catch (error) {
  console.error(error.stack);
  for (const complaint of walked.at(-1)?.complaints ?? []) console.error(`the page: ${complaint}`);
  process.exitCode = 1;
} finally {
  await browser.close();
}
