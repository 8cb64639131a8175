// The list of the panel: filter, quick filters, order, groups, keys; widths, themes, and what axe says.

import assert from 'node:assert/strict';
import { CASES } from './cases.mjs';
import { openClinic, serveClinic } from './clinic.mjs';
import { MEDIA, PAGE, album, inBrowsers } from './harness.mjs';
import { objections, openPanel, shows } from './panel.mjs';

/** The ground under the row that is selected, while the pointer is on it and while it is on another. */
async function selectedGrounds(panel) {
  const ground = () => panel.evaluate(() => getComputedStyle(document.querySelector('[data-row][aria-selected=true]')).backgroundColor);
  const isUnder = (wanted) => panel.until(`the pointer is ${wanted ? '' : 'not '}on the selected row`, (is) => document.querySelector('[data-row][aria-selected=true]')?.matches(':hover') === is, wanted);
  await panel.until('a row is selected', () => document.querySelector('[data-row][aria-selected=true]') !== null);
  await panel.click('[data-row][aria-selected=true]');
  await isUnder(true);
  const under = await ground();
  await panel.press('ArrowDown');
  await isUnder(false);
  return { under, away: await ground() };
}

/** A page with five requests: three failures of two causes, a warning, and one that is fine. */
function five(standIn) {
  standIn.on(`${MEDIA}/c_fil/shoes.jpg`, { status: 400, message: 'Invalid crop in transformation: fil' });
  standIn.on(`${MEDIA}/warned.png`, { message: 'Resource was not optimized' });
  standIn.on(`${MEDIA}/fine.png`, {});
  const urls = [`${MEDIA}/c_fil/shoes.jpg`, `${MEDIA}/hat.jpg`, `${MEDIA}/scarf.jpg`, `${MEDIA}/warned.png`, `${MEDIA}/fine.png`];
  standIn.page(PAGE, album(urls));
  return urls;
}

const column = (read, name) => read.rows.map(({ cells }) => cells[name]);
/** Presses a quick filter, and waits until it says that it is pressed: that is drawn with the next frame. */
async function press(panel, only) {
  await panel.click(`[data-only=${only}]`);
  await panel.until(`“${only}” is pressed`, (name) => document.querySelector(`[data-only=${name}]`).getAttribute('aria-pressed') === 'true', only);
}

inBrowsers('the list can be filtered, ordered and grouped, and its counts stay true', async ({ browser, standIn }) => {
  five(standIn);
  const page = await browser.open(PAGE);
  const { panel } = await openPanel(browser, page, ({ rows }) => rows.length === 5);
  await panel.type('[data-part=filter]', 'hat');
  const filtered = await shows(panel, ({ rows }) => rows.length === 1);
  assert.deepEqual(column(filtered, 'asset'), ['hat']);
  assert.match(filtered.counts, /^1 of 5 requests · 3 failed/);
  await panel.press('Escape');
  await shows(panel, ({ rows }) => rows.length === 5);
  await panel.type('[data-part=filter]', 'asset-not-found');
  await shows(panel, (read) => column(read, 'asset').sort().join() === 'hat,scarf');
  await panel.press('Escape');

  await press(panel, 'failed');
  await shows(panel, ({ rows }) => rows.length === 3 && rows.every(({ tone }) => tone === 'failure'));
  await panel.click('[data-only=failed]');
  await press(panel, 'warnings');
  await shows(panel, (read) => column(read, 'asset').join() === 'warned');
  await panel.click('[data-only=warnings]');
  await press(panel, 'uploads');
  await shows(panel, ({ notice }) => notice === 'filtered');
  await panel.click('[data-action=unfilter]');
  await shows(panel, ({ rows }) => rows.length === 5);

  await panel.click('[data-column=asset][role=columnheader]');
  await shows(panel, (read) => column(read, 'asset').join() === 'fine,hat,scarf,shoes,warned');
  await panel.click('[data-column=asset][role=columnheader]');
  await shows(panel, (read) => column(read, 'asset').join() === 'warned,shoes,scarf,hat,fine');
  await panel.click('[data-column=asset][role=columnheader]');
  await panel.click('[data-part=grouped]');
  const grouped = await shows(panel, ({ lines }) => lines[0]?.kind === 'group');
  const groups = grouped.lines.filter(({ kind }) => kind === 'group').map(({ text }) => text);
  assert.match(groups[0], /· 2$/);
  assert.equal(grouped.rows.length, 5);
});

