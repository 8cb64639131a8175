// The clinic on the stand-in: the page of www/, and an answer for every case of the table.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CASES, CLINIC, isBroken } from './cases.mjs';
import { ROOT } from './drivers/index.mjs';

const FILES = {
  '': ['www/index.html', 'text/html; charset=utf-8'],
  'clinic.css': ['www/clinic.css', 'text/css; charset=utf-8'],
  'clinic.js': ['www/clinic.js', 'text/javascript; charset=utf-8'],
  'icon.svg': ['www/icon.svg', 'image/svg+xml'],
  ...Object.fromEntries(
    ['cases', ...['deliveries', 'hosts', 'requests', 'uploads'].map((name) => `cases/${name}`)].map((name) => [
      `${name}.mjs`,
      [`tests/e2e/${name}.mjs`, 'text/javascript; charset=utf-8'],
    ]),
  ),
};

/** Lets `standIn` serve the clinic and answer for its media. */
export function serveClinic(standIn) {
  for (const [name, [file, type]] of Object.entries(FILES)) {
    standIn.on(CLINIC + name, () => ({ body: readFileSync(path.join(ROOT, file)), type }));
  }
  for (const patient of CASES.filter(({ as, status }) => as !== 'upload' && status !== 0)) {
    standIn.on(patient.url, answerOf(patient));
  }
  const uploads = CASES.filter(({ as }) => as === 'upload');
  for (const url of new Set(uploads.map((upload) => upload.url))) {
    standIn.on(url, (request) => answerUpload(request, uploads));
  }
}

/** @param {import('./cases.mjs').Case} patient */
function answerOf({ status, message, without }) {
  return { status, message, without };
}

/** The answer of the case whose fields are those that were sent. */
async function answerUpload({ method, url, headers, body }, uploads) {
  if (method === 'OPTIONS') return {};
  const type = headers['content-type'];
  const json = type === 'application/json';
  const form = json ? Object.entries(JSON.parse(body)) : [...(await new Response(body, { headers: { 'content-type': type } }).formData())];
  const sent = new Set(form.filter(([, value]) => typeof value === 'string').map(([name, value]) => `${name}=${value}`));
  const patient = uploads.find(
    (upload) =>
      upload.url === url &&
      Boolean(upload.json) === json &&
      upload.chunk === headers['content-range'] &&
      Boolean(upload.file) === sent.size < form.length &&
      Object.keys(upload.fields).length === sent.size &&
      Object.entries(upload.fields).every(([name, value]) => sent.has(`${name}=${value}`)),
  );
  if (!patient) return { status: 400, message: 'The clinic has no such upload' };
  if (isBroken(patient)) return answerOf(patient);
  return { body: JSON.stringify({ public_id: 'visitors/avatar', resource_type: 'image', type: 'upload', bytes: 73 }) };
}

/** Opens the clinic and waits until every medium has been asked for and has its answer. */
export async function openClinic(browser) {
  const page = await browser.open(CLINIC);
  const count = (as) => CASES.filter((patient) => patient.as === as).length;
  await page.until(
    'every fetch() has its answer',
    (fetches) => document.querySelectorAll('[data-as=fetch] .stage[data-state]').length === fetches,
    count('fetch'),
  );
  return page;
}

/** Presses the button that tries all uploads, and waits for the answers. */
export async function tryUploads(page) {
  await page.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('#upload-all')).click());
  await page.until(
    'every upload has its answer',
    (uploads) => document.querySelectorAll('[data-as=upload] .stage:is([data-state=failed], [data-state=done])').length === uploads,
    CASES.filter(({ as }) => as === 'upload').length,
  );
}
