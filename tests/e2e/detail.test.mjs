// The right side of the panel: what is told of one request, in the real DevTools.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { MEDIA, PAGE, album, inBrowsers, loadImage } from './harness.mjs';

const AXE = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const TABS = ['diagnosis', 'url', 'headers', 'request', 'response', 'timing'];

/** Opens the panel for `page` and in it the detail of its only request. */
async function openDetail(browser, page) {
  const panel = await (await browser.openDevTools(page)).panel();
  await selectOnly(panel);
  return panel;
}

/** Opens the panel before anything is asked for: of what was delivered earlier, nobody has kept the headers. */
async function openConnected(browser, page) {
  const panel = await (await browser.openDevTools(page)).panel();
  await panel.until('the panel is connected', () => document.querySelector('[data-part=state]').textContent === 'connected');
  return panel;
}

async function selectOnly(panel) {
  await panel.until('the only request is listed and selected', () => {
    const rows = [...document.querySelectorAll('[data-row]')];
    if (rows.length === 1 && rows[0].getAttribute('aria-selected') === 'true') return true;
    /** @type {HTMLElement | undefined} */ (rows[0])?.click();
    return false;
  });
}

/** Opens a tab, and gives its text as soon as it holds `expected`. */
async function openTab(panel, name, expected) {
  await panel.evaluate((tab) => /** @type {HTMLElement} */ (document.querySelector(`[data-tab=${tab}]`)).click(), name);
  return panel.until(`the tab ${name} says “${expected}”`, (text) => {
    const pane = /** @type {HTMLElement} */ (document.querySelector('[data-part=pane]')).innerText;
    return pane.includes(text) ? pane : Promise.reject(new Error(pane));
  }, expected);
}

inBrowsers('a refused delivery is explained tab by tab, and its corrected URL is tried once, on a click', async ({ browser, standIn }) => {
  const [wrong, right] = [`${MEDIA}/s--abcdefgh--/c_fil,w_300/shoes.jpg`, `${MEDIA}/s--abcdefgh--/c_fill,w_300/shoes.jpg`];
  standIn.on(wrong, { status: 400, message: 'Invalid crop in transformation: fil' });
  standIn.on(right, { status: 200 });
  standIn.page(PAGE, album([wrong]));
  const panel = await openDetail(browser, await browser.open(PAGE));
  const asked = () => standIn.requests.filter(({ url }) => url === right).length;

  await openTab(panel, 'diagnosis', 'is not a crop mode');
  assert.equal(await panel.evaluate(() => document.querySelector('[data-part=pane] [data-part=url] mark').textContent), 'fil');
  assert.equal(asked(), 0);
  await panel.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('[data-action=try]')).click());
  const tried = await openTab(panel, 'diagnosis', 'Repaired');
  assert.match(tried, /400\s+Invalid crop in transformation: fil/);
  assert.match(tried, /200\s+none/);
  assert.match(tried, /one minute up to a day/);
  assert.equal(asked(), 1);

  const apart = await openTab(panel, 'url', 'crop mode');
  assert.match(apart, /w_300\s+width\s+300 pixels/);
  const marked = await panel.evaluate(() => {
    const row = /** @type {HTMLElement} */ ([...document.querySelectorAll('[data-at]')].find((line) => line.textContent.startsWith('w_300')));
    row.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }));
    return [document.querySelector('.pointed').textContent, document.querySelector('.faulty code').textContent];
  });
  assert.deepEqual(marked, ['w_300', 'c_fil']);

  assert.match(await openTab(panel, 'headers', 'x-cld-error'), /Fastly’s edge did not have this and asked Cloudinary/);
  const request = await openTab(panel, 'request', 'GET');
  assert.match(request, /s--\*\*\*--/);
  assert.doesNotMatch(request, /abcdefgh/);
  assert.match(await openTab(panel, 'response', '400'), /image\/gif/);
  assert.match(await openTab(panel, 'timing', 'Edge (Fastly)'), /184 ms/);
  for (const tab of TABS) {
    await openTab(panel, tab, '');
    const found = await panel.evaluateText(`(async () => {
      ${AXE};
      const { violations } = await axe.run('[data-part=detail]');
      return violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ target }) => target).join(' '));
    })()`);
    assert.deepEqual(found, [], tab);
  }
});

