/**
 * Writes dist/chrome, dist/edge and dist/firefox, each of which loads unpacked, and a zip of each.
 *
 * The same input gives the same bytes, on any machine, in any folder, at any time: names are sorted, times
 * are fixed, and the compressor is JavaScript of one pinned version.
 */
import { readFileSync, readdirSync, rmSync, mkdirSync, writeFileSync, existsSync } from "node:fs";
import { dirname, extname, join, relative, sep } from "node:path";
import { gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import { withFragments } from "./fragments.mjs";
import { browsers, filesNamedBy, manifestFor } from "./manifest.mjs";
import { codePages } from "./pages.mjs";

/** What an extension's page can load. A file of another kind in extension/ is there by mistake. */
const shipped = new Set([".html", ".css", ".js", ".json", ".svg", ".png"]);

const source = JSON.parse(readFileSync("manifest.json", "utf8"));
const crateVersion = /^version = "(.*)"$/m.exec(readFileSync("Cargo.toml", "utf8"))?.[1];
if (crateVersion !== source.version) {
  stop(`Cargo.toml says version ${crateVersion}, manifest.json says ${source.version}. They must be the same.`);
}

const common = { ...pagesMadeWhole(readExtension()), ...codePages(), ...readModule() };
rmSync("dist", { recursive: true, force: true });
/** @type {Set<string>} */
const missing = new Set();
for (const browser of browsers) {
  const manifest = manifestFor(source, browser);
  const files = { "manifest.json": encode(`${JSON.stringify(manifest, null, 2)}\n`), ...common };
  for (const name of filesNamedBy(manifest)) if (!Object.hasOwn(files, name)) missing.add(name);
  for (const [name, bytes] of Object.entries(files)) {
    const path = join("dist", browser, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
  const archive = zip(files);
  const name = `dist/xcld-${browser}-${source.version}.zip`;
  writeFileSync(name, archive);
  console.log(`   dist/${browser.padEnd(8)} ${name}  ${bytes(archive.length)}`);
}

if (missing.size > 0) stop(`manifest.json names what extension/ lacks: ${[...missing].join(", ")}`);

const wasm = common["pkg/xcld_bg.wasm"];
const glue = common["pkg/xcld.js"];
console.log(`   wasm ${bytes(wasm.length)} (${bytes(gzip(wasm))} gzipped), glue ${bytes(glue.length)} (${bytes(gzip(glue))} gzipped)`);

/** @returns {Record<string, Uint8Array>} the files of extension/ by their path in it */
function readExtension() {
  /** @type {Record<string, Uint8Array>} */
  const files = {};
  for (const entry of readdirSync("extension", { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    if (!shipped.has(extname(entry.name))) {
      stop(`${path} is of a kind that no extension ships (${[...shipped].join(" ")}). Only what ships belongs into extension/.`);
    }
    files[relative("extension", path).split(sep).join("/")] = readFileSync(path);
  }
  return files;
}

/** @param {Record<string, Uint8Array>} files */
function pagesMadeWhole(files) {
  try {
    return withFragments(files);
  } catch (problem) {
    stop(/** @type {Error} */ (problem).message);
  }
}

/** @returns {Record<"pkg/xcld.js" | "pkg/xcld_bg.wasm", Uint8Array>} the wasm module and its glue, and nothing else wasm-pack writes */
function readModule() {
  if (!existsSync("target/pkg/xcld_bg.wasm")) stop("target/pkg is empty: run ./build.sh");
  return { "pkg/xcld.js": readFileSync("target/pkg/xcld.js"), "pkg/xcld_bg.wasm": readFileSync("target/pkg/xcld_bg.wasm") };
}

/**
 * @param {Record<string, Uint8Array>} files
 * @returns {Uint8Array} a zip that depends on nothing but names and contents
 */
function zip(files) {
  const names = Object.keys(files).sort();
  // A zip stores local time; this constructor takes local time, so the bytes are the same in every zone.
  const options = { level: /** @type {const} */ (9), mtime: new Date(1980, 0, 1) };
  return zipSync(Object.fromEntries(names.map((name) => [name, files[name]])), options);
}

/** @param {string} text */
function encode(text) {
  return new TextEncoder().encode(text);
}

/** @param {Uint8Array} data */
function gzip(data) {
  return gzipSync(data, { level: 9 }).length;
}

/** @param {number} count */
function bytes(count) {
  return `${count.toLocaleString("en")} bytes`;
}

/**
 * @param {string} problem
 * @returns {never}
 */
function stop(problem) {
  console.error(`\nxcld: ${problem}`);
  process.exit(1);
}
