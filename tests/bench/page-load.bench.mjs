// What xcld costs a page: the load time of a page with 1,000 working Cloudinary images with xcld, with an extension
// that has one empty onHeadersReceived listener with the same filter, and with none. Paired runs, in alternating order.
//
//   node tests/bench/page-load.bench.mjs [--rounds 9] [--images 1000] [--browser chromium|firefox]

import { parseArgs } from 'node:util';
import { BROWSERS, launch } from '../e2e/drivers/index.mjs';
import { startStandIn } from '../e2e/stand-in.mjs';
import { emptyListener, median, remove } from './extensions.mjs';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '9' },
    images: { type: 'string', default: '1000' },
    browser: { type: 'string' },
  },
});
const COUNT = Number(options.images);

for (const name of BROWSERS.filter((candidate) => !options.browser || candidate === options.browser)) {
  const empty = await emptyListener(name);
  const standIn = await startStandIn();
  // Every round has addresses of its own, so that no cache answers.
  standIn.handle(({ url }) => {
    const { hostname, pathname } = new URL(url);
    if (hostname === 'res.cloudinary.com') return {};
    const round = pathname.slice(1);
    const images = Array.from({ length: COUNT }, (_, index) => `<img alt="" src="https://res.cloudinary.com/demo/image/upload/${round}/${index}.png">`);
    return { type: 'text/html', body: `<!doctype html><title>Album</title>${images.join('')}` };
  });
  const contenders = {
    xcld: await launch(name, { standIn }),
    empty: await launch(name, { standIn, extension: empty }),
    none: await launch(name, { standIn, extension: false }),
  };
  try {
    const pages = {};
    for (const [which, browser] of Object.entries(contenders)) {
      pages[which] = await browser.open(`https://album.test/warm-${which}`);
    }
    const times = { xcld: [], empty: [], none: [] };
    for (let round = 0; round < Number(options.rounds); round += 1) {
      const order = round % 2 === 0 ? ['xcld', 'empty', 'none'] : ['none', 'empty', 'xcld'];
      for (const which of order) {
        await pages[which].goto(`https://album.test/${which}-${round}`);
        times[which].push(
          await pages[which].until('the load event is over', () => {
            const [navigation] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType('navigation'));
            return navigation.loadEventEnd;
          }),
        );
      }
    }
    const ratio = (one, other) => median(times[one].map((time, round) => time / times[other][round])).toFixed(3);
    console.log(
      `${name}: ${COUNT} images, ${options.rounds} paired rounds; median load ` +
        Object.entries(times).map(([which, all]) => `${which} ${median(all).toFixed(0)} ms`).join(', '),
    );
    console.log(`${name}: xcld / empty listener ${ratio('xcld', 'empty')}, xcld / none ${ratio('xcld', 'none')}, empty listener / none ${ratio('empty', 'none')}`);
  } finally {
    for (const browser of Object.values(contenders)) await browser.close();
    await standIn.close();
    await remove(empty);
  }
}
