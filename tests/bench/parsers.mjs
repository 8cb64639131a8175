// The wasm build against the npm parsers, in one run on the same URLs: node tests/bench/parsers.mjs <pkg folder>
// (built with `--target nodejs --features batch`; ./build.sh bench does both). The three take turns of some batches
// each, as a list that is longer than the corpus would; the best batch of each counts: the least disturbed one, once
// the engine has compiled all of it for good. xcld reads, checks and points at faults in that time; parseUrl gives parts
// where it does not throw; extractPublicId gives the public ID.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { parseUrl } from '@cloudinary-util/util';
import { extractPublicId } from 'cloudinary-build-url';

const TURNS = 10;
const BATCHES = 60;
const RECORD = 24;

const folder = process.argv[2];
if (!folder) {
  console.error('usage: node tests/bench/parsers.mjs <folder of the wasm package built for Node>');
  process.exit(2);
}
const { readBatch } = createRequire(import.meta.url)(resolve(folder, 'xcld.js'));
const rows = readFileSync(new URL('../corpus/urls.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))
  .filter((row) => row.status === 'valid');
const urls = rows.map((row) => row.url);
const encoder = new TextEncoder();

let threw = 0;
let found = 0;
const contestants = {
  xcld: () => {
    const numbers = readBatch(encoder.encode(urls.join('\n')));
    if (numbers.length !== urls.length * RECORD) throw new Error(`expected ${urls.length} records`);
  },
  parseUrl: () => {
    threw = 0;
    for (const url of urls) {
      try {
        parseUrl(url);
      } catch {
        threw += 1;
      }
    }
  },
  extractPublicId: () => {
    found = 0;
    for (const url of urls) if (extractPublicId(url)) found += 1;
  },
};

const best = Object.fromEntries(Object.keys(contestants).map((name) => [name, Infinity]));
for (let turn = 0; turn < TURNS; turn += 1) {
  for (const [name, run] of Object.entries(contestants)) {
    for (let batch = 0; batch < BATCHES; batch += 1) {
      const start = performance.now();
      run();
      best[name] = Math.min(best[name], performance.now() - start);
    }
  }
}

const perUrl = (name) => (best[name] * 1e6) / urls.length;
console.log(`${urls.length} URLs; parseUrl threw on ${threw}, extractPublicId answered ${found}`);
for (const name of Object.keys(contestants)) console.log(`${name.padEnd(16)}${perUrl(name).toFixed(0).padStart(8)} ns each`);
console.log(`parseUrl / xcld          ${(best.parseUrl / best.xcld).toFixed(2)}  (bar: at least 4)`);
console.log(`xcld / extractPublicId   ${(best.xcld / best.extractPublicId).toFixed(2)}  (bar: at most 2)`);
