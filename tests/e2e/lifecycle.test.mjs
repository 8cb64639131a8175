// The background may end at any moment, tabs navigate, windows are private: whose log is whose, and that nothing is lost.

import assert from 'node:assert/strict';
import { LAST, MEDIA, PAGE, album, badgeSays, inBrowsers, listed, loadImage, urlsOf } from './harness.mjs';
import { until } from './until.mjs';

const gone = (count, from = 0) => Array.from({ length: count }, (_, index) => `${MEDIA}/gone-${from + index}.jpg`);
const fine = (standIn, count) =>
  Array.from({ length: count }, (_, index) => `${MEDIA}/fine-${index}.png`).map((url) => (standIn.on(url, {}), url));

inBrowsers('the background is killed between any two requests, and nothing is lost', async ({ browser, standIn }) => {
  standIn.page(PAGE, album([]));
  const page = await browser.open(PAGE);
  const urls = gone(6);
  for (const [index, url] of urls.entries()) {
    await loadImage(page, url);
    await until('the background has seen it', async () => JSON.stringify(await browser.session()).includes(url));
    await browser.killBackground();
    // Half of the next requests find the background stopped, half find it just started by something else.
    if (index % 2 === 1) await loadImage(page, `${MEDIA}/between-${index}.jpg`);
  }
  const between = urls.flatMap((_, index) => (index % 2 === 1 ? [`${MEDIA}/between-${index}.jpg`] : []));
  const read = await listed(browser, page, ({ failed }) => failed >= urls.length + between.length);
  assert.deepEqual(urlsOf(read), [...urls, ...between].sort());
  assert.equal(read.failed, urls.length + between.length);
});

inBrowsers('the request that wakes the background is seen', async ({ browser, standIn }) => {
  standIn.page(PAGE, album(gone(1)));
  await browser.killBackground();
  const page = await browser.open(PAGE);
  await badgeSays(browser, page, '1');
});

inBrowsers('300 unrelated requests cause no event and do not wake the background', async ({ browser, standIn }) => {
  const pictures = Array.from({ length: 300 }, (_, index) => `https://cdn.test/pictures/${index}.png`);
  standIn.handle(({ url }) => (url.startsWith('https://cdn.test/') ? { body: '<svg xmlns="http://www.w3.org/2000/svg"/>', type: 'image/svg+xml' } : undefined));
  standIn.page(PAGE, album([]));
  standIn.page('https://other.test/', album(pictures));
  const page = await browser.open(PAGE);
  await browser.session();
  await browser.killBackground();
  await page.goto('https://other.test/');
  assert.equal(standIn.requests.filter(({ url }) => url.startsWith('https://cdn.test/')).length, 300);
  assert.equal(await browser.backgroundRuns(), false);
  // The same page does wake it as soon as it asks for media: the listeners are there.
  await loadImage(page, LAST);
  await badgeSays(browser, page, '1');
  assert.equal(await browser.backgroundRuns(), true);
});

inBrowsers('the badge counts failures, up to 99+, and comes back with the background', async ({ browser, standIn }) => {
  standIn.page(PAGE, album(gone(3)));
  standIn.page(`${PAGE}many`, album(gone(120)));
  const page = await browser.open(PAGE);
  await badgeSays(browser, page, '3');
  await browser.killBackground();
  await loadImage(page, LAST);
  await badgeSays(browser, page, '4');
  await page.goto(`${PAGE}many`);
  await badgeSays(browser, page, '99+');
});

inBrowsers('warnings have a badge colour of their own', async ({ browser, standIn }) => {
  const url = `${MEDIA}/d_placeholder.png/gone.png`;
  standIn.on(url, { message: 'Resource not found - gone' });
  standIn.page(PAGE, album([url]));
  standIn.page(`${PAGE}broken`, album(gone(1)));
  const page = await browser.open(PAGE);
  const warning = await badgeSays(browser, page, '1');
  await page.goto(`${PAGE}broken`);
  const failure = await until('the colour is another', async () => {
    const badge = await badgeSays(browser, page, '1');
    return String(badge.colour) !== String(warning.colour) && badge;
  });
  assert.notDeepEqual(failure.colour, warning.colour);
});

