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
  const details = found.locator('xpath=..');
  // What a page was asked for is open from the beginning.
  if (!(await details.evaluate((it) => it.open))) await details.locator('> summary').click();
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
  // The page of the one kept lists the other, and parts them again.
  const undo = await form(page.locator('section', { hasText: 'What was merged into it' }), 'undoMerge');
  await undo.getByLabel('Why').fill('two newspapers');
  await undo.getByRole('button', { name: 'Undo' }).click();
  await page.locator('.done', { hasText: 'parted: Observer of Karsk Merged' }).waitFor();
  assert.equal(await page.locator('form[data-mutation="undoMerge"]').count(), 0);
  await page.locator('.done a').click();
  await page.locator('h1', { hasText: 'Observer of Karsk Merged' }).waitFor();
  await context.close();
});

await check('a person decides how two figures stand, and leaves it to the rules again', async () => {
  const { context, page, complaints } = await open(STATISTIC, key);
  const conflicts = page.locator('section[aria-labelledby="conflicts"]');
  const count = async () => Number((await conflicts.locator('.count').first().innerText()).match(/^[\d,]+/)[0].replace(',', ''));
  const before = await count();
  await conflicts.getByRole('link', { name: 'decide' }).first().click();
  await page.waitForURL('**/claims/*other=claim_**');
  const decide = await form(page, 'overrideRelation');
  await decide.getByLabel('Why').fill('of two cities');
  await decide.getByRole('button', { name: 'Decide' }).click();
  assert.equal(await page.locator('.done').count(), 0, 'the browser asks for a verdict');
  await decide.getByLabel('How the two stand').selectOption('COMPATIBLE');
  await decide.getByRole('button', { name: 'Decide' }).click();
  await page.locator('.done').waitFor();
  await page.getByText('A person decided: Of two cities').waitFor();
  await page.goto(new URL(`${STATISTIC}#key=${key}`, base).href);
  await page.getByText(/, admin$/).waitFor();
  assert.ok(await count() < before);
  await page.goBack();
  await page.goto(new URL(`${page.url().split('#')[0]}#key=${key}`, base).href);
  await page.getByText(/, admin$/).waitFor();
  const back = await form(page, 'retract');
  await back.getByLabel('Why').fill('of one city after all');
  await back.getByRole('button', { name: 'Leave it to them' }).click();
  await page.locator('.done').waitFor();
  assert.equal(await page.getByText('A person decided').count(), 0);
  assert.deepEqual(complaints, []);
  await context.close();
});

await check('records are entered without a claim, and what looks like them is shown', async () => {
  const { context, page, complaints } = await open('/enter', key);
  /** Fills in a form by its labels and sends it; this has to be said then. */
  const enter = async (mutation, fields, said) => {
    const added = await form(page, mutation);
    for (const [label, value] of Object.entries(fields)) {
      const field = added.getByLabel(new RegExp(`^${label}`));
      if (await field.evaluate((it) => Boolean(it.options))) await field.selectOption(value);
      else await field.fill(value);
      // Whoever is new is not in the list.
      if (value !== 'Lena Lamp' && await field.evaluate((it) => Boolean(it.dataset.ref))) {
        await page.locator(`datalist option[value="${value}"]`).waitFor({ state: 'attached' });
      }
    }
    // What was said of the last one does not count for this one.
    await page.locator('.done').evaluateAll((old) => old.forEach((it) => it.remove()));
    await added.getByRole('button', { name: 'Add' }).click();
    await page.locator('.done', { hasText: said }).waitFor();
  };
  await enter('addPlace', { Name: 'Karskland', 'What it is': 'COUNTRY' }, /on record: Karskland/);
  const city = { Name: 'Karsk', 'What it is': 'CITY', 'Lies in': 'Karskland', 'Degrees north': '61.5', 'Degrees east': '-7.25', 'Also called': 'Karska\nKarskville' };
  await enter('addPlace', city, /on record: Karsk/);
  await enter('addPlace', city, /on record already/);
  await enter('addEvent', { Name: 'Marches in Karsk', 'What it is': 'PROTEST', Began: '2018-01', Where: 'Karsk' }, /on record: /);
  await enter('addMeasure', { Name: 'Lamps broken', Unit: 'lamp', 'What counts, and what does not': 'Lamps of a street.', 'What time does to it': 'CUMULATIVE' }, /on record: Lamps broken/);
  await enter('addStatistic', { 'What is counted': 'Lamps broken', 'In which event': 'Marches in Karsk', Where: 'Karsk' }, /on record: Lamps broken, Marches in Karsk/);
  const source = { Title: 'On lamps', 'Its address': 'https://example.org/forms/lamps', 'What it is': 'REPORT', 'Written by': 'Lena Lamp', 'If the author is not on record': 'PERSON', 'Read on': '2026-01-31', 'Its text': 'All lamps were broken.', 'Who may read the text': 'true' };
  await enter('addSource', source, /on record: On lamps/);
  await enter('addAgent', { Name: 'The Karsk Lamplighter', 'What they are': 'NEWS_OUTLET' }, /on record: /);
  await enter('addAgent', { Name: 'Karsk Lamplighter', 'What they are': 'NEWS_OUTLET' }, /looks like: The Karsk Lamplighter/);
  const kept = await graphql('{ place(slug: "karsk") { latitude longitude aliases parent { name } } sources(last: 1) { nodes { title textIsPublic text accessedOn authors { name } } } }');
  assert.deepEqual(kept.place, { latitude: 61.5, longitude: -7.25, aliases: ['Karska', 'Karskville'], parent: { name: 'Karskland' } });
  assert.deepEqual(kept.sources.nodes, [{ title: 'On lamps', textIsPublic: true, text: 'All lamps were broken.', accessedOn: '2026-01-31', authors: [{ name: 'Lena Lamp' }] }]);
  assert.deepEqual(complaints, []);
  await context.close();
});

