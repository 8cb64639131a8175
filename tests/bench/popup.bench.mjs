// How long it takes from the click on the toolbar button until the popup is painted, with 0 and 1,000 exchanges, beside
// an empty extension's popup; and from the first event to a woken background that has handled it.
//
//   node tests/bench/popup.bench.mjs [--rounds 7] [--browser chromium|firefox]

import { parseArgs } from 'node:util';
import { BROWSERS, launch } from '../e2e/drivers/index.mjs';
import { readPopup } from '../e2e/popup.mjs';
import { startStandIn } from '../e2e/stand-in.mjs';
import { until } from '../e2e/until.mjs';
import { emptyListener, median, remove } from './extensions.mjs';

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '7' }, browser: { type: 'string' } } });
const ROUNDS = Number(options.rounds);
const media = (index) => `https://res.cloudinary.com/demo/image/upload/gone/${index}.jpg`;

for (const name of BROWSERS.filter((candidate) => !options.browser || candidate === options.browser)) {
  const empty = await emptyListener(name);
  const standIn = await startStandIn();
  standIn.page('https://shop.test/0', '<!doctype html><title>0</title>');
  const images = Array.from({ length: 1000 }, (_, index) => `<img alt="" src="${media(index)}">`);
  standIn.page('https://shop.test/1000', `<!doctype html><title>1000</title>${images.join('')}`);
  try {
    await measure(name, 'empty extension', empty, standIn, 'https://shop.test/0', () => true);
    await measure(name, 'xcld, 0 exchanges', undefined, standIn, 'https://shop.test/0', ({ state }) => state === 'empty');
    await measure(name, 'xcld, 1,000 exchanges', undefined, standIn, 'https://shop.test/1000', ({ failed }) => failed === 1000);
    await wakeUp(name, standIn);
  } finally {
    await standIn.close();
    await remove(empty);
  }
}

/** Prints how long the popup takes until its first paint, and until it shows what it should. */
async function measure(name, what, extension, standIn, url, isDone) {
  const browser = await launch(name, { standIn, extension });
  try {
    const page = await browser.open(url);
    if (url.endsWith('1000')) await until('all is counted', async () => (await browser.badge(page)).text === '99+');
    const painted = [];
    const done = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const clicked = Date.now();
      const popup = await browser.popup(page);
      await until('the popup is complete', async () => !extension ? isDone(await readPopup(popup)) : true);
      done.push(Date.now() - clicked);
      painted.push(
        (await popup.until('it is painted', () => {
          const [paint] = performance.getEntriesByName('first-contentful-paint');
          return paint && performance.timeOrigin + paint.startTime;
        })) - clicked,
      );
      await popup.close();
    }
    console.log(`${name}: ${what}: click to painted ${median(painted).toFixed(0)} ms, to complete ${median(done).toFixed(0)} ms (medians of ${ROUNDS}, harness included)`);
  } finally {
    await browser.close();
  }
}

/** Prints how long it takes from a request to its failure on the badge, with the background stopped and running. */
async function wakeUp(name, standIn) {
  const browser = await launch(name, { standIn });
  try {
    const page = await browser.open('https://shop.test/0');
    const times = { stopped: [], running: [] };
    let count = 0;
    const fail = async () => {
      count += 1;
      const asked = Date.now();
      await page.evaluate((address) => { new Image().src = address; }, media(`wake-${count}`));
      await until('it is counted', async () => (await browser.badge(page)).text === String(count));
      return Date.now() - asked;
    };
    for (let round = 0; round < ROUNDS; round += 1) {
      await browser.killBackground();
      times.stopped.push(await fail());
      times.running.push(await fail());
    }
    console.log(
      `${name}: from the request to its number on the badge ${median(times.stopped).toFixed(0)} ms with the background stopped, ` +
        `${median(times.running).toFixed(0)} ms with it running: waking costs ${(median(times.stopped) - median(times.running)).toFixed(0)} ms`,
    );
  } finally {
    await browser.close();
  }
}
