// Functions that run on Firefox's privileged side (the chrome context). Each is sent as text, so it must be self-contained.
/* global window, document, ChromeUtils, WebExtensionPolicy, Services, Ci, Cc, Cu, IOUtils */

/** Puts the extension's button on the toolbar, where a user would pin it. */
export async function pinAction(id) {
  const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs');
  const { CustomizableUI } = ChromeUtils.importESModule('moz-src:///browser/components/customizableui/CustomizableUI.sys.mjs');
  const action = ExtensionParent.apiManager.global.browserActionFor(WebExtensionPolicy.getByID(id).extension);
  CustomizableUI.addWidgetToArea(action.id, 'nav-bar');
}

/** Presses the extension's toolbar button. */
export async function openPopup(id) {
  const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs');
  const action = ExtensionParent.apiManager.global.browserActionFor(WebExtensionPolicy.getByID(id).extension);
  const front = Services.wm.getMostRecentWindow('navigator:browser');
  front.document.querySelectorAll('.webextension-popup-browser').forEach((old) => old.closest('panel')?.hidePopup());
  front.focus();
  await action.openPopup(front);
  // A script that is sent while the popup's document replaces the blank one would be lost.
  const isLoaded = () => {
    const popup = [...front.document.querySelectorAll('.webextension-popup-browser')].at(-1);
    return popup?.messageManager && popup.currentURI?.spec.startsWith('moz-extension:') && !popup.webProgress.isLoadingDocument;
  };
  while (!isLoaded()) await new Promise((resolve) => front.setTimeout(resolve, 5));
}

export async function closePopup() {
  const front = Services.wm.getMostRecentWindow('navigator:browser');
  for (const popup of front.document.querySelectorAll('.webextension-popup-browser')) {
    const panel = popup.closest('panel');
    const hidden = new Promise((resolve) => panel.addEventListener('popuphidden', resolve, { once: true }));
    panel.hidePopup();
    await hidden;
  }
}

/** The element that holds the page of the `popup`, or that of the `panel` of DevTools for the tab in front. */
export function hostOf(where) {
  const front = Services.wm.getMostRecentWindow('navigator:browser');
  if (where === 'popup') return [...front.document.querySelectorAll('.webextension-popup-browser')].at(-1);
  const { require: load } = ChromeUtils.importESModule('resource://devtools/shared/loader/Loader.sys.mjs');
  const { gDevTools } = load('devtools/client/framework/devtools');
  const toolbox = gDevTools.getToolboxForTab(front.gBrowser.selectedTab);
  return toolbox?.getPanel(toolbox.currentToolId)?.panelDoc?.querySelector?.('browser') ?? toolbox?.doc.querySelector('iframe[src*="webext-panels"]')?.contentDocument?.querySelector('browser');
}

/** Runs `source` (a function's text) in the page of `where` with the arguments in `json`. */
export async function inHost(where, source, json) {
  const host = hostOf(where);
  if (!host?.messageManager || !host.currentURI?.spec.startsWith('moz-extension:')) throw new Error(`no ${where} is open`);
  const name = `xcld:${Math.random()}`;
  const script = `(() => {
    const sandbox = Cu.Sandbox(content, { sandboxPrototype: content, wantXrays: false, sameZoneAs: content });
    const answer = (value) => sendAsyncMessage(${JSON.stringify(name)}, value);
    try {
      const run = Cu.evalInSandbox(${JSON.stringify(`(json) => Promise.resolve((${source})(...JSON.parse(json))).then((value) => JSON.stringify(value))`)}, sandbox);
      run(${JSON.stringify(json)}).then((value) => answer({ value }), (error) => answer({ error: String(error) }));
    } catch (error) {
      answer({ error: String(error) });
    }
  })()`;
  return new Promise((resolve) => {
    const listener = (message) => {
      host.messageManager.removeMessageListener(name, listener);
      resolve(message.data);
    };
    host.messageManager.addMessageListener(name, listener);
    host.messageManager.loadFrameScript(`data:,${encodeURIComponent(script)}`, false);
  });
}

/** A PNG of the page of `where` as base64. */
export async function pictureOf(where) {
  const host = hostOf(where);
  const picture = await host.browsingContext.currentWindowGlobal.drawSnapshot(null, 1, 'white');
  const canvas = /** @type {any} */ (document).createElementNS('http://www.w3.org/1999/xhtml', 'canvas');
  canvas.width = picture.width;
  canvas.height = picture.height;
  canvas.getContext('2d').drawImage(picture, 0, 0);
  return canvas.toDataURL('image/png').split(',')[1];
}

