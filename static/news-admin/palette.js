// The command palette, a combobox with a list box: links and actions of this page, and what the server finds.
import { announce, later, make, send } from './desk.js';
import { foldKey } from './names.js';

const dialog = document.getElementById('palette');
const input = document.getElementById('palette-input');
const list = document.getElementById('palette-list');
const WAIT_MS = 150;
const MAX_ACTS = 12;

let rows = []; // what is shown: { element, run }
let chosen = 0;
let asked = null; // the pending request

// Links and buttons that the page marks for the palette, each once.
const acts = () => {
  const byLabel = new Map();
  document.querySelectorAll('[data-palette]').forEach((element) => {
    const label = element.dataset.palette;
    if (!byLabel.has(label)) {
      byLabel.set(label, { label, facts: '', run: () => element.click() });
    }
  });
  return [...byLabel.values()];
};

const matching = (text) => {
  const words = foldKey(text).split(' ');
  return acts().filter(({ label }) => words.every((word) => foldKey(label).includes(word))).slice(0, MAX_ACTS);
};

const choose = (index) => {
  chosen = Math.max(0, Math.min(index, rows.length - 1));
  rows.forEach(({ element }, place) => element.setAttribute('aria-selected', String(place === chosen)));
  const row = rows[chosen];
  if (row) {
    input.setAttribute('aria-activedescendant', row.element.id);
    row.element.scrollIntoView({ block: 'nearest' });
  } else {
    input.removeAttribute('aria-activedescendant');
  }
};

const run = (row) => {
  if (row) {
    dialog.close();
    row.run();
  }
};

const addRow = (group, { label, facts, url, run: act }) => {
  const element = make('div', { className: 'palette-row', id: `palette-row-${rows.length}` },
    make('span', { textContent: label }), make('span', { className: 'row-facts', textContent: facts }));
  element.setAttribute('role', 'option');
  const row = { element, run: act ?? (() => { location.href = url; }) };
  const index = rows.push(row) - 1;
  element.addEventListener('click', () => run(row));
  element.addEventListener('mousemove', () => index !== chosen && choose(index));
  group.append(element);
};

const addGroup = ({ name, rows: found }, number) => {
  const title = make('div', { className: 'palette-group', id: `palette-group-${number}`, textContent: name });
  const group = make('div', {}, title);
  group.setAttribute('role', 'group');
  group.setAttribute('aria-labelledby', title.id);
  title.setAttribute('role', 'presentation');
  found.forEach((row) => addRow(group, row));
  list.append(group);
};

const show = (groups, note = '') => {
  rows = [];
  list.replaceChildren();
  if (note) {
    const line = make('div', { className: 'empty', textContent: note, id: 'palette-note' });
    line.setAttribute('role', 'option');
    line.setAttribute('aria-disabled', 'true');
    line.setAttribute('aria-selected', 'false');
    list.append(line);
  }
  groups.filter((group) => group.rows.length).forEach(addGroup);
  choose(0);
};

const own = (text) => ({ name: dialog.dataset.wordGo, rows: matching(text) });

const ask = async () => {
  asked?.abort();
  const request = new AbortController();
  asked = request;
  const text = input.value.trim();
  let answer;
  try {
    answer = await send(dialog.dataset.url, text ? { q: text } : {}, { method: 'GET', signal: request.signal });
  } catch {
    return; // a later request has replaced it
  }
  if (request.signal.aborted || !dialog.open) {
    return;
  }
  const found = answer.data?.groups ?? [];
  const groups = text ? [own(text), ...found] : [...found, own(text)];
  const isEmpty = !groups.some((group) => group.rows.length);
  show(groups, answer.ok ? (isEmpty ? dialog.dataset.wordNone : '') : dialog.dataset.wordFailed);
  announce(isEmpty ? dialog.dataset.wordNone : `${rows.length} ${dialog.dataset.wordCount}`);
};

const askSoon = later(ask, WAIT_MS);

export const openPalette = (text = '') => {
  if (dialog.open || document.querySelector('dialog:modal')) {
    return;
  }
  dialog.showModal();
  input.value = text;
  show([own(text)]);
  input.focus();
  ask();
};

input.addEventListener('input', () => {
  const text = input.value.trim();
  asked?.abort(); // its answer would change the rows just before the next key press
  show(text ? [own(text)] : []);
  askSoon();
});
input.addEventListener('keydown', (event) => {
  const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
  if (event.isComposing) {
    return; // the input method handles the key
  }
  if (event.key in steps) {
    event.preventDefault();
    const isRound = Math.abs(steps[event.key]) === 1 && rows.length;
    choose(isRound ? (chosen + steps[event.key] + rows.length) % rows.length : chosen + steps[event.key]);
  } else if (event.key === 'Enter') {
    event.preventDefault();
    run(rows[chosen]);
  }
});
dialog.addEventListener('close', () => asked?.abort());
document.querySelectorAll('[data-open-palette]').forEach((button) => button.addEventListener('click', () => openPalette()));
document.addEventListener('masthead:open-palette', () => openPalette());
