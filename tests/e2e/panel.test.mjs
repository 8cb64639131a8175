// The panel of DevTools, in the real DevTools: that every request is there once with its cause, whatever happens to the
// page and to the background.

import assert from 'node:assert/strict';
import { CASES } from './cases.mjs';
import { openClinic, serveClinic, tryUploads } from './clinic.mjs';
import { MEDIA, PAGE, album, inBrowsers, loadImage } from './harness.mjs';
import { openPanel, requested, rowsByUrl, shows } from './panel.mjs';

const UPLOAD = 'https://api.cloudinary.com/v1_1/demo/image/upload';
const gone = (count, from = 0) => Array.from({ length: count }, (_, index) => `${MEDIA}/gone/${from + index}.jpg`);
const urls = (read) => read.rows.map(({ url }) => url).sort();

/** Cases that the browser asks for once, as far as can be told: media are asked for in pieces, cut connections again. */
const certain = CASES.filter(({ as, status }) => !['video', 'poster'].includes(as) && status !== 0);

/** Whether each of `cases` is listed with its cause. */
const listsAll = (cases) => (read) =>
  cases.every(({ url, code }) => {
    const { href } = new URL(url);
    return read.rows.some((row) => row.url === href && (code === undefined || row.code === code));
  });

/** Every URL that went to `standIn` since `since` is listed as often as it was asked for. */
function assertOnce(read, standIn, since = 0) {
  const asked = requested(standIn, since);
  const rows = rowsByUrl(read.rows);
  const wrong = [...new Set(certain.map((patient) => new URL(patient.url).href))].filter((url) => asked.has(url) && rows.get(url) !== asked.get(url));
  const shown = read.lines.filter(({ kind, url }) => kind !== 'row' || wrong.includes(url)).map(({ text, cells }) => cells ?? text);
  assert.deepEqual(wrong, [], JSON.stringify(shown));
}

inBrowsers('the clinic’s cases are all there with their causes: seen before the panel, and again after a reload', async ({ browser, standIn }) => {
  serveClinic(standIn);
  const page = await openClinic(browser);
  await tryUploads(page);
  const { panel, read } = await openPanel(browser, page, listsAll(CASES));
  assertOnce(read, standIn);
  assert.equal(read.lines.filter(({ kind }) => kind === 'page').length, 1);

  const since = standIn.requests.length;
  // What was delivered the browser may take from its memory then: without a request, and without headers.
  const visible = CASES.filter(({ as, status = 200 }) => as !== 'upload' && (status === 0 || status >= 400));
  await page.reload();
  const again = await shows(panel, (now) => listsAll(visible)(now) && !now.rows.some(({ url }) => url === UPLOAD));
  assertOnce(again, standIn, since);
});

inBrowsers('a background that is ended in mid-load costs no request and doubles none', async ({ browser, standIn }) => {
  let release = () => {};
  const held = new Promise((resolve) => { release = () => resolve(undefined); });
  const [first, second, third] = gone(3);
  standIn.on(second, { status: 404, message: 'Resource not found - gone/1', until: held });
  standIn.on(third, { status: 400, message: 'Invalid crop in transformation: fil', until: held });
  standIn.page(PAGE, album([]));
  const page = await browser.open(PAGE);
  const { panel } = await openPanel(browser, page, ({ state }) => state === 'connected');
  standIn.page(PAGE, album([first, second, third]));
  await page.goto(PAGE, { wait: false });
  await shows(panel, (read) => urls(read).length === 3 && read.rows.filter(({ tone }) => tone === 'waiting').length === 2, 'two requests wait for an answer');
  await browser.killBackground();
  release();
  const read = await shows(panel, (now) => now.rows.length >= 3 && now.rows.every(({ tone }) => tone === 'failure'), 'both answers are there');
  assert.deepEqual(urls(read), gone(3));
  const after = `${MEDIA}/after.jpg`;
  await loadImage(page, after);
  const last = await shows(panel, (now) => urls(now).includes(after) && now.rows.every(({ tone }) => tone === 'failure'));
  assert.deepEqual(urls(last), [after, ...gone(3)].sort());
});

inBrowsers('without access to the site DevTools tell all, the body of a failed upload included', async ({ browser, standIn }) => {
  standIn.on(UPLOAD, { status: 400, message: 'Upload preset not found', without: ['x-cld-error', 'server-timing'] });
  const fine = `${MEDIA}/fine.png`;
  standIn.on(fine, {});
  standIn.page(PAGE, album([...gone(2), fine]));
  await browser.withholdAccess();
  const page = await browser.open(PAGE);
  const { panel } = await openPanel(browser, page);
  await page.reload();
  await shows(panel, ({ rows }) => rows.length >= 3, 'the images are listed');
  await page.evaluate((url) => {
    const form = new FormData();
    form.append('upload_preset', 'nope');
    form.append('file', new Blob(['x'], { type: 'image/png' }), 'a.png');
    return fetch(url, { method: 'POST', body: form }).then((answer) => answer.text());
  }, UPLOAD);
  const read = await shows(panel, ({ rows }) => rows.some(({ code }) => code === 'upload-preset-unknown'), 'the upload is diagnosed');
  assert.deepEqual(urls(read), [UPLOAD, ...gone(2), fine].sort());
  assert.deepEqual(read.rows.filter(({ tone }) => tone === 'failure').length, 3);
});

