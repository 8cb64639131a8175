// Starts the popup, which is written in Rust. The page is painted before this runs.
import init, { openPopup } from "./pkg/xcld.js";

try {
  await init({ module_or_path: new URL("pkg/xcld_bg.wasm", document.baseURI) });
  await openPopup();
} catch (problem) {
  // Without Rust there is nothing but the browser itself to say it with.
  /** @param {string} selector */
  const find = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));
  const template = /** @type {HTMLTemplateElement} */ (find("template[data-template=broken]"));
  find("[data-part=notice]").replaceChildren(template.content.cloneNode(true));
  find("[data-part=reason]").textContent = String(problem);
  find("[data-part=waiting]").hidden = true;
}
