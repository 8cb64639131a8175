// The main job: the clinic, a page of broken media, in a real browser with xcld installed.
//
//   node tests/e2e/demo.mjs [--browser chromium|firefox] [--headless]
//
// With --headless it is driven instead of shown: every upload is tried, the real popup is opened by its toolbar button,
// and for each case its title, cause and marked part are printed. Exits 1 where a case is missing or named wrongly.

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { CASES, CLINIC, isBroken } from './cases.mjs';
import { openClinic, serveClinic, tryUploads } from './clinic.mjs';
import { BROWSERS, ROOT, isBuilt, launch } from './drivers/index.mjs';
import { openPanel } from './panel.mjs';
import { explain, readPopup } from './popup.mjs';
import { startStandIn } from './stand-in.mjs';

const OUT = path.join(ROOT, 'tests/e2e/out');

const { values: options } = parseArgs({
  options: { browser: { type: 'string' }, headless: { type: 'boolean', default: false } },
});
const browserName = options.browser ?? BROWSERS[0];
if (!BROWSERS.includes(browserName)) {
  console.error(`${browserName ? `${browserName} was not found` : 'No browser was found'}. The demo needs Chromium, or Firefox with geckodriver.`);
  process.exit(2);
}
if (!isBuilt(browserName)) {
  console.error('The extension is not built yet: run ./build.sh first.');
  process.exit(2);
}

const standIn = await startStandIn();
serveClinic(standIn);
try {
  process.exitCode = options.headless ? await drive() : await show();
} finally {
  await standIn.close();
}

/** Shows the clinic until the browser is closed or Ctrl-C is pressed. */
async function show() {
  const browser = await launch(browserName, { standIn, headless: false });
  await browser.open(CLINIC);
  console.log(`
The clinic is open in ${browserName}: ${CASES.filter(isBroken).length} media and uploads that fail, each for a reason of its own.

  1. Press “Try all uploads” on the page.
  2. Press the xcld button on the toolbar${browserName === 'chromium' ? ' (it may hide behind the puzzle piece)' : ''}; its badge counts the failures.
  3. Each card says which cause the popup should name.

Close the browser, or press Ctrl-C here, to end.`);
  await Promise.race([browser.closed, new Promise((resolve) => process.once('SIGINT', resolve))]);
  await browser.close().catch(() => {});
  return 0;
}

/** Drives the clinic in both themes, prints what the popup says to each case, and saves pictures. */
async function drive() {
  await mkdir(OUT, { recursive: true });
  let wrong = 0;
  for (const dark of [false, true]) {
    const browser = await launch(browserName, { standIn, dark });
    try {
      const page = await openClinic(browser);
      await tryUploads(page);
      const popup = await browser.popup(page);
      await popup.until(
        'the popup lists everything',
        (count) => document.querySelectorAll('[data-part=exchange]').length >= count,
        CASES.filter(isBroken).length,
      );
      const save = async (what, picture) => writeFile(path.join(OUT, `${browserName}-${what}${dark ? '-dark' : ''}.png`), picture);
      await save('popup', await popup.screenshot());
      if (!dark) wrong = await report(popup, await browser.badge(page));
      await popup.close();
      await save('page', await page.screenshot());
      await save('panel', await picturePanel(browser, page, dark));
    } finally {
      await browser.close();
    }
  }
  console.log(`\nPictures of popup, page and panel: ${path.relative(process.cwd(), OUT)}/${browserName}-*.png`);
  return wrong === 0 ? 0 : 1;
}

/** A picture of the panel with one of the clinic's failures chosen, in the theme that DevTools then have. */
async function picturePanel(browser, page, dark) {
  const { devtools, panel } = await openPanel(browser, page, ({ rows }) => rows.length >= CASES.length);
  const theme = dark ? 'dark' : 'light';
  await devtools.theme(theme);
  await panel.until('the panel has the theme', (wanted) => document.documentElement.dataset.theme === wanted, theme);
  await panel.type('[data-part=filter]', 'shoes');
  // Its first letters filter as well, and leave a list in which that row is out of sight.
  const row = '[data-row][data-url*="c_fil,"]';
  await panel.until('the list is filtered', (wanted) => document.querySelector(wanted) !== null, row);
  await panel.click(row);
  await panel.until('it is explained', () => document.querySelector('[data-part=detail] .exchange') !== null);
  // Room for the list beside the detail. Only the driver of Chromium pictures DevTools without the page.
  if (browserName === 'chromium') await devtools.dock('undocked');
  await panel.until('there is room', () => document.querySelectorAll('[role=columnheader]').length > 5);
  return panel.screenshot();
}

async function report(popup, badge) {
  const { summary, failed, warnings, delivered } = await readPopup(popup);
  console.log(`${browserName}: badge ${badge.text} · ${failed} failed, ${warnings} warnings, ${delivered} delivered · ${summary}\n`);
  let wrong = 0;
  for (const patient of CASES.filter(isBroken)) {
    const found = await explain(popup, patient);
    const problems = differences(patient, found);
    wrong += problems.length > 0 ? 1 : 0;
    const place = patient.field ? `field ${found?.field ?? patient.field}` : (found?.mark || '–');
    console.log(`${problems.length > 0 ? '✗' : '✓'} ${patient.id}: ${found?.title ?? 'not listed'}`);
    console.log(`    ${found?.status || 'no answer'} · ${found?.code ?? '–'} · ${place}`);
    for (const problem of problems) console.log(`    ${problem}`);
  }
  const healthy = CASES.filter((patient) => !isBroken(patient));
  const accused = [];
  for (const patient of healthy.filter(({ as }) => as !== 'upload')) if (await explain(popup, patient)) accused.push(patient.id);
  for (const id of accused) console.log(`✗ ${id}: works, but is listed`);
  const total = CASES.filter(isBroken).length;
  console.log(`\n${total - wrong} of ${total} causes named; ${healthy.length - accused.length} of ${healthy.length} that work left alone`);
  return wrong + accused.length;
}

/**
 * What the popup says otherwise than the table.
 *
 * @param {import('./cases.mjs').Case} patient
 * @param {any} found
 */
function differences(patient, found) {
  if (!found) return ['the popup does not list it'];
  const expected = { code: patient.code, status: patient.status ?? 200, mark: patient.mark ?? '', message: patient.message };
  return Object.entries(expected)
    .filter(([name, value]) => value !== undefined && !(name === 'mark' && !patient.mark) && found[name] !== value)
    .map(([name, value]) => `${name}: expected ${JSON.stringify(value)}, found ${JSON.stringify(found[name])}`);
}
