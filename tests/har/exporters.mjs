// The HAR exporters of the browsers' own network panels, driven as the menu entry “Save all as HAR” does.

import puppeteer from 'puppeteer-core';
import { binary, flags } from '../e2e/drivers/chromium.mjs';

/** Chromium's: `models/har` of its DevTools, which run as a page of their own. */
export async function fromChromium({ standIn, page: address }) {
  const browser = await puppeteer.launch({
    executablePath: binary(),
    headless: true,
    pipe: true,
    handleDevToolsAsPage: true,
    args: [...flags(standIn), '--auto-open-devtools-for-tabs'],
  });
  try {
    const page = (await browser.pages()).find((candidate) => !candidate.url().startsWith('devtools:'));
    const target = await browser.waitForTarget((candidate) => candidate.url().startsWith('devtools://devtools/bundled/devtools_app.html'));
    const devtools = await target.asPage();
    // The panel records from the moment that its log is attached to the page.
    await devtools.waitForFunction(async (sdk) => {
      const { TargetManager } = await import(sdk);
      return TargetManager.TargetManager.instance().primaryPageTarget() !== null;
    }, {}, './core/sdk/sdk.js');
    await page.goto(address);
    await page.waitForSelector('[data-done]');
    const text = await devtools.evaluate(async () => {
      const [har, logs, common] = await Promise.all(['./models/har/har.js', './models/logs/logs.js', './core/common/common.js'].map((file) => import(file)));
      const out = new common.StringOutputStream.StringOutputStream();
      const requests = logs.NetworkLog.NetworkLog.instance().requests();
      await har.Writer.Writer.write(out, requests, { sanitize: true }, new common.Progress.Progress());
      return out.data();
    });
    return JSON.parse(text);
  } finally {
    await browser.close();
  }
}

/** Firefox's: that of the network monitor in the toolbox. */
export async function fromFirefox({ standIn, launch, page: address }) {
  const browser = await launch('firefox', { standIn, extension: false });
  try {
    const page = await browser.open('about:blank');
    await page.front();
    await browser.chrome(openNetworkMonitor);
    await page.goto(address);
    await page.until('all was asked for', () => document.documentElement.dataset.done !== undefined);
    return JSON.parse(await browser.chrome(exportHar));
  } finally {
    await browser.close();
  }
}

/* global ChromeUtils, Services */

async function openNetworkMonitor() {
  const { require: load } = ChromeUtils.importESModule('resource://devtools/shared/loader/Loader.sys.mjs');
  const { gDevTools } = load('devtools/client/framework/devtools');
  const tab = Services.wm.getMostRecentWindow('navigator:browser').gBrowser.selectedTab;
  await gDevTools.showToolboxForTab(tab, { toolId: 'netmonitor' });
}

async function exportHar() {
  const { require: load } = ChromeUtils.importESModule('resource://devtools/shared/loader/Loader.sys.mjs');
  const { gDevTools } = load('devtools/client/framework/devtools');
  const tab = Services.wm.getMostRecentWindow('navigator:browser').gBrowser.selectedTab;
  const toolbox = await gDevTools.getToolboxForTab(tab);
  return JSON.stringify({ log: await toolbox.getHARFromNetMonitor() });
}
