/**
 * Gives the fuzzer real input to start from: `node tools/fuzz-seeds.mjs FOLDER TARGET...`.
 * A target without seeds of its own starts from nothing.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [folder, ...targets] = process.argv.slice(2);
/** @type {{ url: string, parsed?: { transformations?: string[] } }[]} */
const rows = readFileSync("tests/corpus/urls.jsonl", "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));

/** @type {Record<string, () => string[]>} */
const seeds = {
  url: () => rows.map((row) => row.url),
  transformation: () => rows.map((row) => (row.parsed?.transformations ?? []).join("/")),
  exchange: () =>
    rows.map((row, index) => JSON.stringify({ url: row.url, status: [200, 400, 401, 404, 423, null][index % 6], headers: [["x-cld-error", messages[index % messages.length]]] })),
};

const messages = [
  "Invalid crop in transformation: fil",
  "Resource not found - sample",
  "Strict transformation is not allowed",
  "Invalid Signature a1b2c3. String to sign - 'public_id=sample&timestamp=1'.",
  "cloud_name mismatch",
];

for (const target of targets) {
  const own = join(folder, target);
  mkdirSync(own, { recursive: true });
  for (const seed of seeds[target]?.() ?? []) {
    writeFileSync(join(own, createHash("sha1").update(seed).digest("hex")), seed);
  }
}