inBrowsers('what was delivered is told with what it was made of', async ({ browser, standIn }) => {
  const url = `${MEDIA}/f_auto,w_800/hero`;
  const told =
    'cld-cloudflare;dur=728;desc=hit,rtt;dur=7,content-info;desc="width=800,height=600,bytes=41000,format="avif",' +
    'owidth=4000,oheight=3000,obytes=3100000,oformat="jpg",ef=(1,11);";cloudinary;dur=459,transformation;dur=314';
  standIn.on(url, { status: 200, headers: [['server-timing', told]] });
  standIn.page(PAGE, album([]));
  const page = await browser.open(PAGE);
  const panel = await openConnected(browser, page);
  await loadImage(page, url);
  await selectOnly(panel);
  assert.match(await openTab(panel, 'diagnosis', '41 kB'), /4000 × 3000 JPEG 3\.1 MB → 800 × 600 AVIF 41 kB/);
  await openTab(panel, 'headers', 'edge had this in its cache');
  const timing = await openTab(panel, 'timing', 'Cache hit');
  for (const words of [/728 ms/, /459 ms/, /314 ms/]) assert.match(timing, words);
});

inBrowsers('an upload shows its fields without its secrets, and the answer’s body', async ({ browser, standIn }) => {
  const url = 'https://api.cloudinary.com/v1_1/demo/image/upload';
  standIn.on(url, { status: 400, message: 'Upload preset not found' });
  standIn.page(PAGE, album([]));
  const page = await browser.open(PAGE);
  const panel = await openConnected(browser, page);
  await page.evaluate(async (address) => {
    const form = new FormData();
    form.append('file', new File(['x'], 'cat.png', { type: 'image/png' }));
    form.append('upload_preset', 'web_unsignd');
    form.append('api_key', '123456789012345');
    await fetch(address, { method: 'POST', body: form });
  }, url);
  await selectOnly(panel);
  const request = await openTab(panel, 'request', 'web_unsignd');
  assert.match(request, /POST/);
  assert.match(request, /cat\.png/);
  assert.match(request, /api_key\s+\*\*\*/);
  assert.equal(await panel.evaluate(() => document.querySelector('dt.faulty').textContent), 'upload_preset');
  assert.match(await openTab(panel, 'response', '"message"'), /\{\s+"error": \{\s+"message": "Upload preset not found"/);
});

inBrowsers('the tabs are one stop for the Tab key, and the arrows move between them', async ({ browser, standIn }) => {
  const url = `${MEDIA}/gone.jpg`;
  standIn.page(PAGE, album([url]));
  const panel = await openDetail(browser, await browser.open(PAGE));
  const open = () =>
    panel.evaluate(() => [...document.querySelectorAll('[role=tab]')].filter((tab) => tab.getAttribute('aria-selected') === 'true' && tab.getAttribute('tabindex') === '0' && tab === document.activeElement).map((tab) => tab.getAttribute('data-tab')));
  await panel.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('[data-tab=diagnosis]')).focus());
  assert.deepEqual(await open(), ['diagnosis']);
  for (const [key, tab] of [['ArrowRight', 'url'], ['End', 'timing'], ['ArrowRight', 'diagnosis'], ['ArrowLeft', 'timing'], ['Home', 'diagnosis']]) {
    await panel.press(key);
    await panel.until(`${key} opens ${tab}`, (name) => document.activeElement?.getAttribute('data-tab') === name, tab);
    assert.deepEqual(await open(), [tab]);
  }
  assert.equal(await panel.evaluate(() => document.querySelectorAll('[role=tab][tabindex="0"]').length), 1);
});

inBrowsers('the tab that was open is open again when DevTools are opened anew', async ({ browser, standIn }) => {
  const url = `${MEDIA}/gone.jpg`;
  standIn.on(url, { status: 404, message: 'Resource not found - gone' });
  standIn.page(PAGE, album([url]));
  const page = await browser.open(PAGE);
  const devtools = await browser.openDevTools(page);
  const first = await devtools.panel();
  await selectOnly(first);
  await openTab(first, 'timing', 'ms');
  await devtools.close();
  const panel = await openDetail(browser, page);
  await selectOnly(panel);
  const open = await panel.until('the tab is open', () => {
    const tab = document.querySelector('[role=tab][aria-selected=true]');
    return { name: tab.getAttribute('data-tab'), stop: tab.getAttribute('tabindex'), pane: document.querySelector('[data-part=pane]').getAttribute('aria-labelledby') };
  });
  assert.deepEqual(open, { name: 'timing', stop: '0', pane: 'tab-timing' });
});
