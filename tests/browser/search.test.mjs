// SPDX-License-Identifier: GPL-3.0-or-later
// The web pages as people meet them: in a browser, with and without scripts, light and dark, wide and
// narrow.  SCREENSHOTS=folder keeps a picture of each page for people to look at.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { startBrowser, startSite } from './site.mjs';

const pictures = process.env.SCREENSHOTS;
let site;
let browser;

before(async () => {
  if (pictures) mkdirSync(pictures, { recursive: true });
  site = await startSite();
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  await site?.stop();
});

/** Runs `work` on a new page and then asserts that the browser had nothing to complain about. */
async function onPage(options, work) {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith(site.url)) complaints.push(`leaves the site: ${request.url()}`);
  });
  try {
    await work(page);
  } finally {
    await context.close();
  }
  assert.deepEqual(complaints, []);
}

async function picture(page, name) {
  if (pictures) await page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: false });
}

async function search(page, query) {
  await page.goto(site.url);
  await page.getByRole('searchbox').fill(query);
  await page.getByRole('searchbox').press('Enter');
  await page.waitForURL(/[?&]q=/);
}

/** Follows the first hit and checks that the marked words are in view. */
async function followFirstHit(page) {
  await page.locator('.hits h2 a').first().click();
  await page.waitForURL(/document=[0-9a-f]{16}.*#p\d+$/);
  const target = page.locator('.passage:target');
  await target.waitFor();
  assert.ok((await target.locator('mark').count()) > 0, 'the passage has a marked word');
  const box = await target.locator('mark').first().boundingBox();
  const { height } = page.viewportSize();
  assert.ok(box.y >= 0 && box.y + box.height <= height, `the mark is in view (at ${box.y} of ${height})`);
}

test('an English query leads to the marked paragraph', () =>
  onPage({}, async (page) => {
    await search(page, 'language minorities');
    assert.match(await page.locator('h1').innerText(), /\d+ documents?/);
    await followFirstHit(page);
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    await page.getByRole('link', { name: 'Back to the results' }).click();
    await page.locator('.hits').first().waitFor();
  }));

test('a Russian query in a Russian browser', () =>
  onPage({ locale: 'ru-RU' }, async (page) => {
    await search(page, 'язык меньшинств');
    assert.equal(await page.locator('html').getAttribute('lang'), 'ru');
    assert.match(await page.locator('h1').innerText(), /\d+ документ/);
    assert.equal(await page.getByRole('searchbox').inputValue(), 'язык меньшинств');
    await followFirstHit(page);
  }));

test('a facet adds a filter, its chip removes it', () =>
  onPage({}, async (page) => {
    await search(page, 'language');
    const all = await page.locator('h1').innerText();
    await page.locator('.facets a').first().click();
    await page.locator('.chips a').first().waitFor();
    await page.locator('.chips a').first().click();
    await page.waitForURL((url) => url.searchParams.size === 1);
    assert.equal(await page.locator('h1').innerText(), all);
  }));

test('the language of the pages can be chosen and stays chosen', () =>
  onPage({}, async (page) => {
    await page.goto(site.url);
    await page.getByRole('link', { name: 'По-русски' }).click();
    await page.getByRole('searchbox').fill('язык');
    await page.getByRole('button', { name: 'Найти' }).click();
    await page.waitForURL(/ui=ru/);
    assert.equal(await page.locator('html').getAttribute('lang'), 'ru');
  }));

test('markup in a query is text', () =>
  onPage({}, async (page) => {
    const attack = '"><script>document.title="x"</script><img src=x onerror=alert(1)>';
    await search(page, attack);
    assert.equal(await page.getByRole('searchbox').inputValue(), attack);
    assert.equal(await page.locator('main script, main img').count(), 0);
  }));

test('everything works with scripts off', () =>
  onPage({ javaScriptEnabled: false }, async (page) => {
    await search(page, 'language minorities');
    await page.locator('.filters summary').click();
    await page.locator('#language').selectOption('en');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.waitForURL(/language=en/);
    await followFirstHit(page);
  }));

test('by keyboard alone: skip link, then the search field', () =>
  onPage({}, async (page) => {
    await page.goto(site.url);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'q');
  }));

/** Addresses of one page of each kind. */
async function addresses() {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${site.url}?q=language+minorities`);
  const document = await page.locator('.hits h2 a').first().getAttribute('href');
  await context.close();
  return {
    start: '',
    results: '?q=language+minorities',
    document: document.replace(/^\//, ''),
    nothing: '?q=xyzzyplugh&region=KZ',
    help: 'help',
    error: '?q=a&limit=many',
  };
}

for (const colorScheme of ['light', 'dark']) {
  test(`no accessibility violations, ${colorScheme}`, async () => {
    for (const [name, address] of Object.entries(await addresses())) {
      // An error page is itself an error on the console: that one is not looked at for complaints.
      const context = await browser.newContext({ colorScheme, viewport: { width: 1280, height: 900 } });
      const page = await context.newPage();
      await page.goto(site.url + address);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).slice(0, 3).join(' ')}`);
      await picture(page, `${name}-${colorScheme}`);
      await context.close();
      assert.deepEqual(found, [], `${name}, ${colorScheme}`);
    }
  });
}

// 320 pixels, and 1280 pixels at 400 %, are the same to the layout; at 200 % text alone is twice as big.
for (const [name, zoom] of [['320', 1], ['320-big-text', 2]]) {
  test(`nothing is cut off at 320 pixels${zoom > 1 ? ' with text twice as big' : ''}`, async () => {
    for (const [kind, address] of Object.entries(await addresses())) {
      const context = await browser.newContext({ viewport: { width: 320, height: 800 } });
      const page = await context.newPage();
      await page.goto(site.url + address);
      await page.evaluate((factor) => { document.documentElement.style.fontSize = `${factor * 100}%`; }, zoom);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      await picture(page, `${kind}-${name}`);
      await context.close();
      assert.ok(width <= 320, `${kind} is ${width} pixels wide`);
    }
  });
}
