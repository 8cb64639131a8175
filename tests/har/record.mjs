// Records chromium.har and firefox.har: what each browser's own exporter writes of the same page, whose media and
// uploads fail in the ways that a HAR must tell. Run it again when a browser changes its format:
//
//   ./build.sh setup && node tests/har/record.mjs [chromium] [firefox]

import { writeFile } from 'node:fs/promises';
import { album } from '../e2e/harness.mjs';
import { BROWSERS, launch } from '../e2e/drivers/index.mjs';
import { startStandIn } from '../e2e/stand-in.mjs';
import { fromChromium, fromFirefox } from './exporters.mjs';

const PAGE = 'https://shop.test/';
const MEDIA = 'https://res.cloudinary.com/demo/image/upload';
const UPLOAD = 'https://api.cloudinary.com/v1_1/demo/image/upload';
const EXPORT = { chromium: fromChromium, firefox: fromFirefox };

/** The page's own script: everything that is not an image, one after the other. */
const script = `
  const form = (fields) => Object.entries(fields).reduce((all, [name, value]) => (all.append(name, value), all), new FormData());
  const file = new File([new Uint8Array([137, 80, 78, 71, 0, 255])], 'größe.png', { type: 'image/png' });
  const upload = (body, headers) => fetch(${JSON.stringify(UPLOAD)}, { method: 'POST', body, headers }).catch(() => {});
  addEventListener('load', async () => {
    await upload(form({ upload_preset: 'editors', folder: 'visitors', file }));
    await upload(form({ file, api_key: '123456789012345', timestamp: '1700000000', signature: '0123456789abcdef0123456789abcdef01234567' }));
    await upload(new URLSearchParams({ upload_preset: 'web', file: '[object Object]' }));
    await upload(JSON.stringify({ upload_preset: 'web' }), { 'content-type': 'application/json' });
    await fetch(${JSON.stringify(`${MEDIA}/shop/never.jpg`)}).catch(() => {});
    document.documentElement.dataset.done = '';
  });`;

/** @param {import('../e2e/stand-in.mjs').StandIn} standIn */
function serve(standIn) {
  standIn.on(`${MEDIA}/c_fil,w_300/shop/shoes.jpg`, { status: 400, message: 'Invalid crop in transformation: fil' });
  standIn.on(`${MEDIA}/shop/caf%C3%A9.jpg`, { status: 404, message: 'Resource not found - shop/café' });
  standIn.on(`${MEDIA}/w_300/shop/shoes.png`, {});
  standIn.on(`${MEDIA}/old.jpg`, { status: 302, headers: [['location', `${MEDIA}/new.jpg`]] });
  standIn.on(`${MEDIA}/new.jpg`, { status: 404, message: 'Resource not found - new' });
  standIn.on(`${MEDIA}/shop/never.jpg`, { reset: true });
  standIn.on(UPLOAD, ({ method, headers, body }) => {
    if (method === 'OPTIONS') return {};
    const text = body.toString('latin1');
    const message = text.includes('editors')
      ? 'Upload preset must be whitelisted for unsigned uploads'
      : text.includes('signature')
        ? 'Stale request - reported time is 2023-11-14 22:13:20 +0000 which is more than 1 hour ago'
        : headers['content-type'] === 'application/json'
          ? 'Upload preset must be specified when using unsigned upload'
          : 'Unsupported source URL: [object Object]';
    // Only the body says why: what a HAR has and webRequest has not.
    return { status: 400, message, without: ['x-cld-error', 'server-timing'] };
  });
  const images = ['c_fil,w_300/shop/shoes.jpg', 'shop/caf%C3%A9.jpg', 'old.jpg', 'w_300/shop/shoes.png'];
  standIn.page(PAGE, album(images.map((path) => `${MEDIA}/${path}`), `<script>${script}</script>`));
}

/** The address and the ports differ from run to run and machine to machine, and tell nothing. */
function neutral(har) {
  for (const entry of har.log.entries) {
    if ('connection' in entry) entry.connection = '443';
    if ('_connectionId' in entry) entry._connectionId = '1';
    if ('serverIPAddress' in entry) entry.serverIPAddress = '127.0.0.1';
  }
  return har;
}

for (const name of process.argv.length > 2 ? process.argv.slice(2) : BROWSERS) {
  const standIn = await startStandIn();
  serve(standIn);
  try {
    const har = neutral(await EXPORT[name]({ standIn, launch, page: PAGE }));
    await writeFile(new URL(`${name}.har`, import.meta.url), `${JSON.stringify(har, null, 2)}\n`);
    console.log(`${name}.har: ${har.log.entries.length} entries`);
  } finally {
    await standIn.close();
  }
}
