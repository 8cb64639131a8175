// A local stand-in for res.cloudinary.com, api.cloudinary.com and the pages of a run: one HTTPS server on a free port
// that answers by host name, and a CONNECT proxy in front that maps the run's host names to it and refuses all others,
// so that no request leaves the machine. Needs neither root nor a fixed port.

import { execFile } from 'node:child_process';
import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { mediaFor } from './media.mjs';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Where the key and the certificate are kept between runs; git ignores it. */
const CERTIFICATE_DIR = path.join(ROOT, '.cache/e2e');

/** Host names that the proxy maps to the stand-in: Cloudinary's, custom domains and the pages of a run. */
export const HOSTS = [
  /^(?:[a-z0-9-]+\.)?cloudinary\.com$/,
  /^[a-z0-9-]+-res\.cloudinary\.com$/,
  /^(?:[a-z0-9-]+\.)*test$/,
];

/** A host of Cloudinary's shape that nobody answers for: the proxy refuses the tunnel. */
export const REFUSED_HOST = 'res-9.cloudinary.com';

/**
 * What the stand-in answers a request with.
 *
 * @typedef {object} Answer
 * @property {number} [status] default 200
 * @property {string} [message] the error text: goes into `x-cld-error` (as UTF-8 bytes) and `Server-Timing`; for an
 *   upload also into the JSON body
 * @property {Buffer} [messageBytes] the bytes of `x-cld-error`, where they are no UTF-8
 * @property {[string, string][]} [headers] further headers; a later one replaces an earlier one of the same name
 * @property {string[]} [without] names of headers that are left out
 * @property {string|Buffer} [body]
 * @property {string} [type] content type
 * @property {Promise<unknown>} [until] the answer waits for it
 * @property {boolean} [reset] the connection is cut instead of an answer
 */

/**
 * Starts the server and its proxy.
 *
 * @returns {Promise<StandIn>}
 */
export async function startStandIn() {
  const { key, cert } = await certificate();
  return new StandIn(key, cert).listen();
}

/** The running server. */
export class StandIn {
  /** Every request that came, in order: `{ method, url, headers, body }`. */
  requests = [];
  #routes = new Map();
  #handlers = [];
  #sockets = new Set();

  constructor(key, cert) {
    this.spki = createHash('sha256')
      .update(new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' }))
      .digest('base64');
    this.server = https.createServer({ key, cert }, (request, response) => {
      this.#serve(request, response).catch((error) => {
        response.destroy(error);
      });
    });
    this.proxy = http.createServer((_, response) => response.writeHead(403).end());
    this.proxy.on('connect', (request, client, head) => this.#connect(request, client, head));
    for (const server of [this.server, this.proxy]) {
      server.on('connection', (socket) => this.#keep(socket));
    }
    // A browser may hang up at any time; that is no fault of the run.
    this.server.on('tlsClientError', () => {});
  }

  async listen() {
    for (const server of [this.server, this.proxy]) {
      await new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen({ port: 0, host: '127.0.0.1' }, () => resolve(undefined));
      });
    }
    this.proxyPort = portOf(this.proxy);
    return this;
  }

  /** Answers `url` (any method) with `answer`, or with what the function `answer` makes of the request. */
  on(url, answer) {
    this.#routes.set(keyOf(url), answer);
    return this;
  }

  /** Asks `handler` (a function of the request that gives an answer or nothing) where no URL matches. */
  handle(handler) {
    this.#handlers.push(handler);
    return this;
  }

  /** Serves an HTML page. */
  page(url, html, headers = []) {
    return this.on(url, { body: html, type: 'text/html; charset=utf-8', headers });
  }

  /** How many requests came for `url`. */
  count(url) {
    const { href } = new URL(url);
    return this.requests.filter((request) => request.url === href).length;
  }

  async close() {
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all([this.server, this.proxy].map((server) => new Promise((done) => server.close(done))));
  }

  #keep(socket) {
    this.#sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => this.#sockets.delete(socket));
  }

  #connect(request, client, head) {
    const host = request.url.replace(/:\d+$/, '').toLowerCase();
    if (host === REFUSED_HOST || !HOSTS.some((pattern) => pattern.test(host))) {
      client.end('HTTP/1.1 502 Refused\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const upstream = net.connect(portOf(this.server), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      if (head.length > 0) upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    this.#keep(upstream);
    upstream.on('close', () => client.destroy());
    client.on('close', () => upstream.destroy());
  }

  async #serve(request, response) {
    const body = await bodyOf(request);
    const url = new URL(request.url, `https://${request.headers.host}`).href;
    const seen = { method: request.method, url, headers: request.headers, body };
    this.requests.push(seen);
    const route = this.#routes.get(keyOf(url)) ?? this.#ask(seen) ?? fallback(seen);
    const answer = typeof route === 'function' ? await route(seen) : route;
    await answer.until;
    if (answer.reset) {
      request.socket.destroy();
      return;
    }
    write(seen, answer, response);
  }

  #ask(request) {
    for (const handler of this.#handlers) {
      const answer = handler(request);
      if (answer) return answer;
    }
    return undefined;
  }
}