inBrowsers('a navigation begins anew, and keeps what was if the log is preserved', async ({ browser, standIn }) => {
  standIn.page(PAGE, album(gone(2)));
  standIn.page('https://other.test/', album(gone(1, 10)));
  const page = await browser.open(PAGE);
  const { panel } = await openPanel(browser, page, ({ rows }) => rows.length === 2);
  await page.goto('https://other.test/');
  const next = await shows(panel, (read) => urls(read).join() === gone(1, 10).join());
  assert.match(next.lines[0].text, /^other\.test\//);

  await panel.click('[data-part=preserve]');
  await page.goto(PAGE);
  // The first rows of a page may be there a moment before the news of its navigation.
  const kinds = (read) => read.lines.map(({ kind }) => kind).join(' ');
  const both = await shows(panel, (read) => kinds(read) === 'page row page row row');
  assert.match(both.lines[2].text, /^shop\.test\//);
  await page.reload();
  await shows(panel, (read) => kinds(read) === 'page row page row row page row row');

  // Back to a page whose document the browser may have kept: what followed it stays under its own page.
  await page.goto('https://other.test/');
  await shows(panel, (read) => kinds(read) === 'page row page row row page row row page row');
  await page.back();
  await page.until('the page before is back', () => location.host === 'shop.test');
  await shows(panel, (read) => kinds(read).startsWith('page row page row row page row row page row page'));

  await panel.click('[data-action=clear]');
  await shows(panel, ({ rows, notice }) => rows.length === 0 && notice === 'empty');
  await loadImage(page, `${MEDIA}/later.jpg`);
  const later = await shows(panel, ({ rows }) => rows.length > 0);
  assert.deepEqual(urls(later), [`${MEDIA}/later.jpg`]);
});

inBrowsers('each DevTools window has the log of its own tab', async ({ browser, standIn }) => {
  standIn.page(PAGE, album(gone(2)));
  standIn.page('https://other.test/', album(gone(3, 10)));
  const page = await browser.open(PAGE);
  const one = await openPanel(browser, page, ({ rows }) => rows.length === 2);
  const otherPage = await browser.open('https://other.test/');
  const other = await openPanel(browser, otherPage, ({ rows }) => rows.length === 3);
  assert.deepEqual(urls(other.read), gone(3, 10));
  await loadImage(otherPage, `${MEDIA}/one-more.jpg`);
  await shows(other.panel, (read) => urls(read).includes(`${MEDIA}/one-more.jpg`));
  await other.devtools.close();
  await page.front();
  await loadImage(page, `${MEDIA}/here.jpg`);
  const here = await shows(one.panel, ({ rows }) => rows.length >= 3);
  assert.deepEqual(urls(here), [...gone(2), `${MEDIA}/here.jpg`].sort());
});

inBrowsers('DevTools may be docked elsewhere, or have a window of their own', async ({ browser, standIn }) => {
  standIn.page(PAGE, album(gone(2)));
  const page = await browser.open(PAGE);
  const { devtools, panel } = await openPanel(browser, page, ({ rows }) => rows.length === 2);
  const expected = gone(2);
  for (const side of ['undocked', 'right', 'bottom']) {
    await devtools.dock(side);
    expected.push(`${MEDIA}/${side}.jpg`);
    await loadImage(page, `${MEDIA}/${side}.jpg`);
    const read = await shows(panel, ({ rows }) => rows.length >= expected.length && rows.every(({ tone }) => tone === 'failure'), `all is there at the ${side}`);
    assert.deepEqual(urls(read), expected.toSorted(), side);
  }
});

inBrowsers('an extension that is updated while its panel is open has one again, with what the page remembers', async ({ browser, standIn }) => {
  standIn.page(PAGE, album(gone(2)));
  const page = await browser.open(PAGE);
  await openPanel(browser, page, ({ rows }) => rows.length === 2);
  await browser.install();
  await page.front();
  // Chromium closes DevTools with the extension, Firefox puts the new panel in the place of the old.
  const { panel } = await openPanel(browser, page, ({ state }) => state === 'connected');
  await loadImage(page, `${MEDIA}/after.jpg`);
  const read = await shows(panel, (now) => urls(now).includes(`${MEDIA}/after.jpg`) && now.rows.length >= 3);
  assert.deepEqual(urls(read), [`${MEDIA}/after.jpg`, ...gone(2)].sort());
});

inBrowsers(
  'a page that crashed is followed again once it is reloaded',
  async ({ browser, standIn }) => {
    standIn.page(PAGE, album(gone(2)));
    const page = await browser.open(PAGE);
    const { panel } = await openPanel(browser, page, ({ rows }) => rows.length === 2);
    await page.crash();
    await page.goto(PAGE);
    await loadImage(page, `${MEDIA}/after.jpg`);
    const read = await shows(panel, (now) => urls(now).includes(`${MEDIA}/after.jpg`) && now.rows.every(({ tone }) => tone === 'failure'));
    assert.deepEqual(urls(read), [`${MEDIA}/after.jpg`, ...gone(2)].sort());
  },
  // Firefox shows another page in the place of one that crashed, and closes DevTools.
  { only: 'chromium' },
);