inBrowsers('a press on a row of a long list selects that row, and the list does not move under the pointer', async ({ browser, standIn }) => {
  standIn.page(PAGE, album(Array.from({ length: 80 }, (_, index) => `${MEDIA}/gone/${index}.jpg`)));
  const page = await browser.open(PAGE);
  const { panel } = await openPanel(browser, page, ({ rows }) => rows.length === 80);
  const wanted = await panel.until('a row is drawn in the middle of the list', () => {
    const grid = document.querySelector('[data-part=grid]');
    grid.scrollTop = 600;
    const { left, top, width, height } = grid.getBoundingClientRect();
    return document.elementFromPoint(left + width / 2, top + height / 2)?.closest('[data-row]')?.getAttribute('data-row');
  });
  await panel.click(`[data-row="${wanted}"]`);
  const selected = await panel.until('a row is selected', () => document.querySelector('[data-row][aria-selected=true]')?.getAttribute('data-row'));
  assert.equal(selected, wanted);
  // A driver may scroll a little to bring the row to the middle.
  const top = await panel.evaluate(() => document.querySelector('[data-part=grid]').scrollTop);
  assert.ok(Math.abs(top - 600) < 23, `${top}`);
});

inBrowsers('everything in the list can be done with the keyboard', async ({ browser, standIn }) => {
  five(standIn);
  const page = await browser.open(PAGE);
  const { panel } = await openPanel(browser, page, ({ rows }) => rows.length === 5);
  const active = () =>
    panel.evaluate(() => {
      const grid = document.querySelector('[data-part=grid]');
      const line = document.getElementById(grid.getAttribute('aria-activedescendant') ?? '');
      return { inGrid: document.activeElement === grid, url: line?.getAttribute('data-url'), column: line?.getAttribute('data-column'), selected: line?.getAttribute('aria-selected') };
    });
  // From the filter into a list where nothing is active yet.
  await panel.click('[data-part=filter]');
  await panel.press('Enter');
  await panel.until('the list has the keyboard', () => document.activeElement.getAttribute('data-part') === 'grid');
  await panel.click('[data-row]');
  await panel.until('the row is selected', () => document.querySelector('[aria-selected=true].active') !== null);
  const first = await active();
  assert.deepEqual([first.inGrid, first.selected], [true, 'true']);
  await panel.press('ArrowDown');
  await panel.until('the next row is selected', (before) => document.querySelector('[aria-selected=true]')?.getAttribute('data-url') !== before, first.url);
  await panel.press('End');
  await panel.press('Home');
  await panel.press('ArrowUp');
  await panel.press('ArrowUp');
  await panel.until('the head of the first column is active', () => document.querySelector('[role=columnheader].active')?.getAttribute('data-column') === 'status');
  // A narrow list has fewer columns.
  const columns = await panel.evaluate(() => [...document.querySelectorAll('[role=columnheader]')].map((head) => head.getAttribute('data-column')));
  for (let step = 0; step < columns.indexOf('asset'); step += 1) await panel.press('ArrowRight');
  await panel.until('the head of the public IDs is active', () => document.querySelector('[role=columnheader].active')?.getAttribute('data-column') === 'asset');
  await panel.press('Enter');
  await shows(panel, (read) => column(read, 'asset')[0] === 'fine');
  await panel.press('/');
  await panel.until('the filter has the keyboard', () => document.activeElement.getAttribute('data-part') === 'filter');
  await panel.press('Enter');
  await panel.until('the list has it again', () => document.activeElement.getAttribute('data-part') === 'grid');
  await panel.press('?');
  await panel.until('the keys are listed', () => document.querySelector('dialog[data-part=keys][open]') !== null);
  await panel.press('Escape');
  await panel.until('the list of keys is closed', () => document.querySelector('dialog[data-part=keys][open]') === null);
});

inBrowsers('axe has no objections, in both themes and at 400 pixels, and 320 are enough for the cause; the theme follows that of DevTools', async ({ browser, standIn }) => {
  serveClinic(standIn);
  const page = await openClinic(browser);
  const { devtools, panel } = await openPanel(browser, page, ({ rows }) => rows.length >= CASES.filter(({ as }) => as !== 'upload').length);
  await panel.click('[data-row]');
  for (const theme of ['light', 'dark']) {
    await devtools.theme(theme);
    await panel.until(`the panel is ${theme}`, (wanted) => document.documentElement.dataset.theme === wanted, theme);
    const { under, away } = await selectedGrounds(panel);
    assert.equal(under, away, 'a selected row looks selected under the pointer too');
    assert.deepEqual(await objections(panel), [], theme);
  }
  await devtools.resize(400);
  // Firefox loads the panel anew when its place changes.
  await panel.until('the panel is narrow, and there', () => innerWidth === 400 && document.querySelector('[data-row]') !== null);
  await panel.until('nothing is wider than the panel', () => document.scrollingElement.scrollWidth === document.scrollingElement.clientWidth);
  assert.deepEqual(await objections(panel), []);
  await devtools.resize(320);
  await panel.until('the list is narrower still, and nothing in it is out of sight', () => {
    const grid = document.querySelector('[data-part=grid]');
    return innerWidth === 320 && document.querySelector('[data-row] [data-column=cause]') !== null && grid.scrollWidth === grid.clientWidth;
  });
});
