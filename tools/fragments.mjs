/**
 * Puts fragments of HTML, which several pages share, into the pages of the extension. A page names a fragment in a comment
 * on a line of its own, `<!-- include parts/exchange.html -->`, and gets its lines in place of that one, indented as it is.
 */

/** The folder in extension/ that holds the fragments. They do not ship by themselves. */
const folder = "parts/";

const include = /^([ \t]*)<!-- include (\S+) -->[ \t]*\n/gm;

/**
 * @param {Record<string, Uint8Array>} files the files of extension/ by their path in it
 * @returns {Record<string, Uint8Array>} those that ship, every page whole
 */
export function withFragments(files) {
  /** @type {Record<string, Uint8Array>} */
  const shipped = {};
  /** @type {Set<string>} */
  const used = new Set();
  for (const [name, bytes] of Object.entries(files)) {
    if (name.startsWith(folder)) continue;
    shipped[name] = name.endsWith(".html") ? new TextEncoder().encode(whole(name, bytes)) : bytes;
  }
  const idle = Object.keys(files).filter((name) => name.startsWith(folder) && !used.has(name));
  if (idle.length > 0) throw new Error(`No page of extension/ includes ${idle.join(", ")}`);
  return shipped;

  /**
   * @param {string} page
   * @param {Uint8Array} bytes
   */
  function whole(page, bytes) {
    const text = new TextDecoder().decode(bytes);
    const done = text.replace(include, (_, indent, name) => {
      if (!name.startsWith(folder) || !Object.hasOwn(files, name)) {
        throw new Error(`extension/${page} includes ${name}, but there is no extension/${folder}${name.split("/").at(-1)}`);
      }
      used.add(name);
      return new TextDecoder().decode(files[name]).replace(/^(?=.)/gm, indent);
    });
    // What looks like an include and is none would leave a hole in the page.
    const left = /<!--\s*include\b[^>]*>/.exec(done);
    if (left) throw new Error(`extension/${page}: ${left[0]} does not stand on a line of its own, or in a fragment`);
    return done;
  }
}
