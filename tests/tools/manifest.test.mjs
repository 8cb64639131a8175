import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { browsers, filesNamedBy, manifestFor } from "../../tools/manifest.mjs";

const source = JSON.parse(readFileSync(new URL("../../manifest.json", import.meta.url), "utf8"));

test("Chrome and Edge get the service worker and nothing of Firefox's", () => {
  for (const browser of /** @type {const} */ (["chrome", "edge"])) {
    const manifest = manifestFor(source, browser);
    assert.deepEqual(manifest.background, { service_worker: "background.js", type: "module" });
    assert.equal(manifest.browser_specific_settings, undefined);
    assert.equal(manifest.minimum_chrome_version, source.minimum_chrome_version);
    assert.equal(manifest.incognito, "split");
  }
});

test("Firefox gets the event page and nothing of Chrome's", () => {
  const manifest = manifestFor(source, "firefox");
  assert.deepEqual(manifest.background, { scripts: ["background.js"], type: "module" });
  assert.equal(manifest.minimum_chrome_version, undefined);
  assert.equal(manifest.incognito, "spanning");
  assert.deepEqual(manifest.browser_specific_settings, source.browser_specific_settings);
});

test("the source stays as it is, and what no browser dislikes is the same everywhere", () => {
  const before = structuredClone(source);
  const [first, ...rest] = browsers.map((browser) => manifestFor(source, browser));
  assert.deepEqual(source, before);
  for (const manifest of rest) {
    for (const key of ["manifest_version", "name", "version", "permissions", "host_permissions", "content_security_policy", "action", "icons"]) {
      assert.deepEqual(manifest[key], first[key], key);
    }
  }
});

test("every file that a manifest names is found in it, once", () => {
  const manifest = {
    background: { service_worker: "a.js", scripts: ["a.js", "b.js"] },
    action: { default_popup: "p.html", default_icon: { 16: "i.png" } },
    icons: { 16: "i.png", 32: "j.png" },
    devtools_page: "d.html",
  };
  assert.deepEqual(filesNamedBy(manifest).sort(), ["a.js", "b.js", "d.html", "i.png", "j.png", "p.html"]);
  assert.deepEqual(filesNamedBy({}), []);
});
