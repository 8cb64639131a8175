// What the panel saves, and what it opens: HARs that the browsers' own Network panels take, and lines of the contract.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { isIPv4, isIPv6 } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { Ajv } from 'ajv';
import { MEDIA, PAGE, album, inBrowsers, loadImage } from './harness.mjs';
import { openPanel, shows } from './panel.mjs';
import { until } from './until.mjs';

const require = createRequire(import.meta.url);
const UPLOAD = 'https://api.cloudinary.com/v1_1/demo/image/upload';
const SECRET = 'AbCdEf12';
const SIGNED = `https://res.cloudinary.com/demo/image/authenticated/s--${SECRET}--/shop/invoice.png`;

/** What is wrong with a HAR, by the schemas of HAR 1.2 (npm: har-schema). */
function faults(har) {
  const ajv = new Ajv({ allErrors: true, strict: false });
  ajv.addMetaSchema(require('ajv/dist/refs/json-schema-draft-06.json'));
  ajv.addFormat('uri', URL.canParse).addFormat('date-time', (text) => !Number.isNaN(Date.parse(text)));
  ajv.addFormat('ipv4', isIPv4).addFormat('ipv6', isIPv6);
  const { har: whole, ...parts } = require('har-schema');
  for (const schema of Object.values(parts)) ajv.addSchema(schema);
  const isValid = ajv.compile(whole);
  return isValid(har) ? [] : isValid.errors;
}

/** Calls `body` with a folder, which is removed afterwards. */
async function inFolder(body) {
  const folder = await mkdtemp(path.join(tmpdir(), 'xcld-files-'));
  try {
    return await body(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Presses what saves in the form `as`, and gives the file's text. */
async function save(panel, folder, as) {
  // Two files of one second have one name, and Chromium then writes over the first without asking.
  for (const name of await readdir(folder)) await rm(path.join(folder, name));
  // Browsers save a second file only for somebody who presses for it.
  await panel.click('[data-part=save-menu] > summary');
  await panel.click(`[data-action=save][data-as=${as}]`);
  return until('the file is saved', async () => {
    const name = (await readdir(folder)).find((file) => file.endsWith(`.${as}`));
    const text = name && (await readFile(path.join(folder, name), 'utf8'));
    return text && text.endsWith('\n') ? text : undefined;
  });
}

/** Chooses a file of these bytes, as its dialog would; or drops it. */
function open(panel, name, bytes, how = 'choose') {
  return panel.evaluate(
    (file, base64, way) => {
      const chosen = new DataTransfer();
      chosen.items.add(new File([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))], file));
      const field = /** @type {HTMLInputElement} */ (document.querySelector('[data-part=file]'));
      if (way === 'drop') {
        document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: chosen, bubbles: true, cancelable: true }));
        return;
      }
      field.files = chosen.files;
      field.dispatchEvent(new Event('change'));
    },
    name,
    Buffer.from(bytes).toString('base64'),
    how,
  );
}

const shown = (read) => read.rows.map(({ url, code, cells }) => [url, code, cells.status]);

