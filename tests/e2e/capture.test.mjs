// What is seen on the wire, and what counts.

import assert from 'node:assert/strict';
import { LAST, MEDIA, PAGE, album, inBrowsers, listed, loadImage, openPopup, urlsOf } from './harness.mjs';
import { explain } from './popup.mjs';
import { REFUSED_HOST } from './stand-in.mjs';

/** Waits until the image that is asked for last is listed. */
const last = (read) => urlsOf(read).includes(LAST);

inBrowsers('messages are shown to the letter, whatever their encoding', async ({ browser, standIn }) => {
  const messages = {
    utf8: { message: 'Größe „zu groß“ – 图像 🦀' },
    latin1: { messageBytes: Buffer.from('Ung\xfcltig: caf\xe9', 'latin1'), shown: 'Ungültig: café' },
    quotes: { message: 'Bad "value" \\ in 100% of <cases> &amp; more' },
    blanks: { message: '  Resource not found -  a  b  ', shown: 'Resource not found -  a  b' },
  };
  const url = (id) => `${MEDIA}/${id}.jpg`;
  for (const [id, { message, messageBytes }] of Object.entries(messages)) {
    standIn.on(url(id), { status: 400, message, messageBytes });
  }
  standIn.page(PAGE, album(Object.keys(messages).map(url)));
  const page = await browser.open(PAGE);
  const { popup } = await openPopup(browser, page, ({ failed }) => failed === 4);
  for (const [id, { message, shown }] of Object.entries(messages)) {
    assert.equal((await explain(popup, { url: url(id) })).message, shown ?? message, id);
  }
});

inBrowsers('a redirect counts once, with the answer at its end', async ({ browser, standIn }) => {
  const [start, middle, end] = ['start', 'middle', 'end'].map((id) => `${MEDIA}/${id}.jpg`);
  standIn.on(start, { status: 302, headers: [['location', middle]], message: 'Moved for now' });
  standIn.on(middle, { status: 301, headers: [['location', end]] });
  standIn.on(end, { status: 404, message: 'Resource not found - end' });
  standIn.page(PAGE, album([start]));
  const page = await browser.open(PAGE);
  await loadImage(page, LAST);
  const read = await listed(browser, page, last);
  assert.deepEqual(urlsOf(read), [end, LAST].sort());
  assert.deepEqual([read.failed, read.warnings, read.delivered], [2, 0, 0]);
});

inBrowsers('a CORS preflight is not counted', async ({ browser, standIn }) => {
  const url = 'https://api.cloudinary.com/v1_1/demo/image/upload';
  standIn.on(url, { status: 400, message: 'Upload preset must be specified when using unsigned upload' });
  standIn.page(PAGE, album([]));
  const page = await browser.open(PAGE);
  await page.evaluate(
    (address) => fetch(address, { method: 'POST', headers: { 'x-requested-with': 'x', 'content-type': 'application/json' }, body: '{}' }).catch(() => {}),
    url,
  );
  assert.deepEqual(standIn.requests.filter((request) => request.url === url).map(({ method }) => method), ['OPTIONS', 'POST']);
  await loadImage(page, LAST);
  const read = await listed(browser, page, last);
  assert.deepEqual([read.failed, read.warnings, read.delivered], [2, 0, 0]);
});

inBrowsers('an image that the cache revalidates is delivered, not a failure', async ({ browser, standIn }) => {
  const url = `${MEDIA}/cached.png`;
  standIn.on(url, ({ headers }) =>
    headers['if-none-match']
      ? { status: 304, headers: [['etag', '"1"'], ['cache-control', 'no-cache']] }
      : { headers: [['etag', '"1"'], ['cache-control', 'no-cache']] },
  );
  standIn.page(PAGE, album([url]));
  const page = await browser.open(PAGE);
  await page.reload();
  await loadImage(page, LAST);
  const read = await listed(browser, page, last);
  assert.ok(standIn.requests.some((request) => request.headers['if-none-match']), 'the browser asked whether it may use its copy');
  assert.deepEqual([read.failed, read.warnings], [1, 0]);
  assert.deepEqual(urlsOf(read), [LAST]);
});

inBrowsers('a host that refuses and a connection that breaks are failures', async ({ browser, standIn }) => {
  const refused = `https://${REFUSED_HOST}/demo/image/upload/refused.jpg`;
  const reset = `${MEDIA}/reset.jpg`;
  standIn.on(reset, { reset: true });
  standIn.page(PAGE, album([refused, reset]));
  const page = await browser.open(PAGE);
  const { popup, listed: read } = await openPopup(browser, page, ({ failed }) => failed === 2);
  assert.deepEqual(urlsOf(read), [refused, reset].sort());
  for (const url of [refused, reset]) {
    const found = await explain(popup, { url });
    assert.equal(found.status, 0, url);
    assert.match(found.message, /^(?:net::|NS_)/, url);
  }
});

inBrowsers('what leaving the page broke off is no failure', async ({ browser, standIn }) => {
  let release;
  const released = new Promise((resolve) => { release = resolve; });
  const slow = `${MEDIA}/slow.jpg`;
  standIn.on(slow, { until: released });
  standIn.page(PAGE, album([slow]));
  standIn.page(`${PAGE}next`, album([LAST]));
  const page = await browser.open(PAGE, { wait: false });
  await page.until('the image is asked for', () => document.images.length === 1 && !document.images[0].complete);
  await page.goto(`${PAGE}next`);
  const read = await listed(browser, page, last);
  release();
  assert.deepEqual(urlsOf(read), [LAST]);
  assert.equal(read.failed, 1);
  await page.back();
  await page.until('the first page is back', () => location.pathname === '/');
});

inBrowsers('what a frame asks for belongs to the page around it', async ({ browser, standIn }) => {
  const inner = `${MEDIA}/inner.jpg`;
  standIn.page('https://widgets.test/', album([inner]));
  standIn.page(PAGE, album([`${MEDIA}/outer.jpg`], '<iframe title="Widget" src="https://widgets.test/"></iframe>'));
  const page = await browser.open(PAGE);
  const read = await listed(browser, page, ({ failed }) => failed === 2);
  assert.deepEqual(urlsOf(read), [inner, `${MEDIA}/outer.jpg`].sort());
});

inBrowsers('what a page’s service worker asks for belongs to the page', async ({ browser, standIn }) => {
  const url = `${MEDIA}/offline.jpg`;
  standIn.on(`${PAGE}sw.js`, {
    type: 'text/javascript',
    body: `addEventListener('install', () => skipWaiting());
      addEventListener('activate', (event) => event.waitUntil(clients.claim()));
      addEventListener('fetch', (event) => { if (event.request.url.includes('cloudinary')) event.respondWith(fetch(event.request)); });`,
  });
  standIn.on(url, { status: 404, message: 'Resource not found - offline' });
  standIn.page(PAGE, album([], '<script>navigator.serviceWorker.register("sw.js")</script>'));
  const page = await browser.open(PAGE);
  await page.until('the service worker controls the page', () => navigator.serviceWorker.controller !== null);
  await loadImage(page, url);
  const { popup, listed: read } = await openPopup(browser, page, ({ failed }) => failed > 0);
  assert.deepEqual(urlsOf(read), [url]);
  assert.equal((await explain(popup, { url })).message, 'Resource not found - offline');
});
