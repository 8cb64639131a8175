// Runs in a page with failures: browsers clear the toolbar's number when the page is left and do not say when it is
// shown again out of the back/forward cache, or for the first time after it was rendered in advance.
if (!globalThis.xcldAttends) {
  globalThis.xcldAttends = true;
  const tell = () => {
    // After an update of xcld this script is an orphan; the new one is told when something else happens.
    if (chrome.runtime?.id) {
      chrome.runtime.sendMessage({ kind: "returned" }).catch(() => {});
    }
  };
  addEventListener("pageshow", ({ persisted }) => persisted && tell());
  document.addEventListener("prerenderingchange", tell);
}
