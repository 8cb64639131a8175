// What the end-to-end tests share. Each test has a browser with a fresh profile and a stand-in of its own.

import { test } from 'node:test';
import { BROWSERS, launch } from './drivers/index.mjs';
import { readPopup } from './popup.mjs';
import { startStandIn } from './stand-in.mjs';
import { until } from './until.mjs';

/** The page that most tests open. */
export const PAGE = 'https://shop.test/';
/** Where its media come from. */
export const MEDIA = 'https://res.cloudinary.com/demo/image/upload';

/**
 * Runs `body` once in each browser.
 *
 * @param {string} title
 * @param {(setting: { browser: any, standIn: import('./stand-in.mjs').StandIn, name: string }) => Promise<void>} body
 * @param {{ extension?: string | false, dark?: boolean, only?: string }} [options]
 */
export function inBrowsers(title, body, { only, ...options } = {}) {
  for (const name of BROWSERS.filter((candidate) => !only || candidate === only)) {
    test(`${name}: ${title}`, { timeout: 240_000 }, async () => {
      const standIn = await startStandIn();
      try {
        const browser = await launch(name, { standIn, ...options });
        try {
          await body({ browser, standIn, name });
        } finally {
          await browser.close();
        }
      } finally {
        await standIn.close();
      }
    });
  }
}

/** A page that shows the images at `urls`. */
export function album(urls, more = '') {
  const images = urls.map((url) => `<img alt="" src="${url.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}">`);
  return `<!doctype html><html lang="en"><title>Shop</title>${images.join('\n')}${more}`;
}

/**
 * The popup over `page`, and what it lists as soon as `isThere` of that is true and the list is as long as the head says.
 *
 * @param {any} browser
 * @param {any} page
 * @param {(read: Awaited<ReturnType<typeof readPopup>>) => unknown} [isThere]
 */
export async function openPopup(browser, page, isThere = () => true) {
  const popup = await browser.popup(page);
  const listed = await until('the popup lists what it should', async () => {
    const read = await readPopup(popup);
    const complete = urlsOf(read).length >= read.failed + read.warnings;
    return complete && isThere(read) ? read : Promise.reject(new Error(JSON.stringify(summary(read))));
  });
  return { popup, listed };
}

/** What the popup lists for `page`, as soon as `isThere` of that is true. The popup is closed again. */
export async function listed(browser, page, isThere) {
  const { popup, listed: read } = await openPopup(browser, page, isThere);
  await popup.close();
  return read;
}

/** All listed URLs, sorted. */
export function urlsOf(read) {
  return read.groups.flatMap(({ urls }) => urls).sort();
}

/** Lets the page load one more image, and waits until it has loaded or failed. */
export function loadImage(page, url) {
  return page.evaluate(
    (address) =>
      new Promise((resolve) => {
        const image = new Image();
        image.onload = () => resolve('loaded');
        image.onerror = () => resolve('failed');
        image.src = address;
        document.body.append(image);
      }),
    url,
  );
}

/** Waits until the badge of `page` says `text`, and gives the whole badge. */
export function badgeSays(browser, page, text) {
  return until(`the badge says “${text}”`, async () => {
    const badge = await browser.badge(page);
    return badge.text === text ? badge : Promise.reject(new Error(`the badge says “${badge.text}”`));
  });
}

/** A failing image that is asked for last: once it is listed, everything before it has been seen. */
export const LAST = `${MEDIA}/last.jpg`;

function summary({ failed, warnings, delivered, state, groups }) {
  return { failed, warnings, delivered, state, listed: groups.map(({ code, urls }) => `${code} × ${urls.length}`) };
}
