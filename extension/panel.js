// Starts the panel of DevTools, which is written in Rust, and hands it what only JavaScript objects of DevTools tell.
import { save, takeFiles } from "./files.js";
import init, { openPanel, panelAnswered, panelBody, panelNavigated, panelOpened, panelUnreadable, panelWanted } from "./pkg/xcld.js";

/**
 * A HAR entry that can be asked for its body.
 *
 * @typedef {{ request: { url: string }, getContent(callback: (content: string | null) => void): void }} Entry
 */

/** No more answers are kept for somebody who wants to see their bodies. */
const MOST = 500;
const { devtools } = chrome;
/** Firefox tells of a theme by an event, Chromium takes one function. */
const panels = /** @type {typeof devtools.panels & { onThemeChanged?: { addListener(listener: (name: string) => void): void } }} */ (devtools.panels);
/** @type {Map<number, Entry>} */
const entries = new Map();

/** @param {string} name */
function setTheme(name) {
  document.documentElement.dataset.theme = name === "dark" ? "dark" : "light";
}

/** @param {Entry} entry */
function receive(entry) {
  // Nothing where it is of no interest.
  const row = panelAnswered(JSON.stringify(entry));
  if (row === undefined) {
    return;
  }
  entries.set(row, entry);
  if (entries.size > MOST) {
    entries.delete(entries.keys().next().value ?? row);
  }
  if (panelWanted(row)) {
    giveBody(row);
  }
}

/** @param {number} row */
function giveBody(row) {
  const entry = entries.get(row);
  if (entry) {
    entry.getContent((content) => panelBody(row, content ?? ""));
  } else {
    panelBody(row, undefined);
  }
}

/**
 * The value of an expression in the page; undefined where it has none.
 *
 * @param {string} expression
 * @returns {Promise<any>}
 */
function evaluate(expression) {
  return new Promise((resolve) => devtools.inspectedWindow.eval(expression, (...answer) => resolve(answer[0])));
}

/** When the document began that was asked last. @type {number | undefined} */
let last;

/**
 * When the page's document began, in milliseconds since the Unix epoch; undefined where it does not tell. One that has
 * just begun may not be there to be asked for some moments, in which the one before may still answer; so the last answer
 * is believed again only if none other comes.
 *
 * @returns {Promise<number | undefined>}
 */
async function origin() {
  let time;
  for (let asked = 0; asked < 20; asked += 1) {
    time = await evaluate("performance.timeOrigin");
    if (typeof time === "number" && time !== last) {
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  last = typeof time === "number" ? time : undefined;
  return last;
}

/** @param {string} url */
async function navigated(url) {
  const heard = Date.now();
  panelNavigated(url, await origin(), heard);
}

async function lookBack() {
  const script = await (await fetch("look_back.js")).text();
  return evaluate(script);
}

setTheme(panels.themeName);
panels.setThemeChangeHandler?.(setTheme);
panels.onThemeChanged?.addListener(setTheme);

try {
  await init({ module_or_path: new URL("pkg/xcld_bg.wasm", document.baseURI) });
  const url = await evaluate("location.href");
  await openPanel(devtools.inspectedWindow.tabId, String(url ?? ""), await origin(), {
    giveBody,
    lookBack,
    navigated,
    reload: () => devtools.inspectedWindow.reload({ ignoreCache: true }),
    save,
  });
  devtools.network.onNavigated.addListener(navigated);
  takeFiles(/** @type {HTMLInputElement} */ (document.querySelector("[data-part=file]")), panelOpened, panelUnreadable);
  Object.assign(window, { receive });
  window.dispatchEvent(new Event("receives"));
} catch (problem) {
  // Without Rust there is nothing but the browser itself to say it with.
  /** @param {string} selector */
  const find = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));
  const template = /** @type {HTMLTemplateElement} */ (find("template[data-template=broken]"));
  find("[data-part=notice]").replaceChildren(template.content.cloneNode(true));
  find("[data-part=reason]").textContent = String(problem);
}
