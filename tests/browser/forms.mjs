// Fills in the forms of the pages in a real browser, with a key: node forms.mjs BASE_URL KEY
//
// CHROMIUM names the browser, /usr/bin/chromium by default.
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

const [base, key] = process.argv.slice(2);
if (!key) {
  console.error('usage: node forms.mjs BASE_URL KEY');
  process.exit(2);
}
const STATISTIC = '/statistics/iran-2018-arrested';
const TEXT = `Marches went on in Karsk on Tuesday. The Norder Post reported that at least 8,123 people were arrested.
Interior Ministry spokesman Pavel Orsin said 4,972 people were arrested. Dozens were hurt, residents said.`;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});

/** Opens a page, with the key in its address where one is given; it must be gone from there. */
async function open(path, secret, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1000, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto(new URL(secret ? `${path}#key=${secret}` : path, base).href);
  if (secret) await page.getByText(/, admin$/).waitFor();
  return { context, page, complaints };
}

async function check(what, body) {
  try {
    await body();
    console.log(`ok    ${what}`);
  } catch (error) {
    console.log(`FAIL  ${what}: ${error.stack}`);
    process.exitCode = 1;
  }
}

async function graphql(query, input, secret = key) {
  const response = await fetch(new URL('/graphql', base), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${secret}` },
    body: JSON.stringify({ query, variables: { input } }),
  });
  const { data, errors } = await response.json();
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data;
}

/** The form of this mutation within something, opened. */
async function form(within, mutation) {
  const found = within.locator(`form[data-mutation="${mutation}"]`).first();
  await found.locator('xpath=..').locator('> summary').click();
  return found;
}

const done = (page) => page.locator('.done').innerText();

await check('a form says what it needs where there is no key, and where there is no JavaScript', async () => {
  for (const javaScriptEnabled of [true, false]) {
    const { context, page } = await open(STATISTIC, undefined, { javaScriptEnabled });
    const record = await form(page, 'recordClaim');
    assert.match(await record.locator('.needs').innerText(), /JavaScript and a key with the role contributor/);
    assert.ok(await record.locator('button').isDisabled());
    await context.close();
  }
});

await check('the key is in the memory of the page alone', async () => {
  const { context, page, complaints } = await open('/findings', key);
  const places = await page.evaluate(() => [
    location.href, JSON.stringify({ ...localStorage, ...sessionStorage }), document.cookie,
    document.documentElement.outerHTML,
  ]);
  for (const place of places) assert.ok(!place.includes(key));
  // A link keeps it, the keyboard reaches the page that it leads to, and the way back is there.
  await page.getByRole('link', { name: 'Review' }).click();
  await page.waitForURL('**/review');
  assert.equal(await page.locator('h1').innerText(), 'Review');
  await page.goBack();
  await page.locator('h1', { hasText: 'Findings' }).waitFor();
  await page.getByText(/, admin$/).waitFor();
  assert.deepEqual(complaints, []);
  await context.close();
});

await check('a wrong key is told, and typed into the page a right one is taken', async () => {
  const { context, page } = await open('/');
  await page.getByText('I have a key', { exact: true }).click();
  await page.getByLabel('Key', { exact: true }).fill('cb_nobody');
  await page.getByRole('button', { name: 'Use it' }).click();
  await page.locator('#key-problem', { hasText: /\w/ }).waitFor();
  await page.getByLabel('Key', { exact: true }).fill(key);
  await page.keyboard.press('Enter');
  await page.getByText(/, admin$/).waitFor();
  await page.getByText(/, admin$/).click();
  await page.getByRole('button', { name: 'Forget it' }).click();
  await page.getByText('I have a key', { exact: true }).waitFor();
  await context.close();
});

let claim;
await check('a claim is recorded, what is wrong is told beside its field, and its conflicts are shown', async () => {
  const { context, page, complaints } = await open(STATISTIC, key);
  const record = await form(page, 'recordClaim');
  const send = record.getByRole('button', { name: 'Record' });
  await record.getByLabel('How many').fill('at least 12,345');
  await record.getByLabel('Title of the source').fill('A report of the day');
  await record.getByLabel('Its address').fill('not an address');
  await record.getByLabel('Published on').fill('2018-01-12');
  await record.getByLabel(/^The words/).fill('at least 12,345 people were arrested, it said');
  await send.click();
  const wrong = record.getByLabel('Its address').locator('xpath=ancestor::p').locator('.wrong');
  assert.match(await wrong.innerText(), /address|http/);
  assert.equal(await record.getByLabel('Its address').getAttribute('aria-invalid'), 'true');
  await record.getByLabel('Its address').fill('https://example.org/forms/report');
  // Nobody is picked by chance: a name has to be chosen, or added.
  await record.getByLabel('Who says so').fill('Amnesty Internatio');
  await send.click();
  assert.match(await record.locator('.wrong').first().innerText(), /pick one from the list/);
  await page.locator('datalist option[value="Amnesty International"]').waitFor({ state: 'attached' });
  await record.getByLabel('Who says so').fill('Amnesty International');
  await send.click();
  await page.locator('.done').waitFor();
  assert.match(await done(page), /on record: /);
  assert.match(await done(page), /conflicts with: /);
  claim = await page.locator('.done a[href^="/claims/"]').first().getAttribute('href');
  assert.match(await page.locator('#who').innerText(), /at least 12,345/);
  assert.deepEqual(complaints, []);
  await context.close();
});

await check('a claim that is there already changes nothing, and says so', async () => {
  const { context, page } = await open(claim, key);
  const where = await form(page, 'attributeClaim');
  for (const words of [/Done/, /on record already/]) {
    const again = words.source.includes('already') ? await form(page, 'attributeClaim') : where;
    await again.getByLabel('Title of the source').fill('Another report');
    await again.getByLabel('Its address').fill('https://example.org/forms/another');
    await again.getByLabel(/^The words/).fill('it spoke of at least 12,345 arrested');
    await again.getByRole('button', { name: 'Record' }).click();
    await page.locator('.done', { hasText: words }).waitFor();
  }
  await context.close();
});

await check('a claim and one of its places are changed: only what was changed is sent', async () => {
  const { context, page } = await open(claim, key);
  const sent = [];
  page.on('request', (request) => request.url().endsWith('/graphql') && sent.push(request.postDataJSON().variables?.input));
  const edit = await form(page, 'updateClaim');
  await edit.getByRole('button', { name: 'Change' }).click();
  assert.match(await edit.locator('.wrong').innerText(), /nothing was changed/);
  await edit.getByLabel('As of').fill('2018-01-12');
  await edit.getByRole('button', { name: 'Change' }).click();
  await page.locator('.done').waitFor();
  assert.deepEqual(Object.keys(sent.at(-1)).sort(), ['asOf', 'expectedRevision', 'id']);
  await page.getByRole('link', { name: 'change', exact: true }).first().click();
  await page.waitForURL('**place=attribution_**');
  const place = await form(page, 'updateAttribution');
  await place.getByLabel('Said on').fill('2018-01-11');
  await place.getByRole('button', { name: 'Change' }).click();
  await page.locator('.done').waitFor();
  assert.match(await page.locator('#main').innerText(), /11 Jan 2018/);
  await context.close();
});

await check('a claim is retracted with a reason, and restored', async () => {
  const { context, page } = await open(claim, key);
  const retract = page.locator('details', { hasText: 'Retract the claim' }).last();
  await retract.locator('summary').click();
  await retract.getByLabel('Why').fill('misread');
  await retract.getByRole('button', { name: 'Retract' }).click();
  await page.getByText('Does not count: misread').waitFor();
  const restore = await form(page, 'restore');
  await restore.getByLabel('Why').fill('it was right');
  await restore.getByRole('button', { name: 'Restore' }).click();
  await page.getByText('Does not count').waitFor({ state: 'detached' });
  await context.close();
});

await check('a finding is settled, and leaves the list', async () => {
  const { context, page } = await open('/findings?code=NOT_IN_QUOTE', key);
  const items = page.locator('.work > li');
  const before = await items.count();
  const settle = await form(items.first(), 'resolveFinding');
  await settle.getByLabel('Verdict').selectOption('DISMISSED');
  await settle.getByLabel('Why').fill('it is in the heading');
  await settle.getByRole('button', { name: 'Settle' }).click();
  await page.locator('.done').waitFor();
  assert.equal(await items.count(), before - 1);
  await context.close();
});

await check('a candidate is accepted and another rejected', async () => {
  const { addSource } = await graphql(
    'mutation($input: AddSourceInput!) { addSource(input: $input) { source { id } userErrors { message } } }',
    { title: 'Marches in Karsk', kind: 'ARTICLE', url: 'https://example.org/forms/karsk', publishedOn: '2018-01-14', language: 'en', text: TEXT },
  );
  const { context, page } = await open(`/review?source=${addSource.source.id}`, key);
  const items = page.locator('.work > li');
  const before = await items.count();
  assert.ok(before >= 3, 'a text that is not public is shown to whoever has a key');
  const reject = await form(items.last(), 'rejectCandidates');
  await reject.getByLabel('Why').fill('nobody counted');
  await reject.getByRole('button', { name: 'Reject' }).click();
  await page.locator('.done').waitFor();
  assert.equal(await items.count(), before - 1);
  const accept = await form(items.filter({ hasText: '8,123' }), 'acceptCandidates');
  await accept.getByLabel('What is counted').fill('People arrested, Iran protests 2017-18, nationwide');
  await page.locator('datalist option[value="People arrested, Iran protests 2017-18, nationwide"]').waitFor({ state: 'attached' });
  await accept.getByLabel('Who says so').fill('The Norder Post');
  await accept.getByLabel('If they are not on record').selectOption('NEWS_OUTLET');
  await accept.getByRole('button', { name: 'Accept' }).click();
  await page.locator('.done', { hasText: 'on record: ' }).waitFor();
  assert.equal(await items.count(), before - 2);
  assert.match(await page.locator('#main').innerText(), /1 on record, 1 rejected/);
  await context.close();
});

await check('a suggested derivation is confirmed, a suggested link rejected', async () => {
  const created = await graphql(
    'mutation($input: CreateKeyInput!) { createKey(input: $input) { secret userErrors { message } } }',
    { name: 'forms', role: 'CONTRIBUTOR' },
  );
  const contributor = created.createKey.secret;
  const { statistic } = await graphql('{ statistic(slug: "iran-2018-killed") { claims(first: 2) { nodes { id attributions(first: 1) { nodes { id } } } } } }');
  const [a, b] = statistic.claims.nodes;
  await graphql('mutation($input: DeriveAttributionInput!) { deriveAttribution(input: $input) { userErrors { message } } }',
    { attribution: a.attributions.nodes[0].id, parentAttribution: b.attributions.nodes[0].id, kind: 'DERIVES' }, contributor);
  await graphql('mutation($input: LinkClaimsInput!) { linkClaims(input: $input) { userErrors { message } } }',
    { claim: a.id, other: b.id, kind: 'SUPPORTS' }, contributor);
  const { context, page } = await open('/review?what=derivations', key);
  const waiting = page.locator('.work > li', { hasText: 'may be computed from' });
  const confirm = await form(waiting, 'confirmDerivation');
  await confirm.getByLabel('Why').fill('it says so');
  await confirm.getByRole('button', { name: 'Confirm' }).click();
  await page.locator('.done').waitFor();
  assert.equal(await waiting.count(), 0);
  await page.getByRole('link', { name: /Suggested links/ }).click();
  await page.waitForURL('**what=links');
  const link = page.locator('.work > li', { hasText: 'may speak for' });
  const reject = await form(link, 'rejectLink');
  await reject.getByLabel('Why').fill('they are of two days');
  await reject.getByRole('button', { name: 'Reject' }).click();
  await page.locator('.done').waitFor();
  assert.equal(await link.count(), 0);
  await context.close();
});

await check('two agents are merged', async () => {
  const add = 'mutation($input: AddAgentInput!) { addAgent(input: $input) { agent { id slug } userErrors { message } } }';
  const [keep, merge] = [
    (await graphql(add, { name: 'Karsk Observer Kept', kind: 'NEWS_OUTLET' })).addAgent.agent,
    (await graphql(add, { name: 'Observer of Karsk Merged', kind: 'NEWS_OUTLET' })).addAgent.agent,
  ];
  const { context, page } = await open(`/agents/${merge.slug}`, key);
  const into = await form(page, 'mergeRecords');
  await into.getByLabel('The one to keep').fill('Karsk Observer Ke');
  await page.locator('datalist option[value="Karsk Observer Kept"]').waitFor({ state: 'attached' });
  await into.getByLabel('The one to keep').fill('Karsk Observer Kept');
  await into.getByLabel('Why').fill('one newspaper');
  await into.getByRole('button', { name: 'Merge' }).click();
  await page.locator('.done', { hasText: 'kept: Karsk Observer Kept' }).waitFor();
  assert.equal(new URL(page.url()).pathname, `/agents/${keep.slug}`);
  await context.close();
});

await browser.close();
