// The popup itself: its states, hostile input, many failures, keyboard, widths, copying, accessibility.

import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openClinic, serveClinic, tryUploads } from './clinic.mjs';
import { CASES, isBroken } from './cases.mjs';
import { builtExtension } from './drivers/index.mjs';
import { LAST, MEDIA, PAGE, album, badgeSays, inBrowsers, loadImage, openPopup, urlsOf } from './harness.mjs';
import { explain, readPopup } from './popup.mjs';
import { until } from './until.mjs';

const state = (wanted) => (read) => read.state === wanted;

inBrowsers('a page without Cloudinary media: nothing seen yet', async ({ browser, standIn }) => {
  standIn.page(PAGE, album([]));
  const page = await browser.open(PAGE);
  const { popup } = await openPopup(browser, page, state('empty'));
  assert.ok(await popup.evaluate(() => document.querySelector('[data-state=empty] [data-action=reload]') !== null));
});

inBrowsers('a page where all is well says so', async ({ browser, standIn }) => {
  const url = `${MEDIA}/fine.png`;
  standIn.on(url, {});
  standIn.page(PAGE, album([url]));
  const page = await browser.open(PAGE);
  const { listed } = await openPopup(browser, page, state('fine'));
  assert.deepEqual([listed.failed, listed.warnings, listed.delivered], [0, 0, 1]);
});

inBrowsers('a page of the browser itself: no extension may look', async ({ browser, name }) => {
  const page = await browser.open(name === 'chromium' ? 'chrome://version/' : 'about:support');
  await openPopup(browser, page, state('forbidden'));
});

inBrowsers(
  'a background that does not answer is told of',
  async ({ browser, standIn, name }) => {
    const copy = await mkdtemp(path.join(tmpdir(), 'xcld-'));
    try {
      await cp(builtExtension(name), copy, { recursive: true });
      await writeFile(path.join(copy, 'background.js'), 'chrome.runtime.onMessage.addListener(() => true);\n');
      await browser.install(copy);
      standIn.page(PAGE, album([]));
      const page = await browser.open(PAGE);
      await openPopup(browser, page, state('silent'));
    } finally {
      await rm(copy, { recursive: true, force: true });
    }
  },
  { extension: false },
);

inBrowsers('what fails while the popup is open appears in it', async ({ browser, standIn }) => {
  standIn.page(PAGE, album([`${MEDIA}/first.jpg`]));
  const page = await browser.open(PAGE);
  const { popup } = await openPopup(browser, page, ({ failed }) => failed === 1);
  await loadImage(page, LAST);
  const read = await until('the new failure is listed', async () => {
    const now = await readPopup(popup);
    return urlsOf(now).length === 2 && now;
  });
  assert.deepEqual(urlsOf(read), [`${MEDIA}/first.jpg`, LAST]);
  assert.equal(read.failed, 2);
});

inBrowsers('two thousand failing images are all listed', async ({ browser, standIn }) => {
  const count = 2000;
  const urls = Array.from({ length: count }, (_, index) => `${MEDIA}/many/${index}.jpg`);
  standIn.page(PAGE, album(urls));
  const page = await browser.open(PAGE, { wait: false });
  // How long that takes is up to the machine.
  await until('all images have been asked for', () => new Set(standIn.requests.map(({ url }) => url)).size > urls.length, 200_000);
  await badgeSays(browser, page, '99+');
  // The browser tells of its requests in its own time; the popup would go on growing as it does.
  await until('all failures are in the log', async () => {
    const stored = JSON.stringify(await browser.session());
    return urls.every((url) => stored.includes(url));
  }, 120_000);
  const { listed } = await openPopup(browser, page, (read) => urlsOf(read).length === count);
  assert.equal(listed.failed, count);
  assert.deepEqual(urlsOf(listed), urls.sort());
});

