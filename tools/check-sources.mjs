/**
 * What no source of xcld may contain. Prints each offence with its place; exits 1 if there is any.
 */
import { execFileSync } from "node:child_process";
import { lstatSync, statSync, readFileSync } from "node:fs";
import { homedir } from "node:os";

/** @type {{ what: string, pattern: RegExp, where: RegExp }[]} */
const rules = [
  {
    // DevTools' own `inspectedWindow.eval` runs in the page that is looked at, with text of ours.
    what: "text made into markup or code: use text nodes",
    pattern: /\b(?:inner|outer)HTML\b|\binsertAdjacentHTML\b|\bdocument\.write|(?<!\binspectedWindow\.)\beval\(|\bnew Function\(|set_inner_html|set_outer_html|insert_adjacent_html/,
    where: /^(?:extension|www|src)\/.*\.(?:js|mjs|html|rs)$/,
  },
  { what: "an inline script or handler, which the extension's content security policy forbids", pattern: /<script(?![^>]*\ssrc=)|\son[a-z]+\s*=\s*["']/, where: /^extension\/.*\.html$/ },
  { what: "a folder of one machine", pattern: folders(), where: /^(?!tests\/corpus\/)/ },
  { what: "a host of a package registry", pattern: /registry\.npmjs\.org|(?:static|index)\.crates\.io|registry\.yarnpkg\.com/, where: /./ },
];

const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { encoding: "utf8" })
  .split("\0")
  .filter((path) => path !== "" && path !== "tools/check-sources.mjs");
const files = listed.filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile());

let offences = 0;
for (const path of files) {
  const applicable = rules.filter((rule) => rule.where.test(path));
  const text = applicable.length > 0 ? readFileSync(path, "utf8") : "";
  if (text.includes("\0")) continue;
  for (const [index, line] of text.split("\n").entries()) {
    for (const { what, pattern } of applicable) {
      if (pattern.test(line)) {
        console.error(`${path}:${index + 1}: ${what}\n    ${line.trim().slice(0, 160)}`);
        offences += 1;
      }
    }
  }
}
for (const path of listed.filter((path) => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink())) {
  console.error(`${path}: a link, which leads somewhere else on another machine`);
  offences += 1;
}
for (const licence of ["LICENSE-MIT", "LICENSE-APACHE"]) {
  if (!statSync(licence, { throwIfNoEntry: false })) {
    console.error(`${licence} is missing`);
    offences += 1;
  }
}
console.log(`   ${files.length} files looked at, ${offences} offences`);
process.exitCode = offences === 0 ? 0 : 1;

/** @returns {RegExp} home folders in general, and this machine's home and project folders in particular */
function folders() {
  const escaped = [homedir(), process.cwd()].filter((path) => path.length > 1).map((path) => path.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`(?<![\\w.~-])(?:${[...escaped, "/home/\\w+", "/Users/\\w+", "/root"].join("|")})(?:/|\\b)`);
}
