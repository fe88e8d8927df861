// Opens examples/observable-plot in a real browser, from an origin of its own, and counts what it
// draws: node observable-plot.mjs BASE_URL [SCREENSHOT]
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { chromium } from 'playwright-core';

const [base, screenshot] = process.argv.slice(2);
if (!base) {
  console.error('usage: node observable-plot.mjs BASE_URL [SCREENSHOT]   (a server with CLAIMBASE_CORS)');
  process.exit(2);
}
const folder = join(import.meta.dirname, '../../examples/observable-plot');
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8' };

const files = createServer(async (request, response) => {
  const path = normalize(new URL(request.url, 'http://localhost').pathname);
  try {
    const content = await readFile(join(folder, path === '/' ? 'index.html' : path));
    response.writeHead(200, { 'content-type': types[extname(path)] ?? types['.html'] }).end(content);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((resolve) => files.listen(0, '127.0.0.1', resolve));
const home = `http://127.0.0.1:${files.address().port}/`;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--no-proxy-server'],
});

async function open(slug) {
  const page = await browser.newPage({ viewport: { width: 1000, height: 900 } });
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto(`${home}?${new URLSearchParams({ server: base, slug })}`);
  await page.locator('#told', { hasNotText: 'Loading' }).waitFor();
  return { page, complaints, told: await page.locator('#told').textContent() };
}

try {
  const slug = 'iran-2018-arrested';
  const rows = await (await fetch(new URL(`/statistics/${slug}.json`, base))).json();
  const said = new Map(rows.map((row) => [`${row.origin} ${row.claim_id}`, row]));
  const figures = [...said.values()];
  const above = figures.filter((row) => row.reading_high === null);
  const below = figures.filter((row) => row.qualifier === 'AT_MOST');
  const exact = figures.filter((row) => row.reading_low === row.reading_high);
  const ranges = figures.length - above.length - below.length - exact.length;
  assert.ok(above.length > 3 && below.length > 0 && exact.length > 3 && ranges > 1);

  const { page, complaints, told } = await open(slug);
  assert.equal(told, `${figures.length} figures from ${rows.length} places`);
  const marks = (label, shape) => page.locator(`#picture g.${label} ${shape}`);
  assert.equal(await marks('one', 'circle').count(), exact.length);
  assert.equal(await marks('range', 'line').count(), ranges);
  assert.equal(await marks('above', 'path').count(), above.length);
  assert.equal(await marks('below', 'path').count(), below.length);
  console.log(`ok      each of ${figures.length} figures is a mark of its kind`);

  // A bound that is open has no place on the scale, so no two arrows differ in length.
  const arrows = marks('above', 'path');
  const widths = await arrows.evaluateAll((paths) => paths.map((path) => path.getBoundingClientRect().width));
  assert.ok(widths.every((width) => Math.abs(width - widths[0]) < 0.5 && width > 20), widths.join());
  const ticks = await page.locator('#picture g[aria-label="x-axis tick label"] text').allTextContents();
  const largest = Math.max(...figures.flatMap((row) => [row.value, row.reading_high ?? 0]));
  const last = Math.max(...ticks.map((tick) => Number(tick.replaceAll(',', ''))));
  assert.ok(last < largest * 1.25, `the scale ends at ${last}, and the largest number is ${largest}`);
  console.log('ok      an open bound is an arrow and ends at no number');

  const text = await page.locator('#picture').textContent();
  for (const { origin } of figures) assert.ok(text.includes(origin), `${origin} is not there`);
  assert.deepEqual(complaints, []);
  console.log('ok      every origin is named, and nothing complains');
  if (screenshot) await page.screenshot({ path: screenshot, fullPage: true });

  const missing = await open('nothing-like-this');
  assert.match(missing.told, /could not be read .* answered 404/);
  console.log('ok      a statistic that is not there is told of');
} finally {
  await browser.close();
  files.close();
}
