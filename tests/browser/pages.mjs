// Reads the pages in a real browser with JavaScript off: node pages.mjs BASE_URL [--screenshots FOLDER]
//
// CHROMIUM names the browser, /usr/bin/chromium by default.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { HtmlValidate } from 'html-validate';
import { chromium } from 'playwright-core';

const { values, positionals } = parseArgs({
  options: { screenshots: { type: 'string' } },
  allowPositionals: true,
});
const base = new URL(positionals[0]);
const STATISTIC = '/statistics/iran-2018-arrested';
const LOOKS = {
  light: { viewport: { width: 1000, height: 1100 } },
  dark: { viewport: { width: 1000, height: 1100 }, colorScheme: 'dark' },
  phone: { viewport: { width: 375, height: 812 }, deviceScaleFactor: 2 },
};

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});

/** Opens a page and keeps what it asked for and complained about. */
async function open(path, look = LOOKS.light) {
  const context = await browser.newContext({ javaScriptEnabled: false, ...look });
  const page = await context.newPage();
  const seen = { hosts: new Set(), complaints: [] };
  context.on('request', (request) => seen.hosts.add(new URL(request.url()).host));
  page.on('console', (message) => {
    if (message.type() === 'error') seen.complaints.push(message.text());
  });
  const response = await page.goto(new URL(path, base).href);
  assert.equal(response.status(), 200, `${path} answered ${response.status()}`);
  return { context, page, seen };
}

async function check(what, body) {
  try {
    await body();
    console.log(`ok    ${what}`);
  } catch (error) {
    console.log(`FAIL  ${what}: ${error.message}`);
    process.exitCode = 1;
  }
}

/** The colour behind the page. */
const paper = (page) => page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor);

await check('the answer is read without JavaScript, from this host alone', async () => {
  const { context, page, seen } = await open(STATISTIC);
  const sentence = await page.locator('.sentence').innerText();
  assert.match(sentence, /^3,700 to 8,000 said; 29 attributions, 7 to 14 independent origins; contested\.$/);
  assert.equal(await page.locator('#who tbody').count(), 14);
  assert.deepEqual([...seen.hosts], [base.host]);
  assert.deepEqual(seen.complaints, []);
  await context.close();
});

await check('the answer and the first voices stand on the first screen', async () => {
  const { context, page } = await open(STATISTIC);
  const first = page.locator('.chart .name', { hasText: 'National Council of' }).first();
  const { y } = await first.boundingBox();
  assert.ok(y < 900, `it stands at ${y}`);
  await context.close();
});

