// What happened before the extension was there, or where it may not look, as far as the page itself remembers.

import assert from 'node:assert/strict';
import { LAST, MEDIA, PAGE, album, badgeSays, inBrowsers, listed, loadImage, openPopup, urlsOf } from './harness.mjs';
import { explain } from './popup.mjs';
import { until } from './until.mjs';

const URLS = ['one', 'two', 'three'].map((id) => `${MEDIA}/${id}.jpg`);

inBrowsers(
  'a page that was loaded before the extension was installed is explained',
  async ({ browser, standIn, name }) => {
    for (const url of URLS) standIn.on(url, { status: 404, message: `Resource not found - ${url.at(-5)}` });
    standIn.page(PAGE, album(URLS));
    const page = await browser.open(PAGE);
    await browser.install();
    const { popup, listed: read } = await openPopup(browser, page, ({ failed }) => failed === 3);
    assert.deepEqual(urlsOf(read), [...URLS].sort());
    const found = await explain(popup, { url: URLS[0] });
    assert.match(found.seen, /seen in the page/);
    // Firefox tells the URL of an image that failed, and no more.
    if (name === 'chromium') {
      assert.equal(found.message, 'Resource not found - e');
      assert.match(found.requestId, /^[0-9a-f]{32}$/);
    }
    await popup.close();
    // Looking again, and seeing the same media in another way, counts nothing twice.
    await loadImage(page, LAST);
    const again = await listed(browser, page, (now) => urlsOf(now).includes(LAST));
    assert.equal(again.failed, 4);
    assert.equal(urlsOf(again).length, 4);
  },
  { extension: false },
);

inBrowsers('what was seen on the wire is not counted again from the page', async ({ browser, standIn }) => {
  standIn.page(PAGE, album([...URLS, URLS[0]]));
  const page = await browser.open(PAGE);
  const asked = standIn.requests.filter(({ url }) => URLS.includes(url)).length;
  const first = await listed(browser, page, ({ failed }) => failed >= asked);
  for (let round = 0; round < 2; round += 1) {
    const again = await listed(browser, page, ({ failed }) => failed >= asked);
    assert.deepEqual([again.failed, urlsOf(again)], [first.failed, urlsOf(first)]);
  }
  assert.equal(first.failed, asked);
});

inBrowsers(
  'where access is withheld, the popup says so and tells what the page remembers',
  async ({ browser, standIn, name }) => {
    for (const url of URLS) standIn.on(url, { status: 404, message: `Resource not found - ${url}` });
    standIn.page(PAGE, album(URLS));
    // Chromium answers a click with a message of its own where the page's requests were withheld: it must be reloaded.
    const page = await browser.open(PAGE);
    await browser.install();
    await browser.withholdAccess();
    const { popup, listed: read } = await openPopup(browser, page, ({ state, failed }) => state === 'withheld' && failed === 3);
    assert.deepEqual(urlsOf(read), [...URLS].sort());
    assert.ok(await popup.evaluate(() => document.querySelector('[data-state=withheld] [data-action=grant]') !== null));
    if (name === 'chromium') {
      assert.equal((await explain(popup, { url: URLS[1] })).message, `Resource not found - ${URLS[1]}`);
    }
  },
  { extension: false },
);

inBrowsers(
  'access that was withheld can be granted in the popup',
  async ({ browser, standIn }) => {
    standIn.page(PAGE, album([]));
    const page = await browser.open(PAGE);
    await browser.install();
    await browser.withholdAccess();
    await loadImage(page, `${MEDIA}/unseen.jpg`);
    const { popup } = await openPopup(browser, page, ({ state }) => state === 'withheld');
    await popup.click('[data-state=withheld] [data-action=grant]');
    await browser.allowWhatIsAsked();
    await until('the question is answered', () => browser.inExtension(() => browser.permissions.contains({ origins: ['*://*/*'] })));
    await loadImage(page, LAST);
    // What the page remembered, and what the network told.
    await badgeSays(browser, page, '2');
    const read = await listed(browser, page, ({ failed }) => failed === 2);
    assert.equal(read.state, null);
  },
  // Chromium asks in a window of its own, which no protocol reaches.
  { extension: false, only: 'firefox' },
);
