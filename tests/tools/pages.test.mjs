import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { codePages } from "../../tools/pages.mjs";

const text = (/** @type {Uint8Array} */ bytes) => new TextDecoder().decode(bytes);
const pages = codePages();

test("every page of docs/codes becomes one of the extension, and the index names them all", () => {
  const codes = readdirSync("docs/codes").map((name) => name.replace(/\.md$/, ""));
  assert.deepEqual(Object.keys(pages).sort(), [...codes.map((code) => `codes/${code}.html`), "codes/index.html"].sort());
  for (const code of codes) assert.match(text(pages["codes/index.html"]), new RegExp(`href="${code}\\.html"`));
});

test("pages hold no script, load nothing from elsewhere, and lead only to Cloudinary's own pages", () => {
  for (const [name, bytes] of Object.entries(pages)) {
    const html = text(bytes);
    assert.doesNotMatch(html, /<script|<img|<iframe|style=|\son\w+=|javascript:/i, name);
    const loads = [...html.matchAll(/<link rel="stylesheet" href="([^"]+)">/g)].map(([, href]) => href);
    assert.deepEqual(loads, ["../tokens.css", "../pages.css"], name);
    for (const [, href] of html.matchAll(/<a href="([^"]+)"/g)) {
      assert.match(href, /^(https:\/\/(cloudinary\.com\/documentation|support\.cloudinary\.com)\/|[a-z-]+\.html$)/, name);
    }
    assert.equal([...html.matchAll(/<h1>/g)].length, 1, name);
  }
});

test("the same sources give the same bytes", () => {
  assert.deepEqual(codePages(), pages);
});

test("HTML in the Markdown stops the build", () => {
  const folder = mkdtempSync(join(tmpdir(), "xcld-pages-"));
  writeFileSync(join(folder, "a.md"), "# A\n\nSee <b>this</b>.\n");
  assert.throws(() => codePages(folder), /HTML has no place/);
  rmSync(folder, { recursive: true });
});
