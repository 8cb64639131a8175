// What xcld costs a page: the load time of a page with 1,000 working Cloudinary images, first with xcld, with an
// extension that has one empty onHeadersReceived listener with the same filter, and with none; then with xcld and its
// panel open in DevTools, with DevTools alone, and with neither. Paired runs, in alternating order.
//
//   node tests/bench/page-load.bench.mjs [--rounds 9] [--images 1000] [--browser chromium|firefox] [--only listeners|panel]

import { parseArgs } from 'node:util';
import { BROWSERS, launch } from '../e2e/drivers/index.mjs';
import { startStandIn } from '../e2e/stand-in.mjs';
import { emptyListener, median, remove } from './extensions.mjs';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '9' },
    images: { type: 'string', default: '1000' },
    browser: { type: 'string' },
    only: { type: 'string' },
  },
});
const COUNT = Number(options.images);
const ROUNDS = Number(options.rounds);

for (const name of BROWSERS.filter((candidate) => !options.browser || candidate === options.browser)) {
  const empty = await emptyListener(name);
  try {
    if (options.only !== 'panel') await compare(name, { xcld: {}, 'empty listener': { extension: empty }, none: { extension: false } });
    if (options.only !== 'listeners') {
      await compare(name, { panel: { devtools: true }, 'DevTools alone': { extension: false, devtools: true }, none: { extension: false } });
    }
  } finally {
    await remove(empty);
  }
}

/**
 * Prints the load times of browsers of this name that differ in what they are launched with, and their ratios: the first
 * to the second and to the third, the second to the third.
 *
 * @param {string} name
 * @param {Record<string, { extension?: string | false, devtools?: boolean }>} contenders
 */
async function compare(name, contenders) {
  const standIn = await startStandIn();
  // Every round has addresses of its own, so that no cache answers.
  standIn.handle(({ url }) => {
    const { hostname, pathname } = new URL(url);
    if (hostname === 'res.cloudinary.com') return {};
    const images = Array.from({ length: COUNT }, (_, index) => `<img alt="" src="https://res.cloudinary.com/demo/image/upload${pathname}/${index}.png">`);
    return { type: 'text/html', body: `<!doctype html><title>Album</title>${images.join('')}` };
  });
  const open = [];
  try {
    const pages = new Map();
    for (const [which, { devtools, ...launched }] of Object.entries(contenders)) {
      const browser = await launch(name, { standIn, ...launched });
      open.push(browser);
      const page = await browser.open(`https://album.test/warm/${pages.size}`);
      pages.set(which, page);
      if (!devtools) continue;
      const tools = await browser.openDevTools(page);
      if (launched.extension === false) continue;
      const panel = await tools.panel();
      await panel.until('the panel runs', () => document.querySelector('[data-part=state]').textContent === 'connected');
    }
    const times = new Map([...pages.keys()].map((which) => [which, []]));
    for (let round = 0; round < ROUNDS; round += 1) {
      const order = [...pages];
      for (const [which, page] of round % 2 === 0 ? order : order.reverse()) {
        const url = `https://album.test/${round}/${encodeURIComponent(which)}`;
        await page.goto(url, { wait: false });
        times.get(which).push(
          await page.until('the load event is over', (address) => {
            const [navigation] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType('navigation'));
            return location.href === address && navigation.loadEventEnd;
          }, url),
        );
      }
    }
    const ratio = (one, other) => `${one} / ${other} ${median(times.get(one).map((time, round) => time / times.get(other)[round])).toFixed(3)}`;
    const [first, second, third] = pages.keys();
    const loads = [...times].map(([which, all]) => `${which} ${median(all).toFixed(0)} ms`);
    console.log(`${name}: ${COUNT} images, ${ROUNDS} paired rounds; median load ${loads.join(', ')}`);
    console.log(`${name}: ${ratio(first, second)}, ${ratio(first, third)}, ${ratio(second, third)}`);
  } finally {
    for (const browser of open) await browser.close();
    await standIn.close();
  }
}
