// Firefox by selenium-webdriver and geckodriver. What WebDriver cannot reach (the popup, the badge, the background) is
// driven in the chrome context, Firefox's own privileged side.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Builder } from 'selenium-webdriver';
import { Context, Options, ServiceBuilder } from 'selenium-webdriver/firefox.js';
import { until } from '../until.mjs';
import * as chrome from './firefox-chrome.mjs';

const BINARIES = [
  process.env.FIREFOX,
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/snap/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
];
const TOOLS = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../.cache/tools/bin');
const GECKODRIVERS = [process.env.GECKODRIVER, path.join(TOOLS, 'geckodriver'), '/usr/bin/geckodriver', '/usr/local/bin/geckodriver'];

/** The add-on's ID in manifest.json. */
const ID = 'xcld@xcld.dev';
/** Fixed, so that the tests know the address of the extension's pages. */
const UUID = '11111111-2222-4333-8444-555555555555';

const found = (candidates) => candidates.find((candidate) => candidate && existsSync(candidate));

/** The path of the browser, or `undefined` where it or its driver is missing. */
export function binary() {
  return found(GECKODRIVERS) && found(BINARIES);
}

export async function launch({ standIn, headless, dark, extension }) {
  const options = new Options().setBinary(binary()).addArguments('--width=1280', '--height=900');
  if (headless) options.addArguments('-headless');
  options.setAcceptInsecureCerts(true);
  // Waiting is done here, on conditions: WebDriver's own would never end for a page with an answer that is held back.
  options.set('pageLoadStrategy', 'none');
  const preferences = {
    'network.proxy.type': 1,
    'network.proxy.http': '127.0.0.1',
    'network.proxy.http_port': standIn.proxyPort,
    'network.proxy.ssl': '127.0.0.1',
    'network.proxy.ssl_port': standIn.proxyPort,
    'network.proxy.no_proxies_on': '',
    'network.proxy.allow_hijacking_localhost': true,
    'extensions.webextensions.uuids': JSON.stringify({ [ID]: UUID }),
    // 0 is dark, 1 is light: what pages are told of the system's theme.
    'layout.css.prefers-color-scheme.content-override': dark ? 0 : 1,
    'ui.systemUsesDarkTheme': dark ? 1 : 0,
    'browser.theme.content-theme': dark ? 0 : 1,
    'browser.theme.toolbar-theme': dark ? 0 : 1,
    // Marionette turns the back/forward cache off; the tests need it as users have it.
    'browser.sessionhistory.max_total_viewers': 8,
    // Questions can be answered at once.
    'security.notification_enable_delay': 0,
    'media.autoplay.default': 0,
    'devtools.toolbox.footer.height': 480,
  };
  for (const [name, value] of Object.entries(preferences)) options.setPreference(name, value);
  const service = new ServiceBuilder(found(GECKODRIVERS)).addArguments('--allow-system-access');
  const driver = await new Builder().forBrowser('firefox').setFirefoxOptions(options).setFirefoxService(service).build();
  await driver.manage().setTimeouts({ script: 30_000, pageLoad: 30_000 });
  return new Firefox(driver, extension);
}

class Firefox {
  name = 'firefox';
  origin = `moz-extension://${UUID}`;
  #driver;
  #extension;
  #probe;
  /** WebDriver has one current window and one current context: commands that belong together run one after another. */
  #turn = Promise.resolve();

  constructor(driver, extension) {
    this.#driver = driver;
    this.#extension = extension;
  }

  /** Resolves when somebody closed the browser. */
  get closed() {
    return (async () => {
      for (;;) {
        const open = await this.#inTurn(() => this.#driver.getAllWindowHandles()).catch(() => []);
        if (open.length === 0) return;
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    })();
  }

  async install(directory = this.#extension) {
    await this.#inTurn(() => this.#driver.installAddon(directory, true));
    await this.chrome(chrome.pinAction, ID);
  }

  async open(url, { wait = true } = {}) {
    const page = await this.#newTab();
    await page.goto(url, { wait });
    return page;
  }

  async openPrivate(url) {
    // Allowing it reloads the extension, which closes its pages.
    if (await this.chrome(chrome.allowPrivate, ID)) this.#probe = undefined;
    const known = new Set(await this.#inTurn(() => this.#driver.getAllWindowHandles()));
    await this.chrome(chrome.openPrivateWindow, url);
    const handle = await until('the private window is there', async () => {
      const handles = await this.#inTurn(() => this.#driver.getAllWindowHandles());
      return handles.find((candidate) => !known.has(candidate));
    });
    const page = new FirefoxPage(this, handle);
    await page.loaded(url);
    return page;
  }

  async popup(page) {
    await page.front();
    await this.chrome(chrome.openPopup, ID);
    const popup = new FirefoxPopup(this, 'popup');
    await popup.until('the popup is loaded', () => document.readyState !== 'loading');
    return popup;
  }

  /** Lets files be saved into `folder`, without asking. */
  async downloadTo(folder) {
    await this.chrome(chrome.setPreference, 'browser.download.folderList', 2);
    await this.chrome(chrome.setPreference, 'browser.download.dir', folder);
  }

  /** Opens DevTools for `page`, as F12 does. */
  async openDevTools(page) {
    await page.front();
    await this.chrome(chrome.openDevTools);
    return new FirefoxDevTools(this, page);
  }

  /** A PNG of the window in front, the browser's own parts included, as base64. */
  picture() {
    return this.#inTurn(async () => {
      await this.#driver.setContext(Context.CHROME);
      try {
        return await this.#driver.takeScreenshot();
      } finally {
        await this.#driver.setContext(Context.CONTENT);
      }
    });
  }