await check('the places of an event are changed: those left empty are none', async () => {
  const { context, page, complaints } = await open('/events/marches-in-karsk', key);
  const places = async () => {
    const { event } = await graphql('{ event(slug: "marches-in-karsk") { places { name } } }');
    return event.places.map(({ name }) => name);
  };
  assert.deepEqual(await places(), ['Karsk']);
  const send = async (change) => {
    const event = await form(page, 'updateEvent');
    await change(event);
    await page.locator('.done').evaluateAll((old) => old.forEach((it) => it.remove()));
    await event.getByRole('button', { name: 'Change' }).click();
    await page.locator('.done', { hasText: 'changed: Marches in Karsk' }).waitFor();
  };
  await send(async (event) => {
    assert.equal(await event.getByLabel('Where').inputValue(), 'Karsk');
    await event.getByLabel('Where').fill('');
    await event.getByLabel('Also in').last().fill('Karskland');
    await page.locator('datalist option[value="Karskland"]').waitFor({ state: 'attached' });
  });
  assert.deepEqual(await places(), ['Karskland']);
  await send((event) => event.getByLabel('Where').fill(''));
  assert.deepEqual(await places(), []);
  assert.deepEqual(complaints, []);
  await context.close();
});

await check('a place and a measure are changed: an emptied number is none', async () => {
  const { context, page, complaints } = await open('/places/karsk', key);
  const place = await form(page, 'updatePlace');
  for (const label of ['Degrees north', 'Degrees east']) await place.getByLabel(label).fill('');
  await place.getByLabel('Also called').fill('Karska');
  await place.getByRole('button', { name: 'Change' }).click();
  await page.locator('.done', { hasText: 'changed: Karsk' }).waitFor();
  assert.doesNotMatch(await page.locator('.known').innerText(), /61\.5/);
  await page.getByRole('link', { name: /^Lamps broken/ }).click();
  await page.locator('h1', { hasText: 'Lamps broken' }).waitFor();
  await page.locator('.trail a', { hasText: 'Lamps broken' }).click();
  await page.waitForURL('**/measures/lamps-broken');
  const measure = await form(page, 'updateMeasure');
  await measure.getByLabel('Whole numbers only').selectOption('false');
  await measure.getByLabel('Why').fill('half a lamp');
  await measure.getByRole('button', { name: 'Change' }).click();
  await page.locator('.done', { hasText: 'changed: Lamps broken' }).waitFor();
  const { measure: kept } = await graphql('{ measure(slug: "lamps-broken") { integral valueType } }');
  assert.deepEqual(kept, { integral: false, valueType: 'COUNT' });
  assert.deepEqual(complaints, []);
  await context.close();
});

await check('an admin makes a key, sees it once, and revokes it', async () => {
  const { context, page, complaints } = await open('/keys', key);
  const make = await form(page, 'createKey');
  await make.getByLabel('Whose it is').fill('Desk of Karsk');
  await make.getByLabel('What it may do').selectOption('READER');
  await make.getByLabel('Until the end of').fill('2099-12-31');
  await make.getByRole('button', { name: 'Make it' }).click();
  await page.locator('.done', { hasText: 'made: Desk of Karsk' }).waitFor();
  const [secret] = (await done(page)).match(/cb_\w+/);
  const { viewer } = await graphql('{ viewer { name role expiresAt } }', undefined, secret);
  assert.deepEqual(viewer, { name: 'Desk of Karsk', role: 'READER', expiresAt: '2099-12-31T23:59:59Z' });
  const other = await open('/keys');
  assert.ok(!(await other.page.locator('main').innerText()).includes('Desk of Karsk'));
  await other.context.close();
  const item = page.locator('.work > li', { hasText: 'Desk of Karsk' });
  const revoke = await form(item, 'revokeKey');
  await revoke.getByRole('button', { name: 'Revoke' }).click();
  await page.locator('.done', { hasText: 'revoked: Desk of Karsk' }).waitFor();
  assert.equal(await item.count(), 0);
  assert.ok(!(await page.content()).includes(secret));
  assert.deepEqual(complaints, []);
  await context.close();
});

await browser.close();
