// The checks beside a post's form: run again after each change, link to what they find, and fix it in the form.
// The server decides everything: it receives the form as it is and saves nothing.

import { announce, goToField, later, make, onChange, readForm, readWords, send } from './desk.js';
import { goToPlace, setValue } from './checks-places.js';

const WAIT_MS = 900;
const box = document.getElementById('checks');
const form = box?.closest('form');
const words = readWords('checks-words');
let running;
let lastSaid;

const body = () => box.querySelector('[data-checks-body]');
const summary = () => box.querySelector('[data-checks-summary]');

const keyOf = (item) => [item.dataset.code, item.dataset.field, item.dataset.placeText ?? ''].join('\n');

const showButtons = () => box.querySelectorAll('[data-fix]').forEach((button) => { button.hidden = false; });

const tell = () => {
  const shown = summary();
  if (shown) {
    const { errors, warnings } = shown.dataset;
    document.dispatchEvent(new CustomEvent('masthead:checked', { detail: { errors: +errors, warnings: +warnings } }));
  }
};

// Focus stays on the same element if it still exists; otherwise it moves to the summary, not to the top of the page.
const replaceList = (html) => {
  const held = box.contains(document.activeElement) ? document.activeElement : null;
  const key = held?.closest('.check') && keyOf(held.closest('.check'));
  const kind = held?.matches('[data-fix]') ? '[data-fix]' : '[data-go]';
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  body().replaceChildren(...parsed.body.childNodes);
  showButtons();
  if (held) {
    const item = [...box.querySelectorAll('.check')].find((each) => keyOf(each) === key);
    (item?.querySelector(kind) ?? summary())?.focus();
  }
  tell();
};

const note = (text) => {
  box.querySelector('.checks-note')?.remove();
  if (text) {
    body().prepend(make('p', { className: 'checks-note', textContent: text }));
  }
};

const say = (data) => new URLSearchParams(data).toString();

// Skips unchanged forms, because the editor and other widgets report changes that nobody made.
const check = async ({ isForced = false } = {}) => {
  const data = readForm(form);
  const said = say(data);
  if (said === lastSaid && !isForced) {
    return true;
  }
  lastSaid = said;
  running?.abort();
  running = new AbortController();
  const { signal } = running;
  box.setAttribute('aria-busy', 'true');
  try {
    const answer = await send(box.dataset.checksUrl, data, { signal });
    if (answer.ok && answer.data) {
      replaceList(answer.data.html);
    } else {
      note(words.failed);
      lastSaid = undefined;
    }
    box.removeAttribute('aria-busy');
    return answer.ok;
  } catch (error) {
    if (error.name !== 'AbortError') {
      throw error;
    }
    return false;
  }
};

const placeOf = ({ dataset }) => dataset.placeKind
  && { kind: dataset.placeKind, number: Number(dataset.placeNumber), text: dataset.placeText };

const go = (item) => {
  const { field } = item.dataset;
  const place = placeOf(item);
  document.dispatchEvent(new CustomEvent('masthead:go-to', { detail: { field, place } }));
  if (field === 'body' && place) {
    if (!goToPlace('id_body', place)) {
      goToField(field);
      announce(words.gone);
    }
  } else {
    goToField(field);
  }
};

const fix = async (item, button) => {
  const data = readForm(form);
  const place = placeOf(item);
  data.set('_check', item.dataset.code);
  if (item.dataset.image) {
    data.set('_image', item.dataset.image);
  }
  if (place) {
    Object.entries(place).forEach(([name, value]) => data.set(`_place_${name}`, value));
  }
  button.disabled = true;
  const answer = await send(box.dataset.fixUrl, data);
  button.disabled = false;
  if (!answer.ok) {
    note(answer.data?.error ?? words.failed);
    return;
  }
  await Promise.all(Object.entries(answer.data.values).map(([name, value]) => setValue(name, value)));
  button.focus();
  await check({ isForced: true });
  announce([answer.data.said, summary()?.textContent].filter(Boolean).join(' '));
};

const start = () => {
  showButtons();
  tell();
  lastSaid = say(readForm(form));
  onChange(form, later(() => check(), WAIT_MS));
  document.addEventListener('masthead:saved', () => check());
  box.addEventListener('click', (event) => {
    const item = event.target.closest('.check');
    if (event.target.closest('[data-go]')) {
      event.preventDefault();
      go(item);
    } else if (event.target.closest('[data-fix]')) {
      fix(item, event.target.closest('[data-fix]'));
    }
  });
};

if (form) {
  start();
}