  async view(file) {
    const page = await this.#newTab();
    await page.goto(`${this.origin}/${file}`);
    return page;
  }

  async badge(page) {
    await page.front();
    return this.chrome(chrome.badge, ID);
  }

  async tabId(page) {
    await page.front();
    return this.chrome(chrome.tabId, ID);
  }

  backgroundRuns() {
    return this.chrome(chrome.backgroundRuns, ID);
  }

  async killBackground() {
    await this.chrome(chrome.killBackground, ID);
    await until('the background is gone', async () => !(await this.backgroundRuns()));
  }

  session() {
    return this.inExtension(() => browser.storage.session.get(null));
  }

  /** What the clipboard holds, as text. */
  clipboard() {
    return this.chrome(chrome.clipboard);
  }

  /** Runs `fn` in an extension page that runs none of xcld's own code. */
  async inExtension(fn, ...args) {
    if (!this.#probe) {
      this.#probe = await this.#newTab();
      await this.#probe.goto(`${this.origin}/manifest.json`);
    }
    return this.#probe.evaluate(fn, ...args);
  }

  /** The processor time of the extension's process so far, in milliseconds. */
  extensionTime() {
    return this.chrome(chrome.extensionTime);
  }

  withholdAccess() {
    return this.chrome(chrome.withholdAccess, ID);
  }

  /** Allows what the extension asks for, as soon as the browser puts the question. */
  async allowWhatIsAsked() {
    await until('the browser asks the user', () => this.chrome(chrome.allowWhatIsAsked));
  }

  async close() {
    await this.#driver.quit();
  }

  /** Runs `fn` on Firefox's privileged side, in the window that is in front. */
  async chrome(fn, ...args) {
    return this.#inTurn(async () => {
      await this.#driver.setContext(Context.CHROME);
      try {
        return await call(this.#driver, fn, args, chrome.hostOf);
      } finally {
        await this.#driver.setContext(Context.CONTENT);
      }
    });
  }

  /** Runs `commands` with `handle` as the current window. */
  in(handle, commands) {
    return this.#inTurn(async () => {
      await this.#driver.switchTo().window(handle);
      return commands(this.#driver);
    });
  }

  async #newTab() {
    const handle = await this.#inTurn(async () => {
      await this.#driver.switchTo().newWindow('tab');
      return this.#driver.getWindowHandle();
    });
    return new FirefoxPage(this, handle);
  }

  /**
   * @param {() => Promise<any>} commands
   * @returns {Promise<any>}
   */
  #inTurn(commands) {
    const result = this.#turn.then(commands);
    this.#turn = result.catch(() => {});
    return result;
  }
}

/** Runs the function `fn` where `driver` is, and gives its value or throws its error. It may call `helper`. */
async function call(driver, fn, args, helper = undefined) {
  const script = `
    ${helper ?? ''}
    const done = arguments[arguments.length - 1];
    (async (...args) => (${fn})(...args))(...[...arguments].slice(0, -1))
      .then((value) => done({ value: value === undefined ? null : value }), (error) => done({ error: String(error) + '\\n' + (error?.stack ?? '') }));
  `;
  const { value, error } = await driver.executeAsyncScript(script, ...args);
  if (error) throw new Error(error);
  return value;
}

class FirefoxPage {
  constructor(browser, handle) {
    this.browser = browser;
    this.handle = handle;
  }

  evaluate(fn, ...args) {
    return this.browser.in(this.handle, (driver) => call(driver, fn, args));
  }

  until(what, fn, ...args) {
    return until(what, () => this.evaluate(fn, ...args));
  }

  /** Makes this the tab in front. */
  front() {
    return this.browser.in(this.handle, () => {});
  }

  async goto(url, { wait = true } = {}) {
    await this.browser.in(this.handle, (driver) => driver.get(url));
    if (wait) await this.loaded(url);
  }

  async loaded(url) {
    await this.until(
      `${url} is loaded`,
      (address) => location.href === address && document.readyState === 'complete',
      new URL(url).href,
    );
  }