const HOSTILE = {
  markup: '<img src=x onerror="window.hacked=1"><script>window.hacked=2</script><b style="font-size:99px">big</b>',
  entities: '&lt;script&gt;window.hacked=3&lt;/script&gt; "\' ${window.hacked=4} {{constructor}}',
  direction: '\u202Eevil\u202C \u2066isolate שלום עולם مرحبا \u200B\uFEFF end',
  emoji: '👩‍👩‍👧‍👦'.repeat(60),
  long: 'x'.repeat(8000),
  marks: `Z${'\u0301\u0323'.repeat(300)}`,
};
const hostileUrls = Object.fromEntries([
  ...Object.keys(HOSTILE).map((id) => [id, `${MEDIA}/${id}.jpg`]),
  ['url', `${MEDIA}/c_fil,w_300/${'folder-with-a-long-name/'.repeat(60)}${'x'.repeat(480)}.jpg`],
]);

/** Waits for the hostile page's failures, with every group unfolded. */
async function openHostile(browser, standIn) {
  for (const [id, message] of Object.entries(HOSTILE)) standIn.on(hostileUrls[id], { status: 400, message });
  standIn.on(hostileUrls.url, { status: 400, message: 'Invalid crop in transformation: fil' });
  standIn.page(PAGE, album(Object.values(hostileUrls)));
  const page = await browser.open(PAGE);
  const opened = await openPopup(browser, page, ({ failed }) => failed === Object.keys(hostileUrls).length);
  return { page, ...opened };
}

inBrowsers('hostile header text is shown as text, and runs no script', async ({ browser, standIn }) => {
  const { popup } = await openHostile(browser, standIn);
  for (const [id, message] of Object.entries(HOSTILE)) {
    const found = await explain(popup, { url: hostileUrls[id] });
    assert.equal(found.message, message.trim(), id);
  }
  const strange = await popup.evaluate(() => ({
    hacked: window['hacked'] ?? null,
    elements: document.querySelectorAll('[data-part=groups] :is(script, img, b[style], iframe)').length,
  }));
  assert.deepEqual(strange, { hacked: null, elements: 0 });
});

inBrowsers('no width from 320 to 800 pixels makes the popup scroll sideways', async ({ browser, standIn }) => {
  const { page, popup } = await openHostile(browser, standIn);
  await popup.close();
  const tab = await browser.tabId(page);
  // A page of the extension with the popup in a frame: a frame can have any width.
  const frame = await browser.view('tokens.css');
  await frame.evaluate((id) => {
    const popupFrame = document.createElement('iframe');
    popupFrame.src = `/popup.html?tab=${id}`;
    popupFrame.style.cssText = 'position:absolute;top:0;left:0;height:600px;border:0';
    document.body.append(popupFrame);
  }, tab);
  for (const width of [320, 400, 640, 800]) {
    await frame.evaluate((pixels) => { document.querySelector('iframe').style.width = `${pixels}px`; }, width);
    await frame.until('every group is unfolded and explained', (count) => {
      const { contentDocument: inner } = document.querySelector('iframe');
      const groups = [...inner.querySelectorAll('[data-part=groups] > details')];
      for (const group of groups) group.setAttribute('open', '');
      return inner.querySelectorAll('[data-part=exchange]').length === count && groups.every((group) => group.querySelector('.exchange'));
    }, Object.keys(hostileUrls).length);
    const overflow = await frame.evaluate(() => {
      const { contentDocument: inner, contentWindow: view } = document.querySelector('iframe');
      const root = inner.scrollingElement;
      const scrolls = (element) => {
        for (let box = element; box; box = box.parentElement) {
          if (/auto|scroll|hidden|clip/.test(view.getComputedStyle(box).overflowX)) return true;
        }
        return false;
      };
      const wide = [...inner.body.querySelectorAll('*')].filter(
        (element) => element.getBoundingClientRect().right > root.clientWidth + 1 && !scrolls(element),
      );
      return { width: view.innerWidth, over: root.scrollWidth - root.clientWidth, wide: wide.map((element) => element.outerHTML.slice(0, 120)) };
    });
    assert.deepEqual(overflow, { width, over: 0, wide: [] });
  }
});

