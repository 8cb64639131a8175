// Uploads as Cloudinary's own front ends make them: the Upload Widget in its frame, and large files in chunks.

import assert from 'node:assert/strict';
import { LAST, PAGE, album, badgeSays, inBrowsers, listed, loadImage, openPopup, urlsOf } from './harness.mjs';
import { explain } from './popup.mjs';

const UPLOAD = 'https://api.cloudinary.com/v1_1/demo/auto/upload';
const WIDGET = 'https://upload-widget.cloudinary.com/2.86.1/global/index.html';

/** The widget's side: uploads what the page hands to it, with the headers that the widget sends, and tells how it went. */
const widget = `<!doctype html><html lang="en"><title>Upload Widget</title><script>
  addEventListener('message', ({ data, source, origin }) => {
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...data.fields, file: data.file })) form.append(name, value);
    const request = new XMLHttpRequest();
    request.open('POST', ${JSON.stringify(UPLOAD)});
    request.setRequestHeader('X-Requested-With', 'XMLHttpRequest');
    request.setRequestHeader('X-Unique-Upload-Id', 'uqid-1790000000');
    request.setRequestHeader('Content-Range', 'bytes 0-72/73');
    request.onloadend = () => source.postMessage(request.status, origin);
    request.send(form);
  });
</script></html>`;

inBrowsers('what the Upload Widget fails at in its frame belongs to the page around it', async ({ browser, standIn }) => {
  const message = 'Upload preset must be whitelisted for unsigned uploads';
  standIn.on(UPLOAD, ({ method }) => (method === 'OPTIONS' ? {} : { status: 400, message }));
  standIn.page(WIDGET, widget);
  standIn.page(PAGE, album([], `<iframe title="Upload Widget" src="${WIDGET}"></iframe>`));
  const page = await browser.open(PAGE);
  const status = await page.evaluate(
    () =>
      new Promise((resolve) => {
        addEventListener('message', ({ data }) => resolve(data), { once: true });
        const file = new File([new Uint8Array(73)], 'avatar.png', { type: 'image/png' });
        frames[0].postMessage({ fields: { upload_preset: 'editors', source: 'uw' }, file }, '*');
      }),
  );
  assert.equal(status, 400);
  assert.deepEqual(standIn.requests.filter(({ url }) => url === UPLOAD).map(({ method }) => method), ['OPTIONS', 'POST']);
  await badgeSays(browser, page, '1');
  // The widget takes its frame away when it is closed.
  await page.evaluate(() => document.querySelector('iframe').remove());
  await loadImage(page, LAST);
  const { popup, listed: read } = await openPopup(browser, page, (now) => urlsOf(now).includes(LAST));
  assert.deepEqual(urlsOf(read), [UPLOAD, LAST].sort());
  assert.deepEqual([read.failed, read.warnings, read.delivered], [2, 0, 0], 'the widget itself is no medium');
  const found = await explain(popup, { url: UPLOAD });
  assert.deepEqual(
    { code: found.code, status: found.status, message: found.message, field: found.field },
    { code: 'upload-preset-not-unsigned', status: 400, message, field: 'upload_preset' },
  );
});

/** Uploads `chunks` chunks of `size` bytes one after the other until one fails, as `upload_large` does; their statuses. */
function uploadInChunks(page, url, { chunks, size, fields }) {
  return page.evaluate(
    async (address, count, length, texts) => {
      const id = crypto.randomUUID();
      const file = new File([new Uint8Array(count * length)], 'talk.mp4', { type: 'video/mp4' });
      const statuses = [];
      for (let start = 0; start < file.size && (statuses.at(-1) ?? 200) === 200; start += length) {
        const form = new FormData();
        for (const [name, value] of Object.entries(texts)) form.append(name, value);
        form.append('file', file.slice(start, start + length), file.name);
        const headers = { 'x-unique-upload-id': id, 'content-range': `bytes ${start}-${start + length - 1}/${file.size}` };
        statuses.push((await fetch(address, { method: 'POST', headers, body: form })).status);
      }
      return statuses;
    },
    url,
    chunks,
    size,
    fields,
  );
}

/** Answers the chunk that begins at byte `start` with `message`, all others as they are answered until the last. */
const failsAt = (start, message) => ({ method, headers }) => {
  if (method === 'OPTIONS') return {};
  if (headers['content-range']?.startsWith(`bytes ${start}-`)) return { status: 400, message };
  return { body: JSON.stringify({ done: false, kind: 'file' }) };
};

inBrowsers('a chunked upload that fails at its end and one that fails in the middle', async ({ browser, standIn }) => {
  const atEnd = 'https://api.cloudinary.com/v1_1/demo/video/upload';
  const inMiddle = 'https://api.cloudinary.com/v1_1/demo/auto/upload';
  const tooLarge = 'File size too large. Got 18874368. Maximum is 10485760. Upgrade your plan to enjoy higher limits https://www.cloudinary.com/pricing/upgrades/file-limit';
  const tooSmall = 'All parts except EOF-chunk must be larger than 5mb';
  const six = 6 * 1024 * 1024;
  standIn.on(atEnd, failsAt(2 * six, tooLarge));
  standIn.on(inMiddle, failsAt(1000, tooSmall));
  standIn.page(PAGE, album([]));
  const page = await browser.open(PAGE);
  const fields = { upload_preset: 'web', public_id: 'talks/opening' };
  assert.deepEqual(await uploadInChunks(page, atEnd, { chunks: 3, size: six, fields }), [200, 200, 400]);
  assert.deepEqual(await uploadInChunks(page, inMiddle, { chunks: 3, size: 1000, fields }), [200, 400]);
  await loadImage(page, LAST);
  await listed(browser, page, (read) => urlsOf(read).includes(LAST));
  const { popup, listed: read } = await openPopup(browser, page, ({ delivered }) => delivered === 3);
  assert.deepEqual([read.failed, read.warnings, read.delivered], [3, 0, 3]);
  for (const [url, code, message] of [
    [atEnd, 'file-too-large', tooLarge],
    [inMiddle, 'upload-chunk-too-small', tooSmall],
  ]) {
    const found = await explain(popup, { url });
    assert.deepEqual(
      { code: found.code, message: found.message, field: found.field },
      { code, message, field: 'file' },
      url,
    );
  }
});
