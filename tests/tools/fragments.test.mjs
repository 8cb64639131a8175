import assert from "node:assert/strict";
import { test } from "node:test";
import { withFragments } from "../../tools/fragments.mjs";

/** @param {Record<string, string>} files */
function build(files) {
  const encoded = Object.entries(files).map(([name, text]) => [name, new TextEncoder().encode(text)]);
  const built = Object.entries(withFragments(Object.fromEntries(encoded)));
  return Object.fromEntries(built.map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]));
}

test("a fragment stands in place of the comment that names it, indented as the comment was, in every page", () => {
  const built = build({
    "a.html": "<body>\n  <!-- include parts/x.html -->\n</body>\n",
    "b.html": "<!-- include parts/x.html -->\n",
    "parts/x.html": "<p>\n\n  text $& $1\n</p>\n",
    "a.css": "<!-- include parts/x.html -->\n",
  });
  assert.deepEqual(built, {
    "a.html": "<body>\n  <p>\n\n    text $& $1\n  </p>\n</body>\n",
    "b.html": "<p>\n\n  text $& $1\n</p>\n",
    "a.css": "<!-- include parts/x.html -->\n",
  });
});

test("a page that includes what is not there stops the build and says which", () => {
  assert.throws(() => build({ "a.html": "<!-- include parts/y.html -->\n" }), /a\.html includes parts\/y\.html, but there is no extension\/parts\/y\.html/);
  assert.throws(() => build({ "a.html": "<!-- include b.html -->\n", "b.html": "" }), /a\.html includes b\.html/);
});

test("an include that would not be seen stops the build", () => {
  const parts = { "parts/x.html": "x\n" };
  for (const page of ["<p><!-- include parts/x.html --></p>\n", "<!--include parts/x.html-->\n", "<!-- include parts/x.html -->"]) {
    assert.throws(() => build({ ...parts, "a.html": `${page}`, "b.html": "<!-- include parts/x.html -->\n" }), /a\.html: <!--/);
  }
  assert.throws(() => build({ "a.html": "<!-- include parts/x.html -->\n", "parts/x.html": "  <!-- include parts/x.html -->\n" }), /in a fragment/);
});

test("a fragment that no page includes stops the build", () => {
  assert.throws(() => build({ "a.html": "", "parts/x.html": "x\n" }), /No page of extension\/ includes parts\/x\.html/);
});
