// Registers the listeners and hands what they hear to the wasm. A browser that wakes the background delivers the
// waking event only to listeners that are registered before anything is awaited, hence the queue. The browser may
// end the background while the wasm starts or works: what may not be lost is in storage before anything else is
// done with it, and is taken out again when it is in its page's log (src/extension/storage.rs).
import init, { background_drain, background_message, background_panel, background_panel_closed } from "./pkg/xcld.js";
import { ALL, API } from "./filters.js";

/** What works can wait: for so long after the last event, but no longer than this, in milliseconds. */
const QUIET = 500;
const LATEST = 20_000;
/** The same while a panel of DevTools is open: somebody looks. */
const QUIET_WATCHED = 60;
const LATEST_WATCHED = 240;

/**
 * What src/journal/event.rs reads of an event: the browser tells more than twice as much, and storage.session is small.
 */
const READ = [
  ...["requestId", "url", "method", "type", "tabId", "frameId", "parentFrameId", "documentId", "parentDocumentId"],
  ...["initiator", "originUrl", "statusCode", "fromCache", "error", "incognito", "timeStamp"],
  ...["responseHeaders", "name", "value", "binaryValue"],
];

/** @type {[kind: string, details: object, key?: string, body?: object][]} */
let queue = [];
/** @type {Promise<unknown> | undefined} */
let started;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

function start() {
  started ??= init({ module_or_path: chrome.runtime.getURL("pkg/xcld_bg.wasm") }).catch((error) => {
    started = undefined;
    throw error;
  });
  return started;
}

async function flush() {
  clearTimeout(timer);
  timer = undefined;
  await start();
  if (queue.length > 0) {
    background_drain(queue.splice(0).map(([kind, details, ...more]) => [kind, text(details), ...more]));
  }
}

/** How many panels of DevTools are open. */
let panels = 0;

/** @param {object} details */
function text(details) {
  return JSON.stringify(details, READ);
}

/** @param {unknown} error */
function report(error) {
  console.error("xcld could not be started:", error);
}

/**
 * Arms the timer once for many events: re-arming it for each would cost the page.
 *
 * @param {number} since when the first of them came
 * @param {number} length how many there were then
 */
function flushSoon(since, length) {
  timer = setTimeout(() => {
    if (queue.length > length && Date.now() - since < (panels > 0 ? LATEST_WATCHED : LATEST)) {
      flushSoon(since, queue.length);
    } else {
      flush().catch(report);
    }
  }, panels > 0 ? QUIET_WATCHED : QUIET);
}

/**
 * @param {string} kind
 * @param {{ requestId?: string, documentId?: string, timeStamp: number }} details
 * @param {boolean} urgent
 */
function note(kind, details, urgent) {
  if (urgent) {
    const key = `seen:${kind}:${details.requestId ?? details.documentId}:${details.timeStamp}`;
    // Where there is no more room the wasm will make some.
    chrome.storage.session.set({ [key]: [kind, text(details)] }).catch(() => {});
    queue.push([kind, details, key]);
    flush().catch(report);
  } else if (timer === undefined) {
    queue.push([kind, details]);
    flushSoon(Date.now(), queue.length);
  } else {
    queue.push([kind, details]);
  }
}

chrome.webRequest.onHeadersReceived.addListener(
  (details) => {
    note("headers", details, details.statusCode >= 400);
  },
  { urls: ALL },
  ["responseHeaders"],
);
chrome.webRequest.onErrorOccurred.addListener((details) => note("error", details, true), { urls: ALL });
chrome.webRequest.onBeforeRequest.addListener(
  (details) => {
    if (details.requestBody) {
      // Not into storage as it is: it may hold a file.
      queue.push(["request", details, undefined, details.requestBody]);
      flush().catch(report);
    }
  },
  { urls: API },
  ["requestBody"],
);

// Somebody opens a Cloudinary URL in a tab of its own: its page is known only now. Chromium shows a page of its own
// for an error without a body, and tells of it in onErrorOccurred.
const navigation = {
  url: [
    { hostEquals: "res.cloudinary.com" },
    { hostPrefix: "res-", hostSuffix: ".cloudinary.com" },
    { hostSuffix: "-res.cloudinary.com" },
    { urlMatches: "^[^?#]*/(image|video|raw)/(upload|private|authenticated|fetch)/" },
  ],
};
/** @param {{ parentFrameId: number, documentId?: string, timeStamp: number }} details */
const shown = (details) => {
  if (details.parentFrameId < 0) {
    note("shown", details, true);
  }
};
chrome.webNavigation.onCommitted.addListener(shown, navigation);
chrome.webNavigation.onErrorOccurred.addListener(shown, navigation);

chrome.runtime.onMessage.addListener((message, sender, reply) => {
  flush()
    .then(() => background_message(message, sender))
    .then(reply, (error) => {
      report(error);
      reply(undefined);
    });
  return true;
});

// A panel of DevTools, for one tab: only as long as it is open, it is told of requests as they are sent.
chrome.runtime.onConnect.addListener((port) => {
  const filter = { urls: ALL, tabId: Number(port.name.split("/")[1]) };
  /** @param {string} kind */
  const teller = (kind) => (/** @type {object} */ details) => {
    port.postMessage({ kind, details: text(details) });
    return undefined;
  };
  const [started, ended] = [teller("started"), teller("ended")];
  panels += 1;
  chrome.webRequest.onBeforeRequest.addListener(started, filter);
  chrome.webRequest.onErrorOccurred.addListener(ended, filter);
  port.onMessage.addListener((message) => {
    flush()
      .then(() => background_panel(port, message))
      .catch(report);
  });
  port.onDisconnect.addListener(() => {
    panels -= 1;
    chrome.webRequest.onBeforeRequest.removeListener(started);
    chrome.webRequest.onErrorOccurred.removeListener(ended);
    start()
      .then(() => background_panel_closed(port))
      .catch(report);
  });
});
