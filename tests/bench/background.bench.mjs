// What an exchange costs the extension's own process, in processor time: pages with 1,000 images that work, and pages with
// 1,000 that fail, beside an extension with one empty onHeadersReceived listener. Linux only.
//
//   node tests/bench/background.bench.mjs [--rounds 5] [--images 1000] [--browser chromium|firefox]

import { parseArgs } from 'node:util';
import { BROWSERS, launch } from '../e2e/drivers/index.mjs';
import { startStandIn } from '../e2e/stand-in.mjs';
import { until } from '../e2e/until.mjs';
import { emptyListener, median, remove } from './extensions.mjs';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    images: { type: 'string', default: '1000' },
    browser: { type: 'string' },
  },
});
const COUNT = Number(options.images);

for (const name of BROWSERS.filter((candidate) => !options.browser || candidate === options.browser)) {
  const empty = await emptyListener(name);
  const standIn = await startStandIn();
  standIn.handle(({ url }) => {
    const { hostname, pathname } = new URL(url);
    if (hostname === 'res.cloudinary.com') return pathname.includes('/gone/') ? { status: 404, message: `Resource not found - ${pathname}` } : {};
    const images = Array.from({ length: COUNT }, (_, index) => `<img alt="" src="https://res.cloudinary.com/demo/image/upload${pathname}/${index}.png">`);
    return { type: 'text/html', body: `<!doctype html><title>Album</title>${images.join('')}` };
  });
  const contenders = { xcld: await launch(name, { standIn }), empty: await launch(name, { standIn, extension: empty }) };
  try {
    const cost = {};
    for (const [which, browser] of Object.entries(contenders)) {
      for (const kind of ['fine', 'gone']) {
        const page = await browser.open('https://album.test/warm');
        const times = [];
        for (let round = 0; round < Number(options.rounds); round += 1) {
          const before = await browser.extensionTime();
          await page.goto(`https://album.test/${kind}/${which}-${round}`);
          times.push((await settled(browser)) - before);
        }
        cost[`${which} ${kind}`] = median(times) / COUNT;
      }
    }
    const each = (kind) => `xcld ${micros(cost[`xcld ${kind}`])}, empty listener ${micros(cost[`empty ${kind}`])}`;
    console.log(`${name}: processor time of the extension's process per exchange, medians of ${options.rounds} pages of ${COUNT}:`);
    console.log(`${name}: delivered: ${each('fine')}; failed: ${each('gone')}`);
  } finally {
    for (const browser of Object.values(contenders)) await browser.close();
    await standIn.close();
    await remove(empty);
  }
}

/** The processor time once nothing has been added to it for a while: deliveries are worked on when half a second brings no more. */
async function settled(browser) {
  let last = { time: await browser.extensionTime(), since: Date.now() };
  await until('the extension is idle', async () => {
    const time = await browser.extensionTime();
    // Asking costs a little itself.
    if (time - last.time > 20) last = { time, since: Date.now() };
    return Date.now() - last.since > 3000;
  });
  return last.time;
}

function micros(milliseconds) {
  return `${(1000 * milliseconds).toFixed(0)} µs`;
}