inBrowsers('a saved HAR holds to the schema, opens in the browser’s own Network panel, and in xcld as it was', async ({ browser, standIn }) => {
  standIn.on(`${MEDIA}/c_fil/shoes.jpg`, { status: 400, message: 'Invalid crop in transformation: fil' });
  standIn.on(`${MEDIA}/fine.png`, {});
  standIn.on(SIGNED, { status: 401, message: 'deny or ACL failure' });
  standIn.on(UPLOAD, { status: 400, message: 'Upload preset not found', without: ['x-cld-error', 'server-timing'] });
  standIn.page(PAGE, album([`${MEDIA}/c_fil/shoes.jpg`, `${MEDIA}/fine.png`, SIGNED, `${MEDIA}/gone.jpg`]));
  await inFolder(async (folder) => {
    await browser.downloadTo(folder);
    const page = await browser.open(PAGE);
    const { devtools, panel } = await openPanel(browser, page, ({ rows }) => rows.length === 4);
    await page.evaluate((url) => {
      const form = new FormData();
      form.append('upload_preset', 'nope');
      form.append('api_key', '123456789012345');
      form.append('file', new Blob(['x'], { type: 'image/png' }), 'a.png');
      return fetch(url, { method: 'POST', body: form }).then((answer) => answer.text());
    }, UPLOAD);
    const before = await shows(panel, ({ rows }) => rows.some(({ code }) => code === 'upload-preset-unknown'));

    const masked = await save(panel, folder, 'har');
    assert.ok(!masked.includes(SECRET) && !masked.includes('123456789012345'), 'secrets are masked');
    await panel.click('[data-part=save-menu] > summary');
    await panel.click('[data-part=secrets]');
    await panel.click('[data-part=save-menu] > summary');
    const text = await save(panel, folder, 'har');
    assert.ok(text.includes(SECRET), 'secrets are there where they are asked for');
    for (const har of [masked, text].map((file) => JSON.parse(file))) {
      assert.deepEqual(faults(har), []);
      assert.deepEqual(har.log.pages.map(({ title }) => title), [PAGE]);
    }
    const statuses = before.rows.map(({ url, cells }) => `${cells.status} ${url}`).sort();
    const imported = await devtools.importHar(text);
    assert.deepEqual(imported.map(({ url, status }) => `${status} ${url}`).sort(), statuses);
    assert.ok(imported.every(({ time }) => Number.isFinite(time)));

    await devtools.panel();
    await open(panel, 'saved.har', text);
    const again = await shows(panel, ({ notice }) => notice === 'opened');
    assert.deepEqual(shown(again).sort(), shown(before).sort());
    await open(panel, 'saved.har.gz', gzipSync(text), 'drop');
    await panel.until('the other file is shown', () => document.querySelector('[data-part=file-name]')?.textContent === 'saved.har.gz');
    await panel.click('[data-action=leave]');
    const back = await shows(panel, ({ notice }) => notice === null);
    assert.deepEqual(shown(back), shown(before));
  });
});

inBrowsers('lines of JSON are saved and opened; the tab’s log goes on meanwhile, and a bad file loses nothing', async ({ browser, standIn }) => {
  standIn.page(PAGE, album([`${MEDIA}/one.jpg`, `${MEDIA}/two.jpg`]));
  await inFolder(async (folder) => {
    await browser.downloadTo(folder);
    const page = await browser.open(PAGE);
    const { panel, read: before } = await openPanel(browser, page, ({ rows }) => rows.length === 2);
    const text = await save(panel, folder, 'jsonl');
    assert.deepEqual(text.trim().split('\n').map((line) => JSON.parse(line).url), before.rows.map(({ url }) => url));

    await open(panel, 'lines.jsonl', `${text}this is none\n`);
    const opened = await shows(panel, ({ notice, rows }) => notice === 'opened' && rows.length === 2);
    assert.deepEqual(shown(opened), shown(before));
    await panel.until('it says that a line is left out', () => /One line of it/.test(document.querySelector('[data-part=unread]').textContent));
    await loadImage(page, `${MEDIA}/three.jpg`);

    for (const [bytes, why] of [['<html>', /no HAR file/], ['', /empty/], ['{"log":{}}', /log\.entries/], ['{"log":{"entries":[]}}', /no requests to Cloudinary/], [gzipSync('x').subarray(0, 12), /bad\.har/]]) {
      await open(panel, 'bad.har', /** @type {any} */ (bytes));
      await panel.until('it says why', (source) => new RegExp(source).test(document.querySelector('[data-part=refusal]')?.textContent ?? ''), /** @type {RegExp} */ (why).source);
      await panel.click('[data-action=dismiss]');
      await shows(panel, ({ notice, rows }) => notice === 'opened' && rows.length === 2);
    }
    await panel.click('[data-action=leave]');
    const back = await shows(panel, ({ notice, rows }) => notice === null && rows.length === 3);
    assert.ok(back.rows.some(({ url }) => url === `${MEDIA}/three.jpg`));
  });
});

