// Builds the clinic from the table of cases and asks for every medium in the way that its card names.

import { CASES, SECTIONS, isBroken } from './cases.mjs';

const HOW = {
  img: '<img src>',
  srcset: '<img srcset>',
  picture: '<picture>',
  background: 'CSS background',
  video: '<video>',
  poster: '<video poster>',
  fetch: 'fetch()',
  iframe: '<iframe>',
  upload: 'upload (POST)',
};

/** How each kind of medium is asked for: gives the element for the stage. */
const ASK = {
  img: (patient, stage) => image(stage, { src: patient.url }),
  srcset: (patient, stage) => image(stage, { srcset: `${patient.url} 1x` }),
  picture(patient, stage) {
    const picture = element('picture');
    picture.append(element('source', { srcset: `${patient.url} 1x` }), image(stage, {}));
    return picture;
  },
  background(patient, stage) {
    const box = element('div', { className: 'background' });
    box.style.backgroundImage = `url(${JSON.stringify(patient.url)})`;
    if (isBroken(patient)) settle(stage, 'failed', 'No background');
    return box;
  },
  video: (patient, stage) => video(stage, { src: patient.url }),
  poster(patient, stage) {
    settle(stage, 'failed', 'No poster');
    return video(stage, { poster: patient.url });
  },
  fetch(patient, stage) {
    fetch(patient.url).then(
      (response) => settle(stage, response.ok ? 'done' : 'failed', `fetch(): ${response.status}`),
      () => settle(stage, 'failed', 'fetch(): no answer'),
    );
    return '';
  },
  iframe(patient, stage) {
    settle(stage, 'failed', 'Empty frame');
    return element('iframe', { src: patient.url, title: patient.wrong, tabIndex: -1 });
  },
  upload(patient, stage) {
    const button = element('button', { type: 'button', textContent: 'Upload' });
    button.setAttribute('aria-label', `Upload: ${patient.wrong}`);
    button.addEventListener('click', () => upload(patient, stage));
    return button;
  },
};

function image(stage, properties) {
  const picture = element('img', { alt: '' });
  watch(picture, stage, 'Image did not load');
  return Object.assign(picture, properties);
}

function video(stage, properties) {
  const player = element('video', { muted: true, autoplay: true, loop: true, playsInline: true, preload: 'auto', tabIndex: -1 });
  player.addEventListener('error', () => settle(stage, 'failed', 'Video did not load'));
  return Object.assign(player, properties);
}

function watch(medium, stage, failure) {
  medium.addEventListener('error', () => settle(stage, 'failed', failure));
}

async function upload({ url, fields, file, json, chunk }, stage) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  if (file) form.append('file', new File([new Uint8Array(73)], 'avatar.png', { type: 'image/png' }));
  const body = json ? JSON.stringify(fields) : form;
  const headers = {
    ...(json && { 'content-type': 'application/json' }),
    ...(chunk && { 'x-unique-upload-id': 'clinic', 'content-range': chunk }),
  };
  settle(stage, 'waiting', 'Uploading');
  try {
    const response = await fetch(url, { method: 'POST', headers, body });
    settle(stage, response.ok ? 'done' : 'failed', response.ok ? 'Uploaded' : `Upload refused: ${response.status}`);
  } catch {
    settle(stage, 'failed', 'Upload: no answer');
  }
}

/** Tells on the stage how it went. */
function settle(stage, state, note) {
  stage.dataset.state = state;
  stage.querySelector('.note').textContent = note;
}

function element(name, properties = {}) {
  return Object.assign(document.createElement(name), properties);
}

function clone(id) {
  const template = /** @type {HTMLTemplateElement} */ (document.querySelector(`#${id}`));
  return /** @type {HTMLElement} */ (template.content.firstElementChild.cloneNode(true));
}

function card(patient) {
  const item = clone('card');
  item.id = patient.id;
  item.dataset.as = patient.as;
  item.querySelector('h3').textContent = patient.wrong;
  item.querySelector('code').append(...marked(patient));
  item.querySelector('[data-is=as]').append(element('code', { textContent: HOW[patient.as] }));
  item.querySelector('[data-is=status]').append(statusPill(patient));
  item.querySelector('[data-is=code]').append(
    patient.code ? element('code', { textContent: patient.code }) : 'nothing: all is well',
  );
  const stage = item.querySelector('.stage');
  stage.append(element('p', { className: 'note' }));
  stage.prepend(ASK[patient.as](patient, stage));
  return item;
}

/** The URL with the characters at fault marked, or the fields of an upload below it. */
function* marked({ url, mark, fields }) {
  const start = mark ? url.lastIndexOf(mark) : -1;
  if (start < 0) yield url;
  else yield* [url.slice(0, start), element('mark', { textContent: mark }), url.slice(start + mark.length)];
  for (const [name, value] of Object.entries(fields ?? {})) yield* [element('br'), `${name} = ${value}`];
}

function statusPill({ status = 200, code }) {
  const kind = !code ? 'good' : status === 200 ? 'warning' : 'error';
  return element('span', { className: `pill ${kind}`, textContent: status || 'none' });
}

for (const { id, title } of SECTIONS) {
  const patients = CASES.filter(({ section }) => section === id);
  const link = element('a', { href: `#${id}`, textContent: title.split(' · ')[0] });
  const entry = element('li');
  entry.append(link);
  document.querySelector('nav ul').append(entry);

  const ward = clone('ward');
  ward.id = id;
  ward.querySelector('h2').textContent = title;
  if (id === 'upload') {
    const all = element('button', { type: 'button', id: 'upload-all', textContent: 'Try all uploads' });
    all.addEventListener('click', () => {
      const buttons = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-as=upload] .stage button'));
      for (const button of buttons) button.click();
    });
    ward.querySelector('.head').append(all);
  }
  document.querySelector('#wards').append(ward);
  ward.querySelector('.cards').append(...patients.map(card));
}

const count = (name, wanted) => {
  document.querySelector(`[data-count=${name}]`).textContent = String(CASES.filter(wanted).length);
};
count('broken', (patient) => isBroken(patient) && patient.as !== 'upload');
count('uploads', (patient) => isBroken(patient) && patient.as === 'upload');
count('working', (patient) => !isBroken(patient));
