// The clinic's patients: one table from which the page in www/ is built, from which the stand-in answers, and against
// which the popup is held. It runs in node and in the browser.
//
// Messages and statuses are those that Cloudinary gives, as its documentation, its SDKs' documentation and public
// issues quote them: https://cloudinary.com/documentation/how_to_diagnose_error_codes and
// https://support.cloudinary.com/hc/en-us/articles/4402769643026.

/**
 * @typedef {object} Case
 * @property {string} id unique, also the card's anchor
 * @property {string} section one of SECTIONS
 * @property {'img'|'srcset'|'picture'|'background'|'video'|'poster'|'fetch'|'iframe'|'upload'} as how the page asks for it
 * @property {string} url
 * @property {string} wrong what is wrong, in words; for media that work, what it is
 * @property {number} [status] what the server answers; default 200. 0: no answer at all
 * @property {string} [message] the server's error text
 * @property {string[]} [without] response headers that the answer lacks
 * @property {string} [code] the cause that the popup names; none where all is well
 * @property {string} [mark] the characters of the URL that the popup marks; none where the fault is not in the URL
 * @property {Record<string, string>} [fields] an upload's text fields
 * @property {boolean} [file] whether the upload has a file; a text in its place is one of `fields`
 * @property {boolean} [json] whether the upload is sent as JSON instead of a form
 * @property {string} [chunk] the `Content-Range` of an upload in chunks
 * @property {string} [field] the upload field at fault
 */

import { DELIVERIES } from './cases/deliveries.mjs';
import { DELIVERY, UPLOAD } from './cases/hosts.mjs';
import { REQUESTS } from './cases/requests.mjs';
import { UPLOADS } from './cases/uploads.mjs';

export const CLINIC = 'https://clinic.test/';

/** The page's sections in order. */
export const SECTIONS = [
  { id: 'request', title: '400 · The URL asks for something that does not exist' },
  { id: 'permission', title: '401 · The account does not allow it' },
  { id: 'missing', title: '404 · There is nothing at this address' },
  { id: 'server', title: 'Other answers, and none' },
  { id: 'upload', title: 'Uploads that fail' },
  { id: 'healthy', title: 'Media that work' },
];

/** @type {Case[]} */
const HEALTHY = [
  { id: 'works-img', section: 'healthy', as: 'img', url: `${DELIVERY}/image/upload/c_fill,w_300/shop/shoes.png`, wrong: 'An image.' },
  { id: 'works-srcset', section: 'healthy', as: 'srcset', url: `${DELIVERY}/image/upload/f_auto,q_auto/shop/bag.png`, wrong: 'The same by srcset.' },
  { id: 'works-background', section: 'healthy', as: 'background', url: `${DELIVERY}/image/upload/w_400/shop/hero.png`, wrong: 'A CSS background.' },
  { id: 'works-video', section: 'healthy', as: 'video', url: `${DELIVERY}/video/upload/q_auto/shop/turntable.webm`, wrong: 'A video.' },
  { id: 'works-fetch', section: 'healthy', as: 'fetch', url: `${DELIVERY}/raw/upload/shop/sizes.json`, wrong: 'A file, by fetch().' },
  { id: 'works-custom-domain', section: 'healthy', as: 'img', url: 'https://media.custom.test/image/upload/w_300/shop/lamp.png', wrong: 'An image on the shop’s own domain.' },
  { id: 'works-upload', section: 'healthy', as: 'upload', url: UPLOAD, wrong: 'An upload.', fields: { upload_preset: 'web', folder: 'visitors' }, file: true },
];

/** @type {Case[]} */
export const CASES = [...REQUESTS, ...DELIVERIES, ...UPLOADS, ...HEALTHY];

/**
 * Whether something is wrong with this case's media.
 *
 * @param {Case} patient
 */
export const isBroken = ({ code }) => code !== undefined;
