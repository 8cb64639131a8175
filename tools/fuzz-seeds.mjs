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
  journal: () =>
    rows.filter((_, index) => index % 20 === 0).map((row, index) =>
      [
        { ...details(index), url: row.url, statusCode: [200, 400, 404][index % 3], responseHeaders: [{ name: "x-cld-error", value: messages[index % messages.length] }] },
        { ...details(index), url: row.url, error: "net::ERR_FAILED" },
      ].map((event) => JSON.stringify(event)).join("\n"),
    ),
  look_back: () =>
    rows.filter((_, index) => index % 20 === 0).map((row, index) =>
      JSON.stringify({
        timeOrigin: 1e12, now: 900, wall: 1e12 + 900,
        resources: [{ name: row.url, initiatorType: "img", startTime: 10 * index, responseEnd: 10 * index + 5, transferSize: 300, decodedBodySize: 0, responseStatus: 0, serverTiming: [["cld-error", messages[0]], ["cld-id", "abc"]] }],
        media: [[row.url, true]],
      }),
    ),
  log_file: () => [
    JSON.stringify({ log: { version: "1.2", creator: { name: "a", version: "1" }, pages: [{ id: "p", title: "https://a.example/", startedDateTime: "2026-09-21T14:13:20.123+02:00" }], entries: [
      { pageref: "p", startedDateTime: "2026-09-21T14:13:20.123Z", time: 12, _resourceType: "fetch", _fromCache: "disk", serverIPAddress: "[::1]",
        request: { method: "POST", url: "https://api.cloudinary.com/v1_1/demo/upload", headers: [{ name: "cookie", value: "a" }], bodySize: 9, postData: { mimeType: "application/json", text: '{"a":"b"}' } },
        response: { status: 400, _transferSize: 9, headers: [], content: { size: 2, mimeType: "application/json", text: "e30=", encoding: "base64" } },
        timings: { blocked: -1, send: 0, wait: 1.5, receive: 0 } }] } }),
    rows.slice(0, 3).map((row) => JSON.stringify({ url: row.url, status: 404, request: { content_type: "multipart/form-data; boundary=x", fields: { api_key: ["1"] } } })).join("\n"),
  ],
  body: () => [
    ["upload_preset", "folder", "public_id"].map((name) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\nvalue\r\n`).join("") +
      '--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n',
    '{"upload_preset":"a","file":"data:image/png;base64,AAAA","tags":["x",1,null]}',
    "upload_preset=a&public_id=b%2Fc&file=https%3A%2F%2Fexample.com%2Fa.png",
  ],
};

/** @param {number} index */
function details(index) {
  return { requestId: String(index), method: "GET", type: "image", tabId: 1, frameId: 0, parentFrameId: -1, documentId: "document", timeStamp: 1e12 + index };
}

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
