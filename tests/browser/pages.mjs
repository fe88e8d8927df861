// Reads the pages in a real browser with JavaScript off: node pages.mjs BASE_URL [--screenshots FOLDER]
//
// CHROMIUM names the browser, /usr/bin/chromium by default.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
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
  const first = page.getByText('National Council of Resistance of Iran', { exact: true }).first();
  const { y } = await first.boundingBox();
  assert.ok(y < 900, `it stands at ${y}`);
  await context.close();
});

await check('a voice that is quoted by eleven is one row', async () => {
  const { context, page } = await open(STATISTIC);
  const heads = page.locator('#who .group th', { hasText: 'Mahmoud Sadeghi' });
  assert.equal(await heads.count(), 1);
  const open_ = page.locator('#who a.open').first();
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

await check('every page fits a telephone', async () => {
  for (const path of ['/', STATISTIC, '/agents/mek', '/events/iran-protests-2017-18', '/search?q=arrested']) {
    const { context, page } = await open(path, LOOKS.phone);
    const { width } = await page.locator('main').boundingBox();
    assert.ok(width <= 375, `${path} is ${width} wide`);
    const wide = await page.locator('html').evaluate((html) => html.scrollWidth);
    assert.ok(wide <= 375, `${path} scrolls to ${wide}`);
    await context.close();
  }
});

await check('every page is valid HTML', async () => {
  const validator = new HtmlValidate({ extends: ['html-validate:standard'] });
  const claims = await (await fetch(new URL('/claims.json?statistic=iran-2018-arrested', base))).json();
  const paths = ['/', STATISTIC, `${STATISTIC}?page=2`, `${STATISTIC}?asOf=2018-01-10`, `${STATISTIC}/embed`,
    '/agents/mek', '/events/iran-protests-2017-18', `/claims/${claims[0].claim_id}`, '/search?q=arrested',
    '/search', '/statistics/no-such-thing'];
  for (const path of paths) {
    const report = await validator.validateString(await (await fetch(new URL(path, base))).text());
    const wrong = report.results.flatMap((result) => result.messages).map(({ ruleId, message, line }) => `${line}: ${ruleId}: ${message}`);
    assert.deepEqual(wrong, [], path);
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
  for (const [name, path] of Object.entries({ home: '/', statistic: STATISTIC, agent: '/agents/mek', search: '/search?q=arrested' })) {
    for (const [look, options] of Object.entries(LOOKS)) {
      const { context, page } = await open(path, options);
      await page.screenshot({ path: join(values.screenshots, `${name}-${look}.png`) });
      await context.close();
    }
  }
}
await browser.close();
