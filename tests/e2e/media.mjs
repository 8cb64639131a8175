// The media that work: small, valid files made here, so that no picture of anybody's has to be stored.

import { readFileSync } from 'node:fs';
import { crc32 } from './crc32.mjs';
import { deflateSync } from 'node:zlib';

/** A second of moving colour, 96 × 54, VP8: recorded once with MediaRecorder from a canvas. */
const CLIP = readFileSync(new URL('media/clip.webm', import.meta.url));

/** The bytes and the content type of a delivery that works, chosen by the path's asset type and extension. */
export function mediaFor(pathname) {
  if (/\.(?:webm|mp4|mov|ogv)$/.test(pathname)) return { body: CLIP, type: 'video/webm' };
  if (/\/raw\/|\.(?:txt|vtt|json)$/.test(pathname)) return { body: 'xcld\n', type: 'text/plain' };
  return { body: picture(hueOf(pathname)), type: 'image/png' };
}

const pictures = new Map();

/** A PNG of 96 × 64 pixels: two tones of `hue` (0 to 359) and a disc. */
function picture(hue) {
  if (!pictures.has(hue)) pictures.set(hue, png(96, 64, (x, y) => shade(hue, x, y)));
  return pictures.get(hue);
}

function shade(hue, x, y) {
  const disc = (x - 64) ** 2 + (y - 24) ** 2 < 144;
  const hill = y > 44 + 10 * Math.sin(x / 14);
  const lightness = disc ? 0.93 : hill ? 0.42 : 0.72 - y / 400;
  return hsl(hue + (hill ? 30 : 0), 0.5, lightness);
}

/** A hue that stays the same for the same path. */
function hueOf(pathname) {
  let sum = 0;
  for (const character of pathname) sum = (sum * 31 + character.codePointAt(0)) % 360;
  return sum - (sum % 15);
}

function hsl(hue, saturation, lightness) {
  const spread = saturation * Math.min(lightness, 1 - lightness);
  return [0, 8, 4].map((n) => {
    const k = (n + hue / 30) % 12;
    return Math.round(255 * (lightness - spread * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  });
}

/** An 8-bit RGB PNG (https://www.w3.org/TR/png-3/) of the colours that `colourAt(x, y)` gives. */
function png(width, height, colourAt) {
  const rows = [];
  for (let y = 0; y < height; y += 1) {
    rows.push(0);
    for (let x = 0; x < width; x += 1) rows.push(...colourAt(x, y));
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
