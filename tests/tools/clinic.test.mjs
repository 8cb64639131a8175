// The clinic holds every cause: a new code comes with a case that a real browser meets.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { CASES, SECTIONS } from '../e2e/cases.mjs';

test('every code is the cause of a case', () => {
  const pages = readdirSync(new URL('../../docs/codes', import.meta.url));
  const codes = pages.map((page) => page.replace(/\.md$/, ''));
  assert.ok(codes.length > 60, 'the pages were found');
  const raised = new Set(CASES.map(({ code }) => code));
  assert.deepEqual(codes.filter((code) => !raised.has(code)), []);
  assert.deepEqual([...raised].filter((code) => code && !codes.includes(code)), []);
});

test('cases can be told apart', () => {
  const ids = CASES.map(({ id }) => id);
  assert.deepEqual(ids, [...new Set(ids)]);
  // The popup is asked for a URL and a code.
  const keys = CASES.map(({ url, code }) => `${url} ${code}`);
  assert.deepEqual(keys, [...new Set(keys)]);
  assert.deepEqual(CASES.filter(({ section }) => !SECTIONS.some(({ id }) => id === section)), []);
});