inBrowsers('what is copied is what is shown, and a report hides secrets', async ({ browser, standIn }) => {
  const url = 'https://res.cloudinary.com/demo/image/authenticated/s--AbCdEf12--/w_abc/shop/invoice.png?__cld_token__=exp=1~hmac=0123456789abcdef';
  standIn.on(url, { status: 400, message: 'Invalid width in transformation: abc' });
  standIn.page(PAGE, album([url]));
  const page = await browser.open(PAGE);
  const { popup } = await openPopup(browser, page, ({ failed }) => failed === 1);
  const copy = async (action) => {
    await popup.click(`[data-action=${action}]`);
    await popup.until('it says that it has copied', (name) => document.querySelector(`[data-action=${name}]`).getAttribute('data-said') === 'Copied', action);
    return browser.clipboard();
  };
  assert.equal(await copy('copy-message'), 'Invalid width in transformation: abc');
  assert.equal(await copy('copy-url'), url);
  const masked = url.replace('AbCdEf12', '***').replace('exp=1~hmac=0123456789abcdef', '***');
  assert.equal(await copy('copy-curl'), `curl -sS -D - -o /dev/null '${masked}'`);
  const report = await copy('copy-report');
  assert.match(report, /Invalid width in transformation: abc/);
  assert.doesNotMatch(report, /AbCdEf12|0123456789abcdef/);
});

inBrowsers('everything can be done with the keyboard', async ({ browser, standIn }) => {
  standIn.on(`${MEDIA}/w_abc/one.jpg`, { status: 400, message: 'Invalid width in transformation: abc' });
  standIn.page(PAGE, album([`${MEDIA}/w_abc/one.jpg`, `${MEDIA}/two.jpg`]));
  const page = await browser.open(PAGE);
  const { popup } = await openPopup(browser, page, ({ failed }) => failed === 2);
  const focused = () =>
    popup.evaluate(() => {
      const element = document.activeElement;
      return `${element.localName}${element.getAttribute('data-action') ? `:${element.getAttribute('data-action')}` : ''}${element.getAttribute('role') ? `[${element.getAttribute('role')}]` : ''}`;
    });
  const isFolded = () => popup.evaluate(() => document.activeElement.localName === 'summary' && !document.activeElement.parentElement.hasAttribute('open'));

  const reached = [];
  const tabTo = async (wanted) => {
    for (let presses = 0; presses < 40; presses += 1) {
      await popup.press('Tab');
      reached.push(await focused());
      if (await wanted(reached.at(-1))) return;
    }
    assert.fail(`the Tab key reached only ${reached.join(', ')}`);
  };
  await tabTo((now) => now === 'button:reload');
  await tabTo((now) => now === 'summary');
  await tabTo((now) => now === 'span[option]');
  const before = await popup.evaluate(() => document.activeElement.textContent);
  await popup.press('ArrowRight');
  const after = await popup.evaluate(() => document.activeElement.textContent);
  assert.notEqual(after, before, 'the arrow keys walk through the URL');
  await tabTo((now) => now === 'button:copy-url');
  await tabTo(isFolded);
  await popup.press('Enter');
  await popup.until('the folded group is open and explained', () => document.activeElement.parentElement.querySelector('.exchange') !== null);
});

const AXE = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

for (const dark of [false, true]) {
  inBrowsers(
    `axe finds nothing to object to, ${dark ? 'dark' : 'light'}`,
    async ({ browser, standIn }) => {
      serveClinic(standIn);
      const page = await openClinic(browser);
      await tryUploads(page);
      const { popup } = await openPopup(browser, page, (read) => urlsOf(read).length >= CASES.filter(isBroken).length);
      for (const id of ['invalid-crop', 'preset-unknown']) await explain(popup, CASES.find((patient) => patient.id === id));
      assert.equal(await popup.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches), dark);
      const run = `(async () => {
        ${await AXE};
        const { violations, passes } = await axe.run(document);
        return { passes: passes.length, violations: violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 160)).join(' | ')) };
      })()`;
      const { passes, violations } = await popup.evaluateText(run);
      assert.deepEqual(violations, []);
      assert.ok(passes > 10, 'axe has looked at the popup');
    },
    { dark },
  );
}