/** Presses a key in the page of `where`, as the keyboard would. */
export async function pressIn(where, key, shift) {
  const host = hostOf(where);
  const name = `xcld:${Math.random()}`;
  const codes = { Tab: 9, Enter: 13, Escape: 27, ' ': 32, End: 35, Home: 36, PageUp: 33, PageDown: 34, Backspace: 8, ArrowLeft: 37, ArrowUp: 38, ArrowRight: 39, ArrowDown: 40 };
  const pressed = JSON.stringify({ key, code: key === ' ' ? 'Space' : key.length > 1 ? key : '', keyCode: codes[key] ?? 0 });
  const script = `(() => {
    try {
      const tip = Cc['@mozilla.org/text-input-processor;1'].createInstance(Ci.nsITextInputProcessor);
      if (!tip.beginInputTransactionForTests(content)) throw new Error('the keyboard is not to be had');
      const shift = new content.KeyboardEvent('', { key: 'Shift', code: 'ShiftLeft', keyCode: 16 });
      const pressed = new content.KeyboardEvent('', ${pressed});
      if (${shift}) tip.keydown(shift);
      tip.keydown(pressed);
      tip.keyup(pressed);
      if (${shift}) tip.keyup(shift);
      sendAsyncMessage(${JSON.stringify(name)}, '');
    } catch (error) {
      sendAsyncMessage(${JSON.stringify(name)}, String(error));
    }
  })()`;
  const problem = await new Promise((resolve) => {
    host.messageManager.addMessageListener(name, (message) => resolve(message.data));
    host.messageManager.loadFrameScript(`data:,${encodeURIComponent(script)}`, false);
  });
  if (problem) throw new Error(`${key}: ${problem}`);
}

/** Clicks the middle of the first element that `selector` finds in the page of `where`. */
export async function clickIn(where, selector) {
  const host = hostOf(where);
  const name = `xcld:${Math.random()}`;
  const script = `(() => {
    try {
      const element = content.document.querySelector(${JSON.stringify(selector)});
      if (!element) throw new Error('nothing matches');
      element.scrollIntoView({ block: 'center', behavior: 'instant' });
      const { x, y, width, height } = element.getBoundingClientRect();
      for (const type of ['mousedown', 'mouseup']) {
        content.synthesizeMouseEvent(type, x + width / 2, y + height / 2, { button: 0, clickCount: 1 });
      }
      sendAsyncMessage(${JSON.stringify(name)}, '');
    } catch (error) {
      sendAsyncMessage(${JSON.stringify(name)}, String(error));
    }
  })()`;
  const problem = await new Promise((resolve) => {
    host.messageManager.addMessageListener(name, (message) => resolve(message.data));
    host.messageManager.loadFrameScript(`data:,${encodeURIComponent(script)}`, false);
  });
  if (problem) throw new Error(`${selector}: ${problem}`);
}

export function badge(id) {
  const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs');
  const { action } = ExtensionParent.apiManager.global.browserActionFor(WebExtensionPolicy.getByID(id).extension);
  const tab = Services.wm.getMostRecentWindow('navigator:browser').gBrowser.selectedTab;
  const { badgeText, badgeBackgroundColor } = action.getContextData(tab);
  return { text: badgeText ?? '', colour: [...(badgeBackgroundColor ?? [])] };
}

/** What the clipboard holds, as text. */
export function clipboard() {
  const transferable = Cc['@mozilla.org/widget/transferable;1'].createInstance(Ci.nsITransferable);
  transferable.init(null);
  transferable.addDataFlavor('text/plain');
  Services.clipboard.getData(transferable, Services.clipboard.kGlobalClipboard);
  const data = {};
  transferable.getTransferData('text/plain', data);
  return data.value.QueryInterface(Ci.nsISupportsString).data;
}

export function tabId(id) {
  const { extension } = WebExtensionPolicy.getByID(id);
  return extension.tabManager.getWrapper(Services.wm.getMostRecentWindow('navigator:browser').gBrowser.selectedTab).id;
}

export function backgroundRuns(id) {
  return WebExtensionPolicy.getByID(id).extension.backgroundState === 'running';
}

/** Ends the event page as its idle timer does. */
export async function killBackground(id) {
  await WebExtensionPolicy.getByID(id).extension.terminateBackground({ ignoreDevToolsAttached: true, disableResetIdleForTest: true });
}

/** The processor time that the extensions' process has taken, in milliseconds. */
export async function extensionTime() {
  const { children } = await /** @type {any} */ (ChromeUtils).requestProcInfo();
  return children.filter(({ type }) => type === 'extension').reduce((sum, { cpuTime }) => sum + cpuTime, 0) / 1e6;
}

