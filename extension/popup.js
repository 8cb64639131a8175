// Starts the popup, which is written in Rust. The page is painted before this runs.
import init, { openPopup } from "./pkg/xcld.js";

try {
  await init({ module_or_path: new URL("pkg/xcld_bg.wasm", document.baseURI) });
  await openPopup();
} catch (problem) {
  // Without Rust there is nothing but the browser itself to say it with.
  const message = document.querySelector("template[data-template=broken]").content.cloneNode(true);
  message.querySelector("[data-part=reason]").textContent = String(problem);
  document.querySelector("[data-part=notice]").replaceChildren(message);
  document.querySelector("[data-part=waiting]").hidden = true;
}
