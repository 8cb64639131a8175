/**
 * Makes the pages of docs/codes into pages of the extension: one for each code, and an index of them all. They hold no
 * script and load nothing but the extension's own style.
 */
import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { Marked } from "marked";

const marked = new Marked({
  async: false,
  gfm: true,
  renderer: {
    /** @param {{ text: string }} token */
    html({ text }) {
      throw new Error(`HTML has no place in a page about a code: ${text}`);
    },
  },
});

/**
 * @param {string} [folder] where the Markdown is
 * @returns {Record<string, Uint8Array>} the pages by their path in the extension, `codes/<code>.html`
 */
export function codePages(folder = "docs/codes") {
  const names = readdirSync(folder).filter((name) => name.endsWith(".md")).sort();
  /** @type {Record<string, Uint8Array>} */
  const pages = {};
  const rows = [];
  for (const name of names) {
    const code = basename(name, ".md");
    const { title, rest } = parts(readFileSync(join(folder, name), "utf8"), name);
    const body = [
      '<nav><a href="index.html">All codes</a></nav>',
      `<h1>${escape(title)}</h1>`,
      `<p class="code"><code>${code}</code></p>`,
      marked.parse(rest),
    ];
    pages[`codes/${code}.html`] = page(title, body.join("\n"));
    rows.push(`<li><a href="${code}.html">${escape(title)}</a> <code>${code}</code></li>`);
  }
  pages["codes/index.html"] = page("What can be wrong", `<h1>What can be wrong</h1>\n<ul class="codes">\n${rows.join("\n")}\n</ul>\n`);
  return pages;
}

/**
 * @param {string} markdown
 * @param {string} name
 */
function parts(markdown, name) {
  const found = /^# (.+)\n\n/.exec(markdown);
  if (!found) throw new Error(`${name} does not begin with its title`);
  return { title: found[1], rest: markdown.slice(found[0].length) };
}

/**
 * @param {string} title
 * @param {string} body
 */
function page(title, body) {
  return new TextEncoder().encode(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escape(title)} – xcld</title>
<link rel="stylesheet" href="../tokens.css">
<link rel="stylesheet" href="../pages.css">
</head>
<body>
<main>
${body}</main>
</body>
</html>
`);
}

/** @param {string} text */
function escape(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