await check('a voice that is quoted by eleven is one row', async () => {
  const { context, page } = await open(STATISTIC);
  const heads = page.locator('#who .group th', { hasText: 'Mahmoud Sadeghi' });
  assert.equal(await heads.count(), 1);
  const open_ = page.locator('#who blockquote a').first();
  assert.match(await open_.getAttribute('href'), /#:~:text=/);
  await context.close();
});

await check('the keyboard reaches the content first, then everything', async () => {
  const { context, page } = await open(STATISTIC);
  await page.keyboard.press('Tab');
  const skip = page.locator('.skip');
  assert.ok((await skip.boundingBox()).x >= 0, 'the way to the content is seen once it is reached');
  await page.keyboard.press('Enter');
  assert.equal(new URL(page.url()).hash, '#main');
  await context.close();
});

await check('the form narrows the page by its address', async () => {
  const { context, page } = await open(STATISTIC);
  await page.locator('.filters summary').click();
  await page.locator('#as-of').fill('2018-01-10');
  await page.locator('.filters button').click();
  await page.waitForURL(/asOf=2018-01-10/);
  assert.match(await page.locator('.narrowed').innerText(), /by 10 Jan 2018/);
  await context.close();
});

const claims = await (await fetch(new URL('/claims.json?statistic=iran-2018-arrested', base))).json();
const claim = `/claims/${claims[0].claim_id}`;
const source = await sourceOf(claims[0].claim_id);
const PAGES = ['/', STATISTIC, `${STATISTIC}?page=2`, `${STATISTIC}?asOf=2018-01-10`, '/agents/mek',
  '/events/iran-protests-2017-18', claim, source, '/search', '/search?q=arrested',
  '/search?q=arrested&agent=mahmoud-sadeghi', '/findings', '/findings?code=MISSING_DATE&resolution=ANY', '/review',
  '/places/iran', '/measures/people-arrested', `${claim}?other=${claims.at(-1).claim_id}`, '/enter', '/keys'];

/** The page of the first source of a claim. */
async function sourceOf(id) {
  const query = `{ claim(id: "${id}") { attributions(first: 1) { nodes { source { id } } } } }`;
  const response = await fetch(new URL(`/graphql?query=${encodeURIComponent(query)}`, base));
  const { data } = await response.json();
  return `/sources/${data.claim.attributions.nodes[0].source.id}`;
}

await check('every page fits a telephone', async () => {
  for (const path of PAGES) {
    const { context, page } = await open(path, LOOKS.phone);
    const { width } = await page.locator('main').boundingBox();
    assert.ok(width <= 375, `${path} is ${width} wide`);
    const wide = await page.locator('html').evaluate((html) => html.scrollWidth);
    assert.ok(wide <= 375, `${path} scrolls to ${wide}`);
    await context.close();
  }
});

await check('every page is less than 100 kB', async () => {
  for (const path of PAGES) {
    const page = await (await fetch(new URL(path, base))).arrayBuffer();
    assert.ok(page.byteLength < 100_000, `${path} has ${page.byteLength} bytes`);
  }
});

await check('every page is valid HTML', async () => {
  const validator = new HtmlValidate({ extends: ['html-validate:standard'] });
  for (const path of [...PAGES, `${STATISTIC}/embed`, '/statistics/no-such-thing']) {
    const report = await validator.validateString(await (await fetch(new URL(path, base))).text());
    const wrong = report.results.flatMap((result) => result.messages).map(({ ruleId, message, line }) => `${line}: ${ruleId}: ${message}`);
    assert.deepEqual(wrong, [], path);
  }
});

await check('axe finds nothing on any page, light or dark, with every form open', async () => {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  for (const path of [...PAGES, `${STATISTIC}/embed`, '/statistics/no-such-thing']) {
    for (const look of [LOOKS.light, LOOKS.dark, LOOKS.phone]) {
      // The policy of a page lets no script in but its own.
      const context = await browser.newContext({ ...look, bypassCSP: true });
      const page = await context.newPage();
      await page.goto(new URL(path, base).href);
      for (const details of await page.locator('details').all()) await details.evaluate((it) => { it.open = true; });
      await page.addScriptTag({ content: axe });
      const violations = await page.evaluate(async () => (await globalThis.axe.run()).violations);
      const told = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ')}`);
      assert.deepEqual(told, [], `${path} ${JSON.stringify(look)}`);
      await context.close();
    }
  }
});

await check('dark is dark, and a picture alone has its style', async () => {
  const dark = await open(STATISTIC, LOOKS.dark);
  assert.equal(await paper(dark.page), 'rgb(21, 23, 26)');
  await dark.context.close();
  const { context, page, seen } = await open(`${STATISTIC}.svg`);
  const fill = await page.locator('circle.dot').first().evaluate((dot) => getComputedStyle(dot).fill);
  assert.equal(fill, 'rgb(0, 114, 178)');
  assert.deepEqual(seen.complaints, []);
  await context.close();
});

if (values.screenshots) {
  mkdirSync(values.screenshots, { recursive: true });
  for (const [name, path] of Object.entries({ home: '/', statistic: STATISTIC, claim, agent: '/agents/mek', search: '/search?q=arrested', findings: '/findings', review: '/review', enter: '/enter', measure: '/measures/people-arrested' })) {
    for (const [look, options] of Object.entries(LOOKS)) {
      const { context, page } = await open(path, options);
      await page.screenshot({ path: join(values.screenshots, `${name}-${look}.png`) });
      await context.close();
    }
  }
}
await browser.close();
