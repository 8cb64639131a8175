// Chromium by puppeteer-core over the DevTools protocol. The extension is loaded by Extensions.loadUnpacked and its popup
// opened by Extensions.triggerAction, which is the toolbar button (activeTab is granted as by a click).

import { existsSync, readFileSync } from 'node:fs';
import puppeteer from 'puppeteer-core';
import { until } from '../until.mjs';

const CANDIDATES = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The path of the browser, or `undefined` where there is none. */
export function binary() {
  return CANDIDATES.find((path) => path && existsSync(path));
}

/** The command line that sends the whole traffic to the stand-in. */
export const flags = (standIn) => [
  // Containers run as root, where Chromium's sandbox cannot start.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--window-size=1280,900',
  `--proxy-server=127.0.0.1:${standIn.proxyPort}`,
  '--proxy-bypass-list=<-loopback>',
  // Trusts this one key: unlike --ignore-certificate-errors it leaves the HTTP cache and service workers on.
  `--ignore-certificate-errors-spki-list=${standIn.spki}`,
];

export async function launch({ standIn, headless, dark, extension }) {
  const browser = await puppeteer.launch({
    executablePath: binary(),
    headless,
    pipe: true,
    enableExtensions: true,
    defaultViewport: null,
    // Puppeteer turns the back/forward cache off by default; the tests need it as users have it.
    ignoreDefaultArgs: ['--disable-back-forward-cache', '--enable-automation'],
    args: [...flags(standIn), ...(dark ? ['--force-dark-mode'] : [])],
  });
  const protocol = await browser.target().createCDPSession();
  return new Chromium(browser, protocol, { extension, dark });
}

class Chromium {
  name = 'chromium';
  #browser;
  #protocol;
  #extension;
  #dark;
  #probe;
  #popup;
  #id;

  constructor(browser, protocol, { extension, dark }) {
    this.#browser = browser;
    this.#protocol = protocol;
    this.#extension = extension;
    this.#dark = dark;
  }