/** What Cloudinary says to a URL that nobody entered in the table. */
function fallback({ url }) {
  const { host, pathname } = new URL(url);
  if (host === 'api.cloudinary.com') return { status: 404, body: '<h1>404</h1>', type: 'text/html' };
  if (!host.endsWith('cloudinary.com')) return { status: 404, body: 'Not found', type: 'text/plain' };
  const publicId = decodeURIComponent(pathname).split('/').slice(4).join('/').replace(/\.[a-z0-9]+$/, '');
  return { status: 404, message: `Resource not found - ${publicId}` };
}

const ORIGIN_HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'X-Cld-Error,Content-Length,Content-Disposition,Server-Timing,Vary',
  'timing-allow-origin': '*',
  server: 'Cloudinary',
};

/** Writes an answer with the headers that Cloudinary gives it. */
function write({ method, url }, answer, response) {
  const { host, pathname } = new URL(url);
  const isApi = host === 'api.cloudinary.com';
  const isMedia = !isApi && (host.endsWith('cloudinary.com') || /\/(?:image|video|raw)\//.test(pathname));
  const status = answer.status ?? 200;
  if (method === 'OPTIONS' && isApi) {
    response.writeHead(200, {
      'access-control-allow-origin': '*',
      'access-control-allow-headers': '*',
      'access-control-allow-methods': 'POST, GET, OPTIONS',
      'content-length': 0,
    });
    response.end();
    return;
  }

  const headers = new Map();
  let body = answer.body ?? '';
  if (isApi || isMedia) {
    const requestId = randomBytes(16).toString('hex');
    for (const [name, value] of Object.entries(ORIGIN_HEADERS)) headers.set(name, value);
    headers.set('x-request-id', requestId);
    headers.set('server-timing', serverTiming(requestId, answer));
    if (answer.messageBytes) headers.set('x-cld-error', answer.messageBytes.toString('latin1'));
    else if (answer.message !== undefined) headers.set('x-cld-error', bytes(answer.message));
    if (isApi) {
      headers.set('content-type', 'application/json; charset=utf-8');
      if (answer.message !== undefined) body = JSON.stringify({ error: { message: answer.message } });
    } else if (status >= 400) {
      // Cloudinary answers an error with an empty body that calls itself a GIF.
      headers.set('content-type', 'image/gif');
      headers.set('content-disposition', 'inline');
      headers.set('cache-control', 'private, no-transform, max-age=0, no-cache');
      headers.set('pragma', 'no-cache');
    } else if (status < 300 && answer.body === undefined) {
      const media = mediaFor(pathname);
      body = media.body;
      headers.set('content-type', media.type);
      headers.set('cache-control', 'public, no-transform, max-age=2592000');
    }
  }
  if (answer.type) headers.set('content-type', answer.type);
  for (const [name, value] of answer.headers ?? []) headers.set(name.toLowerCase(), bytes(value));
  for (const name of answer.without ?? []) headers.delete(name);
  if (status !== 304) headers.set('content-length', Buffer.byteLength(body));
  response.writeHead(status, [...headers].flat());
  response.end(method === 'HEAD' || status === 304 ? undefined : body);
}

function serverTiming(requestId, { message, messageBytes }) {
  const entries = [
    `cld-fastly;dur=184;cpu=1;start=${new Date().toISOString()};desc=miss,rtt;dur=20,cloudinary;dur=93`,
    `cld-id;desc=${requestId}`,
  ];
  const text = messageBytes?.toString('latin1') ?? (message === undefined ? undefined : bytes(message));
  if (text !== undefined) entries.push(`cld-error;desc="${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`);
  return entries.join(',');
}

/** The UTF-8 bytes of `text` as node writes header bytes: one character each. */
function bytes(text) {
  return Buffer.from(String(text), 'utf8').toString('latin1');
}

/** @param {net.Server} server */
function portOf(server) {
  return /** @type {net.AddressInfo} */ (server.address()).port;
}

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function keyOf(url) {
  const { host, pathname, search } = new URL(url);
  return host + pathname + search;
}

/** The key and the certificate of the stand-in, made by openssl on the first run and again when they are about to expire. */
async function certificate() {
  const keyFile = path.join(CERTIFICATE_DIR, 'key.pem');
  const certFile = path.join(CERTIFICATE_DIR, 'cert.pem');
  const read = async () => ({ key: await readFile(keyFile), cert: await readFile(certFile) });
  const day = 24 * 60 * 60 * 1000;
  const present = await read().catch(() => null);
  if (present && Date.parse(new X509Certificate(present.cert).validTo) > Date.now() + day) return present;

  // Made in a directory of its own and moved into place in one step, since test files run side by side.
  const draft = `${CERTIFICATE_DIR}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await mkdir(draft, { recursive: true });
  const names = ['*.cloudinary.com', '*.test', '*.custom.test'].map((name) => `DNS:${name}`).join(',');
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '30', '-subj', '/CN=xcld stand-in'],
    ...['-addext', `subjectAltName=${names}`],
    ...['-keyout', path.join(draft, 'key.pem'), '-out', path.join(draft, 'cert.pem')],
  ]);
  const made = { key: await readFile(path.join(draft, 'key.pem')), cert: await readFile(path.join(draft, 'cert.pem')) };
  await rm(CERTIFICATE_DIR, { recursive: true, force: true });
  await rename(draft, CERTIFICATE_DIR).catch(() => rm(draft, { recursive: true, force: true }));
  return made;
}