inBrowsers('a large file is shown while it is still being read, counted to its last line, and gives way to another and to the tab', async ({ browser, standIn }) => {
  standIn.page(PAGE, album([`${MEDIA}/one.jpg`, `${MEDIA}/two.jpg`]));
  const count = 40_000;
  const page = await browser.open(PAGE);
  const { panel, read: before } = await openPanel(browser, page, ({ rows }) => rows.length === 2);
  /** Chooses a large file with a bad line in its middle and one at its end, and what `then` names as soon as the list shows it. */
  const openLarge = (then) =>
    panel.evaluate(
      async (lines, media, next) => {
        const part = (name) => /** @type {any} */ (document.querySelector(`[data-part=${name}]`));
        const choose = (name, text) => {
          const chosen = new DataTransfer();
          chosen.items.add(new File([text], name));
          part('file').files = chosen.files;
          part('file').dispatchEvent(new Event('change'));
        };
        const line = (index) => JSON.stringify({ url: `${media}/${index % 2 ? 'shoes' : 'hats'}/${index}.jpg`, status: 404, headers: [['x-cld-error', `Resource not found - ${index}`]] });
        const all = Array.from({ length: lines }, (_, index) => line(index));
        all.splice(lines / 2, 0, 'this is none');
        const seen = [];
        const observer = new MutationObserver(() => seen.push(part('counts').textContent));
        observer.observe(part('counts'), { childList: true, characterData: true, subtree: true });
        choose('large.jsonl', `${all.join('\n')}\nnor this`);
        const isShown = () => part('counts').textContent.includes('so far') && document.querySelector('[data-row]')?.getAttribute('data-url') === `${media}/hats/0.jpg`;
        while (!isShown()) await new Promise((resolve) => requestAnimationFrame(resolve));
        const rows = document.querySelectorAll('[data-row]').length;
        const words = part('unread').textContent;
        if (next === 'leave') part('notice').querySelector('[data-action=leave]').click();
        if (next === 'other') choose('other.jsonl', line(7));
        if (next === 'bad') choose('bad.jsonl', '<html>');
        if (next === 'filter') {
          part('filter').value = 'shoes';
          part('filter').dispatchEvent(new Event('input', { bubbles: true }));
        }
        Object.assign(window, { seen });
        return { rows, words };
      },
      count,
      MEDIA,
      then,
    );
  const unread = () => panel.until('it says which lines were left out', () => /^2 lines of it/.test(document.querySelector('[data-part=unread]')?.textContent ?? ''));
  const counts = (...wanted) =>
    panel.until(`the foot says ${wanted.join()}`, (...all) => {
      const foot = document.querySelector('[data-part=counts]').textContent;
      return !foot.includes('so far') && all.every((words) => foot.includes(words));
    }, ...wanted);

  const begun = await openLarge('nothing');
  assert.ok(begun.rows > 5, 'rows are there before all is read');
  assert.equal(begun.words, 'It is still being read.');
  await unread();
  await counts(`${count} requests`, `${count} failed`);
  // It only ever grew.
  const numbers = await panel.evaluate(() => /** @type {any} */ (window).seen.map((text) => Number(/^\d+/.exec(text)[0])));
  assert.deepEqual(numbers, numbers.toSorted((one, other) => one - other));

  await openLarge('filter');
  await unread();
  await counts(`${count / 2} of ${count} requests`, `${count} failed`);
  await panel.click('[data-part=filter]');
  await panel.press('Escape');
  await counts(`${count} requests`);

  await openLarge('bad');
  await panel.until('it says why', () => /no HAR file/.test(document.querySelector('[data-part=refusal]')?.textContent ?? ''));
  await counts(`${count} requests`, `${count} failed`);
  await panel.click('[data-action=dismiss]');
  await unread();

  await openLarge('other');
  const other = await shows(panel, ({ notice, rows }) => notice === 'opened' && rows.length === 1);
  assert.deepEqual([other.counts.replace(/ ·.*/, ''), other.rows[0].url], ['1 request', `${MEDIA}/shoes/7.jpg`]);

  await openLarge('leave');
  const back = await shows(panel, ({ notice, rows }) => notice === null && rows.length === 2);
  assert.deepEqual(shown(back), shown(before));
});

for (const exporter of ['chromium', 'firefox']) {
  inBrowsers(`a HAR that the Network panel of ${exporter} saved is opened, and its failures are explained`, async ({ browser, standIn }) => {
    const text = await readFile(new URL(`../har/${exporter}.har`, import.meta.url), 'utf8');
    standIn.page(PAGE, album([]));
    const { panel } = await openPanel(browser, await browser.open(PAGE), ({ state }) => state === 'connected');
    await open(panel, `${exporter}.har`, text);
    const read = await shows(panel, ({ notice, rows }) => notice === 'opened' && rows.length > 5);
    const failures = JSON.parse(text).log.entries.filter(({ request, response }) => response.status >= 400 && /cloudinary\.com\//.test(request.url));
    assert.ok(failures.length > 3);
    for (const { request, response } of failures) {
      const row = read.rows.find(({ url }) => url === request.url);
      assert.equal(row?.cells.status, String(response.status), request.url);
      assert.ok(row.code && row.cells.cause, request.url);
    }
  });
}