inBrowsers('each page has its own log, and going back shows it again', async ({ browser, standIn }) => {
  standIn.page(PAGE, album(gone(2)));
  standIn.page(`${PAGE}next`, album(gone(3, 10)));
  const page = await browser.open(PAGE);
  await badgeSays(browser, page, '2');
  const start = await listed(browser, page, ({ failed }) => failed === 2);
  assert.deepEqual(urlsOf(start), gone(2).sort());
  await page.goto(`${PAGE}next`);
  await badgeSays(browser, page, '3');
  const next = await listed(browser, page, ({ failed }) => failed === 3);
  assert.deepEqual(urlsOf(next), gone(3, 10).sort());

  await page.back();
  await page.until('the first page is back', () => location.pathname === '/');
  await badgeSays(browser, page, '2');
  const first = await listed(browser, page, ({ failed }) => failed === 2);
  assert.deepEqual(urlsOf(first), gone(2).sort());

  await page.forward();
  await page.until('the next page is back', () => location.pathname === '/next');
  await badgeSays(browser, page, '3');

  standIn.page(PAGE, album([]));
  await page.goto(`${PAGE}?clean`, { wait: false });
  await badgeSays(browser, page, '');
});

inBrowsers('a tab’s log is its own, and goes with the tab', async ({ browser, standIn }) => {
  standIn.page(PAGE, album(gone(1)));
  standIn.page(`${PAGE}other`, album([`${MEDIA}/in-the-other-tab.jpg`]));
  const page = await browser.open(PAGE);
  await badgeSays(browser, page, '1');
  const other = await browser.open(`${PAGE}other`);
  await badgeSays(browser, other, '1');
  await until('it is stored', async () => JSON.stringify(await browser.session()).includes('in-the-other-tab'));
  await other.close();
  await loadImage(page, LAST);
  await until('the closed tab is forgotten', async () => !JSON.stringify(await browser.session()).includes('in-the-other-tab'));
  const read = await listed(browser, page, ({ failed }) => failed === 2);
  assert.deepEqual(urlsOf(read), [gone(1)[0], LAST].sort());
});

inBrowsers('private windows never mix with others', async ({ browser, standIn }) => {
  standIn.page(`${PAGE}private`, album([`${MEDIA}/secret.jpg`]));
  standIn.page(`${PAGE}start`, album([]));
  standIn.page(PAGE, album(gone(2)));
  const hidden = await browser.openPrivate(`${PAGE}start`);
  await hidden.goto(`${PAGE}private`);
  await badgeSays(browser, hidden, '1');
  const read = await listed(browser, hidden, ({ failed }) => failed === 1);
  assert.deepEqual(urlsOf(read), [`${MEDIA}/secret.jpg`]);
  const page = await browser.open(PAGE);
  await badgeSays(browser, page, '2');
  const open = await listed(browser, page, ({ failed }) => failed === 2);
  assert.deepEqual(urlsOf(open), gone(2).sort());
});

inBrowsers('what works is counted, also when the background ends right after', async ({ browser, standIn }) => {
  standIn.page(PAGE, album(fine(standIn, 5)));
  const page = await browser.open(PAGE);
  await listed(browser, page, ({ delivered }) => delivered === 5);
  await browser.killBackground();
  const read = await listed(browser, page, ({ delivered }) => delivered === 5);
  assert.equal(read.state, 'fine');
});

inBrowsers(
  'a page that is rendered in advance has a log of its own, and its number once it is shown',
  async ({ browser, standIn }) => {
    const rules = JSON.stringify({ prerender: [{ source: 'list', urls: ['/next'], eagerness: 'immediate' }] });
    standIn.page(PAGE, album(gone(1), `<script type="speculationrules">${rules}</script><a href="/next">Next</a>`));
    const later = Array.from({ length: 3 }, (_, index) => `${MEDIA}/in-advance/${index}.jpg`);
    standIn.page(`${PAGE}next`, album(later));
    const page = await browser.open(PAGE, { wait: false });
    await badgeSays(browser, page, '1');
    await until('the next page is rendered in advance', async () => {
      const stored = JSON.stringify(await browser.session());
      return later.every((url) => stored.includes(url));
    });
    const before = await listed(browser, page, ({ failed }) => failed > 0);
    assert.deepEqual(urlsOf(before), gone(1));
    await page.click('a');
    await page.until('the next page is shown', () => location.pathname === '/next' && !(/** @type {any} */ (document).prerendering));
    const { activationStart } = await page.evaluate(() => {
      const [navigation] = performance.getEntriesByType('navigation');
      return { activationStart: /** @type {any} */ (navigation).activationStart };
    });
    assert.ok(activationStart > 0, 'the page was rendered in advance');
    await badgeSays(browser, page, '3');
    const after = await listed(browser, page, ({ failed }) => failed === 3);
    assert.deepEqual(urlsOf(after), later);
  },
  // Firefox renders nothing in advance.
  { only: 'chromium' },
);
