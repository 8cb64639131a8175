/**
 * The root manifest.json names everything any browser needs; each browser gets the part that it knows.
 *
 * @typedef {"chrome" | "edge" | "firefox"} Browser
 * @typedef {Record<string, any>} Manifest
 */

/** @type {readonly Browser[]} */
export const browsers = ["chrome", "edge", "firefox"];

/**
 * The manifest for one browser: one that makes it warn of nothing.
 *
 * @param {Manifest} source the root manifest; stays as it is
 * @param {Browser} browser
 * @returns {Manifest}
 */
export function manifestFor(source, browser) {
  const manifest = structuredClone(source);
  if (browser === "firefox") {
    // Firefox has no service workers for extensions; its linter warns of the key.
    delete manifest.background.service_worker;
    delete manifest.minimum_chrome_version;
    // Firefox takes "split" for "not allowed". The journal tells private tabs apart by itself.
    manifest.incognito = "spanning";
  } else {
    // "'background.scripts' requires manifest version of 2 or lower", says Chromium in developer mode.
    delete manifest.background.scripts;
    delete manifest.browser_specific_settings;
  }
  return manifest;
}

/**
 * The files that a manifest names, as paths from the extension's root.
 *
 * @param {Manifest} manifest
 * @returns {string[]}
 */
export function filesNamedBy(manifest) {
  const { background = {}, action = {} } = manifest;
  return [
    ...new Set(
      [
        background.service_worker,
        ...(background.scripts ?? []),
        action.default_popup,
        ...Object.values(action.default_icon ?? {}),
        ...Object.values(manifest.icons ?? {}),
        manifest.devtools_page,
        manifest.options_ui?.page,
      ].filter((name) => name !== undefined),
    ),
  ];
}
