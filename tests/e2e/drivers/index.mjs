// One interface over two real browsers, so that a test is written once and runs in both.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as chromium from './chromium.mjs';
import * as firefox from './firefox.mjs';

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');

const DRIVERS = { chromium, firefox };

/** The names of the browsers that this machine has, or those that `XCLD_BROWSERS` (comma separated) names. */
export const BROWSERS =
  process.env.XCLD_BROWSERS?.split(',') ?? Object.keys(DRIVERS).filter((name) => DRIVERS[name].binary());

/**
 * A browser with a fresh profile whose whole traffic goes to the stand-in.
 *
 * @typedef {object} Browser
 * @property {string} name `chromium` or `firefox`
 * @property {(directory?: string) => Promise<void>} install installs the unpacked extension
 * @property {(url: string, options?: {wait?: boolean}) => Promise<Page>} open opens a tab and, unless `wait` is false, waits for its load event
 * @property {(url: string) => Promise<Page>} openPrivate the same in a private window, where the extension is allowed too
 * @property {(page: Page) => Promise<View>} popup opens the real popup over `page` by its toolbar action
 * @property {(folder: string) => Promise<void>} downloadTo lets files be saved into a folder, without asking
 * @property {(page: Page) => Promise<DevTools>} openDevTools opens the browser's DevTools for `page`
 * @property {(file: string) => Promise<View>} view opens a page of the extension in a tab
 * @property {(page: Page) => Promise<{text: string, colour: number[]}>} badge what the toolbar shows for `page`
 * @property {() => Promise<string>} clipboard what the clipboard holds, as text
 * @property {() => Promise<boolean>} backgroundRuns
 * @property {() => Promise<void>} killBackground stops the background as the browser does when it idles
 * @property {(page?: Page) => Promise<object>} session all of `storage.session`; of the private one where `page` is private
 * @property {() => Promise<void>} withholdAccess takes the access to all sites away, as a user can
 * @property {(fn: Function, ...args: unknown[]) => Promise<any>} inExtension runs `fn` in a page of the extension that runs none of xcld's own code
 * @property {(page: Page) => Promise<number>} tabId the browser's number of the page's tab
 * @property {string} origin the extension's origin, without a slash at its end
 * @property {Promise<unknown>} closed resolves when somebody closed the browser
 * @property {() => Promise<void>} close
 *
 * A page or a view. `evaluate` runs a self-contained function there and returns its (JSON) value; `until` waits until that value is truthy.
 *
 * @typedef {object} Page
 * @property {(fn: Function, ...args: unknown[]) => Promise<any>} evaluate
 * @property {(what: string, fn: Function, ...args: unknown[]) => Promise<any>} until
 * @property {(url: string, options?: {wait?: boolean}) => Promise<void>} goto
 * @property {() => Promise<void>} front makes it the tab in front: browsers draw no other
 * @property {() => Promise<void>} [crash] ends its process; Chromium only
 * @property {() => Promise<void>} reload
 * @property {() => Promise<void>} back goes back in the history; `forward` forward
 * @property {(options?: object) => Promise<Buffer>} screenshot PNG
 * @property {() => Promise<void>} close
 *
 * @typedef {Page & {press: (key: string, shift?: boolean) => Promise<void>, click: (selector: string) => Promise<void>}} View
 *
 * The browser's DevTools for a page.
 *
 * @typedef {object} DevTools
 * @property {() => Promise<Panel>} panel brings the extension's panel to the front, and gives its page
 * @property {(id: string) => Promise<void>} show brings a panel of the browser's own to the front
 * @property {(side: 'bottom' | 'right' | 'undocked') => Promise<void>} dock
 * @property {(name: 'light' | 'dark') => Promise<void>} theme
 * @property {(width: number) => Promise<void>} resize makes the panel `width` CSS pixels wide
 * @property {(json: string) => Promise<{ url: string, status: number, type: string, time: number, transferred: number }[]>} importHar
 *   what the importer of the Network panel makes of a HAR
 * @property {() => Promise<void>} close
 *
 * The page of the extension's panel. `screenshot` shows all of DevTools.
 *
 * @typedef {View & {type: (selector: string, text: string) => Promise<void>}} Panel
 */

/**
 * Starts a browser.
 *
 * @param {string} name
 * @param {object} options
 * @param {import('../stand-in.mjs').StandIn} options.standIn where all traffic goes
 * @param {boolean} [options.headless] default true
 * @param {boolean} [options.dark] whether the system's theme is dark
 * @param {string|false} [options.extension] the unpacked extension; `false`: none for now. Default: the built one
 * @returns {Promise<any>} a {@link Browser}
 */
export async function launch(name, { standIn, headless = true, dark = false, extension }) {
  const browser = await DRIVERS[name].launch({ standIn, headless, dark, extension: extension || builtExtension(name) });
  if (extension !== false) {
    await browser.install().catch(async (error) => {
      await browser.close();
      throw error;
    });
  }
  return browser;
}

/** The directory of the unpacked extension that `./build.sh` wrote for this browser. */
export function builtExtension(name) {
  return path.join(ROOT, 'dist', name === 'firefox' ? 'firefox' : 'chrome');
}

/** Whether `./build.sh` has written the extension for this browser. */
export function isBuilt(name) {
  return existsSync(path.join(builtExtension(name), 'manifest.json'));
}