  /** Resolves when somebody closed the browser. */
  get closed() {
    return new Promise((resolve) => this.#browser.once('disconnected', resolve));
  }

  /** The extension's origin, without a slash at its end. */
  get origin() {
    return `chrome-extension://${this.#id}`;
  }

  async install(directory = this.#extension) {
    this.#id = await this.#browser.installExtension(directory);
    // A page of the extension that runs none of its code: here the tests ask chrome.* without waking the background.
    const front = (await this.#browser.pages()).at(-1);
    this.#probe = await this.#browser.newPage();
    await this.#probe.goto(`${this.origin}/manifest.json`);
    // A worker that is ended while it is being installed is never woken.
    await until('the service worker is installed', () =>
      this.inExtension(async () => (await navigator.serviceWorker.getRegistration('/'))?.active?.state === 'activated'),
    );
    await front?.bringToFront();
  }

  async open(url, { wait = true } = {}) {
    const page = await this.#adopt(await this.#browser.newPage());
    await page.goto(url, { wait });
    return page;
  }

  async openPrivate(url) {
    if (!(await this.inExtension(() => chrome.extension.isAllowedIncognitoAccess()))) await this.#manage({ incognitoAccess: true });
    const known = new Set(this.#browser.targets());
    const probe = `${this.origin}/manifest.json`;
    // Split mode: what a private window does can be asked only by a page of the extension inside it.
    await this.inExtension((...addresses) => chrome.windows.create({ incognito: true, url: addresses }), url, probe);
    const opened = async (address) => {
      const target = await this.#browser.waitForTarget((t) => t.type() === 'page' && t.url() === address && !known.has(t));
      return target.page();
    };
    const page = await this.#adopt(await opened(new URL(url).href));
    page.probe = await opened(probe);
    await page.until('the private page is loaded', () => document.readyState === 'complete');
    return page;
  }

  async popup(page) {
    // Asked for now, because it brings the page to the front, which would close the popup later.
    await this.tabId(page);
    await page.page.bringToFront();
    const isPopup = (target) => target.url().startsWith(`${this.origin}/popup.html`) && target.type() === 'page';
    const known = new Set(this.#browser.targets().filter(isPopup));
    await this.#protocol.send('Extensions.triggerAction', { id: this.#id, targetId: await tabTarget(this.#protocol, page.page) });
    const target = await this.#browser.waitForTarget((t) => isPopup(t) && !known.has(t), { timeout: 30_000 });
    this.#popup = await this.#adopt(await target.asPage());
    return this.#popup;
  }

  /** Lets files be saved into `folder`, without asking. */
  async downloadTo(folder) {
    await this.#protocol.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
  }

  /** Opens DevTools for `page`, as F12 does. */
  async openDevTools(page) {
    const session = await page.page.createCDPSession();
    const { targetInfo } = await session.send('Target.getTargetInfo');
    await session.detach();
    const known = new Set(this.#browser.targets().filter(isDevTools));
    await this.#protocol.send('Target.openDevTools', { targetId: targetInfo.targetId });
    const target = await this.#browser.waitForTarget((t) => isDevTools(t) && !known.has(t));
    return new ChromiumDevTools(await target.asPage(), this.origin);
  }

  async view(file) {
    const page = await this.#adopt(await this.#browser.newPage());
    await page.goto(`${this.origin}/${file}`);
    return page;
  }

  async tabId(page) {
    page.tabId ??= await until('the tab is the active one', async () => {
      await page.page.bringToFront();
      // Without access to the page its URL is not told; then the only active tab is the page's.
      const tabs = await (page.probe ?? this.#probe).evaluate(() => chrome.tabs.query({ active: true }));
      return (tabs.find((tab) => tab.url === page.page.url()) ?? tabs.find((tab) => !tab.url && tabs.length === 1))?.id;
    });
    return page.tabId;
  }

  async badge(page) {
    const tabId = await this.tabId(page);
    return (page.probe ?? this.#probe).evaluate(
      async (id) => ({
        text: await chrome.action.getBadgeText({ tabId: id }),
        colour: [...(await chrome.action.getBadgeBackgroundColor({ tabId: id }))],
      }),
      tabId,
    );
  }

  async backgroundRuns() {
    return (await this.#worker()) !== undefined;
  }

  async killBackground() {
    const worker = await this.#worker();
    if (worker) await this.#protocol.send('Target.closeTarget', { targetId: worker.targetId });
    await until('the service worker is gone', async () => !(await this.backgroundRuns()));
  }

  session(page) {
    return (page?.probe ?? this.#probe).evaluate(() => chrome.storage.session.get(null));
  }

  /** What the clipboard holds, as text. */
  async clipboard() {
    await this.#browser.defaultBrowserContext().overridePermissions(this.origin, ['clipboard-read', 'clipboard-write']);
    const text = await this.#popup.page.evaluate(() => navigator.clipboard.readText());
    return text;
  }

  /** Runs `fn` in an extension page that runs none of xcld's own code. */
  inExtension(fn, ...args) {
    return this.#probe.evaluate(fn, ...args);
  }

  /** The processor time of the extension's process so far, in milliseconds. Linux only. */
  async extensionTime() {
    const { processInfo } = await this.#protocol.send('SystemInfo.getProcessInfo');
    const isExtensions = ({ id }) => readFileSync(`/proc/${id}/cmdline`, 'latin1').includes('--extension-process');
    return 1000 * processInfo.filter(isExtensions).reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  }

  async withholdAccess() {
    await this.#manage({ hostAccess: 'ON_CLICK' });
  }

  async close() {
    await this.#browser.close();
  }

  async #worker() {
    const { targetInfos } = await this.#protocol.send('Target.getTargets', { filter: [{}] });
    return targetInfos.find((target) => target.type === 'service_worker' && target.url.startsWith(this.origin));
  }

  /** Changes what a user can change on chrome://extensions. */
  async #manage(change) {
    const page = await this.#browser.newPage();
    await page.goto('chrome://extensions');
    await page.evaluate(
      async (extensionId, wanted) => {
        // Without developer mode an unpacked extension does not come back from the reload that a change may bring.
        await chrome.developerPrivate.updateProfileConfiguration({ inDeveloperMode: true });
        await chrome.developerPrivate.updateExtensionConfiguration({ extensionId, ...wanted });
      },
      this.#id,
      change,
    );
    await page.close();
    // The change may have reloaded the extension and closed its pages.
    await until('the extension runs again', async () => {
      if (this.#probe.isClosed()) this.#probe = await this.#browser.newPage();
      await this.#probe.goto(`${this.origin}/manifest.json`);
      return this.#probe.evaluate(() => chrome.runtime.id);
    });
  }

  async #adopt(page) {
    if (this.#dark) await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
    return new ChromiumPage(page);
  }
}

const isDevTools = (target) => target.url().startsWith('devtools://devtools/bundled/');

/** The target of the tab that holds `page`. */
async function tabTarget(protocol, page) {
  const { targetInfos } = await protocol.send('Target.getTargets', { filter: [{ type: 'tab' }] });
  // Puppeteer misses that a page was rendered in advance, and still has the address of the one before.
  const url = await page.evaluate(() => location.href);
  const tabs = targetInfos.filter((target) => target.url === url);
  return tabs.at(0)?.targetId;
}

class ChromiumPage {
  /** In a private window: a page of the extension there. @type {any} */
  probe;
  /** The browser's number of the tab. @type {number | undefined} */
  tabId;
  /** What went wrong inside: exceptions nobody caught and what the browser put on the console as an error. */
  problems = [];

  constructor(page) {
    this.page = page;
    page.on('pageerror', (error) => this.problems.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') this.problems.push(message.text());
    });
  }

  evaluate(fn, ...args) {
    return this.page.evaluate(fn, ...args);
  }

  /** The value of the expression `text`; unlike code in the page it is not held back by the page's security policy. */
  evaluateText(text) {
    return this.page.evaluate(text);
  }

  until(what, fn, ...args) {
    return until(what, () => this.evaluate(fn, ...args));
  }

  /** Makes this the tab in front. */
  front() {
    return this.page.bringToFront();
  }

  /** Ends the page's process, as a crash does. */
  async crash() {
    const session = await this.page.createCDPSession();
    // It never answers.
    session.send('Page.crash').catch(() => {});
    await new Promise((resolve) => session.once('Inspector.targetCrashed', resolve));
  }

  async goto(url, { wait = true } = {}) {
    if (wait) await this.page.goto(url, { waitUntil: 'load' });
    else await this.page.evaluate((address) => { location.href = address; }, url);
  }

  async reload() {
    await this.page.reload({ waitUntil: 'load' });
  }

  async back() {
    await this.page.goBack({ waitUntil: 'load' });
  }

  async forward() {
    await this.page.goForward({ waitUntil: 'load' });
  }

  async screenshot(options = {}) {
    return Buffer.from(await this.page.screenshot({ type: 'png', ...options }));
  }

  async press(key, shift = false) {
    if (shift) await this.page.keyboard.down('Shift');
    await this.page.keyboard.press(key);
    if (shift) await this.page.keyboard.up('Shift');
  }

  async click(selector) {
    await this.page.click(selector);
  }

  /** Makes the viewport `width` × `height` CSS pixels. */
  async resize(width, height) {
    await this.page.setViewport({ width, height });
  }

  async close() {
    await this.page.close();
  }
}

// Modules of DevTools (chromium.googlesource.com/devtools/devtools-frontend), as seen from their page.
const LEGACY = './ui/legacy/legacy.js';
const COMMON = './core/common/common.js';
const HAR = './models/har/har.js';

/** DevTools, which are a page themselves. */
class ChromiumDevTools {
  constructor(window, origin) {
    this.window = window;
    this.origin = origin;
  }

  /** Brings the extension's panel to the front. */
  async panel() {
    const id = await until('the extension has added its panel', () =>
      this.window.evaluate(async (module, origin) => {
        const { InspectorView } = await import(module);
        return InspectorView.InspectorView.instance().tabbedPane.tabIds().find((tab) => tab.startsWith(origin));
      }, LEGACY, this.origin),
    );
    await this.show(id);
    return new ChromiumPanel(this.window, this.origin);
  }

  /** Brings one of the panels to the front: `network`, `elements`, … */
  async show(id) {
    await this.window.evaluate(async (module, view) => {
      const { ViewManager } = await import(module);
      await ViewManager.ViewManager.instance().showView(view);
    }, LEGACY, id);
  }

  /** Docks DevTools `bottom` or `right`, or takes them out of the page's window (`undocked`). */
  async dock(side) {
    await this.window.evaluate(async (module, wanted) => {
      const { DockController } = await import(module);
      DockController.DockController.instance().setDockSide(wanted);
    }, LEGACY, side);
  }

  /** Changes the theme of DevTools: `light` or `dark`. */
  async theme(name) {
    await this.window.evaluate(async (module, wanted) => {
      const { Settings } = await import(module);
      Settings.Settings.instance().moduleSetting('ui-theme').set(wanted === 'dark' ? 'dark' : 'default');
    }, COMMON, name);
  }

  /** What the importer of the Network panel makes of a HAR. */
  importHar(json) {
    return this.window.evaluate(async (module, text) => {
      const { HARFormat, Importer } = await import(module);
      const requests = Importer.Importer.requestsFromHARLog(new HARFormat.HARRoot(JSON.parse(text)).log);
      return requests.map((request) => ({
        url: request.url(),
        status: request.statusCode,
        type: request.resourceType().name(),
        time: Math.round((request.endTime - request.issueTime()) * 1000),
        transferred: request.transferSize,
      }));
    }, HAR, json);
  }

  /** Makes the panel `width` CSS pixels wide. */
  async resize(width) {
    await this.dock('bottom');
    await this.window.setViewport({ width, height: 1000 });
  }

  async close() {
    await this.window.close();
  }
}

class ChromiumPanel {
  constructor(window, origin) {
    this.window = window;
    this.origin = origin;
  }

  /** The panel's page: another one after it was reloaded. */
  async #frame() {
    return until('the page of the panel is there', () =>
      this.window.frames().find((frame) => frame.url().startsWith(`${this.origin}/panel.html`)),
    );
  }

  async evaluate(fn, ...args) {
    return (await this.#frame()).evaluate(fn, ...args);
  }

  async evaluateText(text) {
    return (await this.#frame()).evaluate(text);
  }

  until(what, fn, ...args) {
    return until(what, () => this.evaluate(fn, ...args));
  }

  async click(selector) {
    await (await this.#frame()).click(selector);
  }

  /** Writes `text` into the field that `selector` finds, a key at a time. */
  async type(selector, text) {
    const frame = await this.#frame();
    await frame.focus(selector);
    await frame.type(selector, text);
  }

  async press(key, shift = false) {
    if (shift) await this.window.keyboard.down('Shift');
    await this.window.keyboard.press(key);
    if (shift) await this.window.keyboard.up('Shift');
  }

  /** A PNG of all of DevTools. */
  async screenshot(options = {}) {
    return Buffer.from(await this.window.screenshot({ type: 'png', ...options }));
  }
}
