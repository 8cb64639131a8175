// What the panel of DevTools takes: 50,000 exchanges opened, filtered and scrolled in the real panel, beside a plain list
// of as many rows in the same page. What the open panel costs the page itself is told by page-load.bench.mjs.
//
//   node tests/bench/panel.bench.mjs [--exchanges 50000] [--browser chromium|firefox]

import { parseArgs } from 'node:util';
import { BROWSERS, launch } from '../e2e/drivers/index.mjs';
import { startStandIn } from '../e2e/stand-in.mjs';
import { until } from '../e2e/until.mjs';
import { median } from './extensions.mjs';

const { values: options } = parseArgs({
  options: {
    exchanges: { type: 'string', default: '50000' },
    browser: { type: 'string' },
  },
});
const EXCHANGES = Number(options.exchanges);
const WORDS = ['s', 'sh', 'sho', 'shoe', 'shoes', 'shoes/9', 'shoes/99', ''];

for (const name of BROWSERS.filter((candidate) => !options.browser || candidate === options.browser)) {
  const standIn = await startStandIn();
  standIn.page('https://shop.test/', '<!doctype html><title>Shop</title>');
  try {
    await list(name, standIn);
  } finally {
    await standIn.close();
  }
}

/** Prints how fast the list is, and how fast a plain one. */
async function list(name, standIn) {
  const browser = await launch(name, { standIn });
  try {
    const devtools = await browser.openDevTools(await browser.open('https://shop.test/'));
    const panel = await devtools.panel();
    await panel.until('the panel runs', () => document.querySelector('[data-part=state]').textContent === 'connected');
    for (const [what, measure] of Object.entries({ 'the panel': inPanel, 'a plain list': inPlainList })) {
      const { opened, complete, filtered, frames } = await atLength(panel, measure);
      const sorted = frames.sort((one, other) => one - other);
      const at = (share) => sorted[Math.floor((sorted.length - 1) * share)].toFixed(1);
      console.log(
        `${name}: ${what}, ${EXCHANGES} exchanges: painted after ${opened.toFixed(0)} ms${complete ? ` (all read and counted after ${complete.toFixed(0)} ms, the first keystrokes meanwhile)` : ''}; a keystroke in the filter to painted ` +
          `${median(filtered).toFixed(0)} ms (slowest ${Math.max(...filtered).toFixed(0)}); frames while scrolling ${at(0.5)} ms (95 %: ${at(0.95)}, slowest ${at(1)})`,
      );
    }
  } finally {
    await browser.close();
  }
}

/** What `measure` gives in the panel's page, where it may take longer than a driver waits for an answer. */
async function atLength(panel, measure) {
  await panel.evaluateText(`void (${measure})(${EXCHANGES}, ${JSON.stringify(WORDS)}).then((measured) => { document.measured = measured; })`);
  const measured = await until('all is measured', () => panel.evaluate(() => /** @type {any} */ (document).measured), 600_000);
  await panel.evaluate(() => { delete (/** @type {any} */ (document).measured); });
  return measured;
}

/** Opens a file of `count` exchanges in the panel. Runs in its page. */
async function inPanel(count, words) {
  const part = (name) => /** @type {any} */ (document.querySelector(`[data-part=${name}]`));
  // The frame that is asked for is over when the task behind it runs.
  const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(performance.now()))));
  const causes = ['', 'Invalid crop in transformation: fil', 'Resource not found - shop/shoes', 'Unknown transformation hero', 'Invalid width in transformation: abc'];
  const lines = Array.from({ length: count }, (_, index) => {
    const message = causes[index % causes.length];
    return JSON.stringify({
      url: `https://res.cloudinary.com/demo/image/upload/c_fill,w_${index % 1000}/shop/${index % 3 ? 'shoes' : 'hats'}/${index}.jpg`,
      status: message ? 404 : 200, headers: message ? [['x-cld-error', message]] : [], resource_type: 'image',
    });
  });
  const chosen = new DataTransfer();
  chosen.items.add(new File([lines.join('\n')], 'many.jsonl'));
  const field = part('file');
  field.files = chosen.files;
  const begun = performance.now();
  const isComplete = new Promise((resolve) => {
    // “50000 requests so far” until the last line is read, “… of 50000 requests” where a filter is on.
    const isRead = () => new RegExp(`\\b${count} requests(?! so far)`).test(part('counts').textContent);
    const observer = new MutationObserver(() => isRead() && (observer.disconnect(), resolve(performance.now() - begun)));
    observer.observe(part('counts'), { childList: true, characterData: true, subtree: true });
  });
  field.dispatchEvent(new Event('change'));
  let now = begun;
  while (document.querySelector('[data-state=opened]') === null || document.querySelectorAll('[data-row]').length < 5) now = await painted();
  const opened = now - begun;
  // What is learnt of 50,000 exchanges afterwards is learnt in small pieces; filtering goes on beside that as it does for users.
  const filtered = [];
  for (const word of words) {
    const typed = performance.now();
    part('filter').value = word;
    part('filter').dispatchEvent(new Event('input', { bubbles: true }));
    filtered.push((await painted()) - typed);
  }
  const frames = [];
  let last = await new Promise(requestAnimationFrame);
  for (let frame = 0; frame < 240; frame += 1) {
    part('grid').scrollTop += 700;
    const next = await new Promise(requestAnimationFrame);
    frames.push(next - last);
    last = next;
  }
  return { opened, complete: await isComplete, filtered, frames };
}

/** The same with a row in the page for each exchange. Runs in the panel's page. */
async function inPlainList(count, words) {
  const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(performance.now()))));
  const begun = performance.now();
  const box = document.createElement('div');
  box.style.cssText = 'position:fixed;inset:0;overflow:auto;background:Canvas;z-index:9';
  const rows = Array.from({ length: count }, (_, index) => {
    const row = document.createElement('div');
    row.style.cssText = 'display:grid;grid-template-columns:60px 80px 150px 170px 80px 70px 70px 60px 1fr;height:23px';
    for (const text of ['404', 'delivery', `shop/${index % 3 ? 'shoes' : 'hats'}/${index}`, `c_fill,w_${index % 1000}`, 'jpg', '731 B', '64 ms', 'miss', `No image “shop/${index}”`]) {
      row.append(Object.assign(document.createElement('span'), { textContent: text }));
    }
    return row;
  });
  box.append(...rows);
  document.body.append(box);
  const opened = (await painted()) - begun;
  const texts = rows.map((row) => row.textContent);
  const filtered = [];
  for (const word of words) {
    const typed = performance.now();
    rows.forEach((row, index) => { row.style.display = texts[index].includes(word) ? 'grid' : 'none'; });
    filtered.push((await painted()) - typed);
  }
  const frames = [];
  let last = await new Promise(requestAnimationFrame);
  for (let frame = 0; frame < 240; frame += 1) {
    box.scrollTop += 700;
    const next = await new Promise(requestAnimationFrame);
    frames.push(next - last);
    last = next;
  }
  box.remove();
  return { opened, filtered, frames };
}