  async reload() {
    await this.evaluate(() => {
      document.documentElement.dataset.old = '';
      location.reload();
    });
    await this.until('the page is loaded again', () => document.documentElement.dataset.old === undefined && document.readyState === 'complete');
  }

  async back() {
    await this.browser.in(this.handle, (driver) => driver.navigate().back());
  }

  async forward() {
    await this.browser.in(this.handle, (driver) => driver.navigate().forward());
  }

  async screenshot() {
    return Buffer.from(await this.browser.in(this.handle, (driver) => driver.takeScreenshot()), 'base64');
  }

  async press(key, shift = false) {
    const { Key } = await import('selenium-webdriver');
    await this.browser.in(this.handle, async (driver) => {
      const actions = driver.actions();
      if (shift) actions.keyDown(Key.SHIFT);
      actions.sendKeys(Key[KEYS[key] ?? key.toUpperCase()] ?? key);
      if (shift) actions.keyUp(Key.SHIFT);
      await actions.perform();
    });
  }

  async click(selector) {
    await this.browser.in(this.handle, async (driver) => {
      await driver.findElement({ css: selector }).click();
    });
  }

  async close() {
    await this.browser.in(this.handle, (driver) => driver.close());
  }
}

/** WebDriver's names of the keys whose DOM names differ. */
const KEYS = { ArrowDown: 'ARROW_DOWN', ArrowUp: 'ARROW_UP', ArrowLeft: 'ARROW_LEFT', ArrowRight: 'ARROW_RIGHT' };

/** The popup, or the panel of DevTools. */
class FirefoxHost {
  constructor(browser, where) {
    this.where = where;
    this.browser = browser;
  }

  async evaluate(fn, ...args) {
    const { value, error } = await this.browser.chrome(chrome.inHost, this.where, String(fn), JSON.stringify(args));
    if (error) throw new Error(error);
    return value === undefined ? undefined : JSON.parse(value);
  }

  until(what, fn, ...args) {
    return until(what, () => this.evaluate(fn, ...args));
  }

  /** The value of the expression `text`; unlike code in the page it is not held back by the page's security policy. */
  evaluateText(text) {
    return this.evaluate({ toString: () => `async () => (${text})` });
  }

  async screenshot() {
    return Buffer.from(await this.browser.chrome(chrome.pictureOf, this.where), 'base64');
  }

  press(key, shift = false) {
    return this.browser.chrome(chrome.pressIn, this.where, key, shift);
  }

  click(selector) {
    return this.browser.chrome(chrome.clickIn, this.where, selector);
  }

}

class FirefoxPopup extends FirefoxHost {
  async close() {
    await this.browser.chrome(chrome.closePopup, ID);
  }
}

/** The toolbox of the tab that shows `page`. */
class FirefoxDevTools {
  constructor(browser, page) {
    this.browser = browser;
    this.page = page;
  }

  /** Brings the extension's panel to the front. */
  async panel() {
    await this.page.front();
    await until('the extension has added its panel', () => this.browser.chrome(chrome.showPanel, 'xcld'));
    const panel = new FirefoxPanel(this.browser, this.page);
    await panel.until('the page of the panel is there', () => document.readyState === 'complete');
    return panel;
  }

  /** Brings one of the panels to the front: `netmonitor`, `inspector`, … */
  async show(id) {
    await this.#do(chrome.showPanel, id);
  }

  async dock(side) {
    await this.#do(chrome.dockDevTools, side === 'undocked' ? 'window' : side);
  }

  async theme(name) {
    await this.#do(chrome.setPreference, 'devtools.theme', name);
  }

  async importHar(json) {
    await this.show('netmonitor');
    return this.#do(chrome.importHar, json);
  }

  /** Makes the panel `width` CSS pixels wide. */
  async resize(width) {
    await this.dock('right');
    await this.#do(chrome.setPreference, 'devtools.toolbox.sidebar.width', width);
    await this.#do(chrome.widenDevTools, width);
  }

  async close() {
    await this.#do(chrome.closeDevTools);
  }

  async #do(fn, ...args) {
    await this.page.front();
    return this.browser.chrome(fn, ...args);
  }
}

class FirefoxPanel extends FirefoxHost {
  constructor(browser, page) {
    super(browser, 'panel');
    this.page = page;
  }

  /** @override */
  async evaluate(fn, ...args) {
    await this.page.front();
    return super.evaluate(fn, ...args);
  }

  /** Writes `text` into the field that `selector` finds, a key at a time. */
  async type(selector, text) {
    await this.evaluate((field) => document.querySelector(field).focus(), selector);
    for (const key of text) await this.press(key);
  }

  /** A PNG of the whole window. @override */
  async screenshot() {
    await this.page.front();
    return Buffer.from(await this.browser.picture(), 'base64');
  }
}
