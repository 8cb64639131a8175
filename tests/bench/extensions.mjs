// The extensions that xcld is measured beside, written into a temporary folder.

import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { builtExtension } from '../e2e/drivers/index.mjs';

/**
 * An extension with xcld's permissions, an empty popup and one empty `onHeadersReceived` listener with xcld's URL
 * filter: the least that any such tool costs. Gives its folder.
 *
 * @param {string} name
 */
export async function emptyListener(name) {
  const built = builtExtension(name);
  const manifest = JSON.parse(await readFile(path.join(built, 'manifest.json'), 'utf8'));
  const directory = await mkdtemp(path.join(tmpdir(), 'xcld-bench-'));
  await mkdir(path.join(directory, 'icons'));
  delete manifest.icons;
  delete manifest.devtools_page;
  delete manifest.action.default_icon;
  const files = {
    'manifest.json': JSON.stringify(manifest),
    'filters.js': await readFile(path.join(built, 'filters.js'), 'utf8'),
    'background.js': `import { ALL } from './filters.js';
chrome.webRequest.onHeadersReceived.addListener(() => {}, { urls: ALL }, ['responseHeaders']);
`,
    'popup.html': '<!doctype html><title>Empty</title><p style="width: 460px; height: 500px">Empty</p>',
  };
  for (const [file, text] of Object.entries(files)) await writeFile(path.join(directory, file), text);
  return directory;
}

/** Removes what `emptyListener` wrote. */
export function remove(directory) {
  return rm(directory, { recursive: true, force: true });
}

/** @param {number[]} values */
export function median(values) {
  const sorted = values.toSorted ? values.toSorted((a, b) => a - b) : [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
