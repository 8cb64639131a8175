// Every case of the clinic, in both browsers: listed with the right status, cause, mark and message.

import assert from 'node:assert/strict';
import { CASES, isBroken } from './cases.mjs';
import { openClinic, serveClinic, tryUploads } from './clinic.mjs';
import { inBrowsers, openPopup, urlsOf } from './harness.mjs';
import { explain } from './popup.mjs';

const BROKEN = CASES.filter(isBroken);

inBrowsers('every case of the clinic is explained', async ({ browser, standIn }) => {
  serveClinic(standIn);
  const page = await openClinic(browser);
  await tryUploads(page);
  const all = (read) => urlsOf(read).length >= BROKEN.length && read.delivered >= CASES.length - BROKEN.length;
  const { popup, listed } = await openPopup(browser, page, all);

  assert.deepEqual(urlsOf(listed), BROKEN.map(({ url }) => new URL(url).href).sort());
  for (const patient of BROKEN) {
    const found = await explain(popup, patient);
    assert.equal(found?.code, patient.code, `${patient.id}: code`);
    assert.equal(found.status, patient.status, `${patient.id}: status`);
    assert.equal(found.url, new URL(patient.url).href, `${patient.id}: the URL is drawn to the letter`);
    if (patient.mark) assert.equal(found.mark, patient.mark, `${patient.id}: mark`);
    if (patient.message) {
      assert.equal(found.message, patient.message, `${patient.id}: message`);
      assert.match(found.requestId ?? '', /^[0-9a-f]{32}$/, `${patient.id}: request ID`);
    }
    if (patient.field && patient.field in patient.fields) assert.equal(found.field, patient.field, `${patient.id}: field`);
    assert.ok(found.title && !/[.!]$|^Error/.test(found.title), `${patient.id}: title “${found.title}”`);
  }
  const failed = BROKEN.filter(({ status }) => status !== 200).length;
  assert.equal(listed.failed, failed);
  assert.equal(listed.warnings, BROKEN.length - failed);
  assert.equal(listed.delivered, CASES.length - BROKEN.length);
});
