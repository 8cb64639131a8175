// The panel of DevTools as a person reads it: the lines of its list from the top, wherever it is scrolled to.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { until } from './until.mjs';

/**
 * @typedef {object} Line
 * @property {'page' | 'group' | 'row'} kind
 * @property {string} text
 * @property {string} [url] the request's
 * @property {string} [code] the code of the cause
 * @property {string} [tone] `failure`, `warning`, `good`, `waiting`
 * @property {Record<string, string>} [cells] by column
 *
 * @typedef {object} Read
 * @property {Line[]} lines
 * @property {Line[]} rows the lines that are requests
 * @property {string} counts the words at the foot
 * @property {string} state of the connection, in words
 * @property {string | null} notice which notice stands over the list or in it
 * @property {string | null} reason what broke, where something in the panel itself did
 */

/**
 * All that the panel shows. Fails where lines came, went or moved while it was scrolled through: what was read would be
 * neither the list before nor the one after.
 *
 * @param {import('./drivers/index.mjs').Panel} panel
 * @returns {Promise<Read>}
 */
export async function readList(panel) {
  const { lines, ids, told, ...rest } = await panel.evaluate(async () => {
    const part = (name) => /** @type {HTMLElement} */ (document.querySelector(`[data-part=${name}]`));
    const grid = part('grid');
    const rowCount = () => Number(grid.getAttribute('aria-rowcount'));
    const counted = rowCount();
    const found = new Map();
    const ids = [];
    const before = grid.scrollTop;
    const step = Math.max(40, grid.clientHeight / 2);
    for (let top = 0; ; top += step) {
      grid.scrollTop = top;
      // The list is drawn with the frame after the one that tells of the scrolling.
      for (let frame = 0; frame < 3; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
      for (const line of grid.querySelectorAll('[data-line]')) {
        const isRow = line.hasAttribute('data-row');
        const cells = Object.fromEntries([...line.querySelectorAll('[data-column]')].map((cell) => [cell.getAttribute('data-column'), cell.textContent]));
        const at = Number(line.getAttribute('data-line'));
        if (isRow) ids.push([line.getAttribute('data-row'), at]);
        found.set(at, {
          kind: isRow ? 'row' : line.classList.contains('page') ? 'page' : 'group',
          text: line.textContent,
          ...(isRow ? { url: line.getAttribute('data-url'), code: line.getAttribute('data-code'), tone: line.getAttribute('data-tone'), cells } : {}),
        });
      }
      if (top + grid.clientHeight >= grid.scrollHeight) break;
    }
    grid.scrollTop = before;
    return {
      lines: [...found].sort(([one], [other]) => one - other).map(([, line]) => line),
      ids,
      told: [counted, rowCount()],
      counts: part('counts').textContent,
      state: part('state').textContent,
      notice: document.querySelector('[data-state]')?.getAttribute('data-state') ?? null,
      reason: document.querySelector('[data-state=broken] [data-part=reason]')?.textContent ?? null,
    };
  });
  const places = new Map(ids);
  const moved = ids.some(([id, at]) => places.get(id) !== at);
  // The heads of the columns are a row too.
  if (moved || told.some((count) => count !== lines.length + 1)) throw new Error(`the list moved while it was read: ${lines.length} lines, told ${told}`);
  return { ...rest, lines, rows: lines.filter(({ kind }) => kind === 'row') };
}

/**
 * Opens DevTools for `page` and in it the panel, once it shows what `isThere` asks for.
 *
 * @param {any} browser
 * @param {any} page
 * @param {(read: Read) => unknown} [isThere]
 */
export async function openPanel(browser, page, isThere = () => true) {
  const devtools = await browser.openDevTools(page);
  const panel = await devtools.panel();
  const read = await shows(panel, isThere);
  return { devtools, panel, read };
}

/** Waits until the panel shows what `isThere` asks for, and gives all that it shows then. */
export function shows(panel, isThere, what = 'the panel shows what it should') {
  return until(what, async () => {
    const read = await readList(panel);
    return isThere(read) ? read : Promise.reject(new Error(JSON.stringify(summary(read))));
  });
}

/** How many requests to Cloudinary went to `standIn` since the one of this number, by URL. Preflights do not count. */
export function requested(standIn, since = 0) {
  const counts = new Map();
  for (const { method, url } of standIn.requests.slice(since)) {
    const { hostname } = new URL(url);
    if (method !== 'OPTIONS' && hostname.endsWith('cloudinary.com')) counts.set(url, (counts.get(url) ?? 0) + 1);
  }
  return counts;
}

/** How many rows there are by URL. */
export function rowsByUrl(rows) {
  const counts = new Map();
  for (const { url } of rows) counts.set(url, (counts.get(url) ?? 0) + 1);
  return counts;
}

/** What axe objects to in the panel. */
export async function objections(panel) {
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const { passes, violations } = await panel.evaluateText(`(async () => {
    ${axe};
    const { violations, passes } = await axe.run(document);
    return { passes: passes.length, violations: violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 160)).join(' | ')) };
  })()`);
  if (passes < 10) throw new Error('axe has not looked at the panel');
  return violations;
}

function summary({ counts, state, notice, reason, lines }) {
  return { counts, state, notice, ...(reason ? { reason } : {}), lines: lines.map(({ kind, text, code }) => (kind === 'row' ? `${code} ${text}`.slice(0, 90) : text)) };
}
