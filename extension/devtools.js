// Adds xcld's panel to DevTools. The panel's page is loaded when somebody first looks at it; until then, what DevTools
// tells of Cloudinary's requests is kept here, for DevTools alone knows the bodies of answers.
import { ALL } from "./filters.js";

/** No more requests are kept for a panel that nobody has opened yet. */
const MOST = 2000;

/** @type {object[]} */
let early = [];
/** @type {(Window & { receive?: (entry: object) => void }) | undefined} */
let panelWindow;

/** Match patterns as one regular expression. */
const watched = new RegExp(
  ALL.map((pattern) => {
    const [, host, path] = /** @type {string[]} */ (/^\*:\/\/([^/]+)(\/.*)$/.exec(pattern));
    const hosts = host === "*" ? "[^/]+" : host.startsWith("*.") ? `(?:[^/]+\\.)?${literal(host.slice(2))}` : literal(host);
    return `^https?://${hosts}(?::\\d+)?${path.split("*").map(literal).join(".*")}$`;
  }).join("|"),
);

/** @param {string} text */
function literal(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function pump() {
  const receive = panelWindow?.receive;
  if (receive) {
    early.splice(0).forEach((entry) => receive(entry));
  }
}

chrome.devtools.network.onRequestFinished.addListener((/** @type {{ request: { url: string } }} */ entry) => {
  if (watched.test(entry.request.url)) {
    early.push(entry);
    early.splice(0, Math.max(0, early.length - MOST));
    pump();
  }
});

chrome.devtools.panels.create("xcld", "/icons/32.png", "/panel.html", (panel) => {
  panel.onShown.addListener((shown) => {
    if (shown !== panelWindow) {
      panelWindow = shown;
      // The page says when it can take them; it may be before or after this.
      shown.addEventListener("receives", pump);
    }
    pump();
  });
});