/** Takes the access to all sites away, as about:addons does. */
export async function withholdAccess(id) {
  const { ExtensionPermissions } = ChromeUtils.importESModule('resource://gre/modules/ExtensionPermissions.sys.mjs');
  const { extension } = WebExtensionPolicy.getByID(id);
  await ExtensionPermissions.remove(id, { permissions: [], origins: [...extension.allowedOrigins.patterns].map((pattern) => pattern.pattern) }, extension);
}

/** Presses “Allow” where the browser asks whether the extension may have what it asks for. */
export async function allowWhatIsAsked() {
  const { panel } = /** @type {any} */ (window).PopupNotifications;
  const question = panel.state === 'open' && panel.querySelector('#addon-webext-permissions-notification');
  question?.button.click();
  return Boolean(question);
}

/** Allows the extension in private windows, as about:addons does. */
export async function allowPrivate(id) {
  const { ExtensionPermissions } = ChromeUtils.importESModule('resource://gre/modules/ExtensionPermissions.sys.mjs');
  const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
  const policy = WebExtensionPolicy.getByID(id);
  if (policy.privateBrowsingAllowed) return false;
  await ExtensionPermissions.add(id, { permissions: ['internal:privateBrowsingAllowed'], origins: [] }, policy.extension);
  await (await AddonManager.getAddonByID(id)).reload();
  return true;
}

export function openPrivateWindow(url) {
  // The window begins with the page: what is loaded into it later may lose to its own first page.
  /** @type {any} */ (window).openTrustedLinkIn(url, 'window', { private: true });
}

/** Opens DevTools for the tab in front. */
export async function openDevTools() {
  const { require: load } = ChromeUtils.importESModule('resource://devtools/shared/loader/Loader.sys.mjs');
  const { gDevTools } = load('devtools/client/framework/devtools');
  await gDevTools.showToolboxForTab(/** @type {any} */ (window).gBrowser.selectedTab, { toolId: 'webconsole' });
}

export async function closeDevTools() {
  const { require: load } = ChromeUtils.importESModule('resource://devtools/shared/loader/Loader.sys.mjs');
  const { gDevTools } = load('devtools/client/framework/devtools');
  await gDevTools.closeToolboxForTab(/** @type {any} */ (window).gBrowser.selectedTab);
}

/** Shows the panel of DevTools that is called `label`; false where there is none yet. */
export async function showPanel(label) {
  const { require: load } = ChromeUtils.importESModule('resource://devtools/shared/loader/Loader.sys.mjs');
  const { gDevTools } = load('devtools/client/framework/devtools');
  const toolbox = gDevTools.getToolboxForTab(/** @type {any} */ (window).gBrowser.selectedTab);
  const all = [...toolbox.getAdditionalTools(), ...gDevTools.getToolDefinitionArray()];
  const tool = all.find((definition) => definition.label === label || definition.id === label);
  if (!tool) return false;
  await toolbox.selectTool(tool.id);
  return true;
}

/** Docks DevTools `bottom` or `right`, or takes them out of the window (`window`). */
export async function dockDevTools(side) {
  const { require: load } = ChromeUtils.importESModule('resource://devtools/shared/loader/Loader.sys.mjs');
  const { gDevTools } = load('devtools/client/framework/devtools');
  await gDevTools.getToolboxForTab(/** @type {any} */ (window).gBrowser.selectedTab).switchHost(side);
}

/** What the importer of the Network panel makes of a HAR. */
export async function importHar(json) {
  const { require: load } = ChromeUtils.importESModule('resource://devtools/shared/loader/Loader.sys.mjs');
  const { gDevTools } = load('devtools/client/framework/devtools');
  const toolbox = gDevTools.getToolboxForTab(/** @type {any} */ (window).gBrowser.selectedTab);
  const { HarImporter } = toolbox.getPanel('netmonitor').panelWin.windowRequire('devtools/client/netmonitor/src/har/har-importer');
  const requests = [];
  const byId = new Map();
  const actions = {
    clearRequests() {},
    addRequest(id, request) {
      byId.set(id, request);
      requests.push(request);
    },
    updateRequest: (id, data) => Object.assign(byId.get(id), data),
    addTimingMarker() {},
  };
  new HarImporter(actions).import(json);
  return requests.map(({ url, status, totalTime, transferredSize, mimeType }) => ({ url, status, type: mimeType, time: Math.round(totalTime), transferred: transferredSize }));
}

export function setPreference(name, value) {
  if (typeof value === 'number') Services.prefs.setIntPref(name, value);
  else Services.prefs.setStringPref(name, value);
}

/** Gives DevTools that are docked at the right a width in CSS pixels. */
export function widenDevTools(width) {
  const { gBrowser } = /** @type {any} */ (window);
  const frame = gBrowser.getPanel().querySelector('.devtools-toolbox-side-iframe');
  frame.style.width = `${width}px`;
}
