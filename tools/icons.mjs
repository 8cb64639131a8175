/**
 * Renders extension/icons/xcld.svg to the PNG sizes that manifest.json names, with the machine's Chromium.
 * The PNGs are committed: run this after a change of the drawing (`node tools/icons.mjs`).
 */
import { readFileSync } from "node:fs";
import puppeteer from "puppeteer-core";

const drawing = readFileSync("extension/icons/xcld.svg", "utf8");
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"],
});
try {
  const page = await browser.newPage();
  for (const size of [16, 32, 48, 128]) {
    await page.setViewport({ width: size, height: size });
    await page.setContent(`<style>*{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${drawing}`);
    await page.screenshot({ path: `extension/icons/${size}.png`, omitBackground: true });
  }
} finally {
  await browser.close();
}
