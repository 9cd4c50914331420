// Suggestions below a text field, following WAI-ARIA's pattern «editable combobox with list».

import { announce, later, make } from './desk.js';
import { fill } from './text-counts.js';

const PAUSE_MS = 120;
let made = 0;

// `find(text)` returns (a promise of) rows { text, note, … }; `choose(row)` picks one. Returns { close, isChoosing }.
export const suggest = (input, { find, choose, words }) => {
  made += 1;
  const list = make('ul', { className: 'suggestions', id: `suggestions-${made}`, hidden: true });
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', words.suggestions);
  input.after(list);
  Object.entries({ role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': list.id })
    .forEach(([name, value]) => input.setAttribute(name, value));
  let rows = [];
  let active = -1;
  let asked = 0;

  const mark = (at) => {
    active = at;
    [...list.children].forEach((element, number) => element.setAttribute('aria-selected', String(number === at)));
    if (at < 0) {
      input.removeAttribute('aria-activedescendant');
    } else {
      input.setAttribute('aria-activedescendant', list.children[at].id);
      list.children[at].scrollIntoView({ block: 'nearest' });
    }
  };
  const show = (isShown) => {
    list.hidden = !isShown;
    input.setAttribute('aria-expanded', String(isShown));
  };
  const close = () => {
    asked += 1; // a pending answer comes too late
    rows = [];
    list.replaceChildren();
    mark(-1);
    show(false);
  };
  const take = (at) => {
    const row = rows[at];
    close();
    choose(row);
    input.focus();
  };
  const draw = () => {
    list.replaceChildren(...rows.map(({ text, note }, at) => {
      const option = make('li', { id: `${list.id}-${at}` }, make('span', { textContent: text }));
      if (note) {
        option.append(' ', make('span', { className: 'suggestion-note', textContent: note }));
      }
      option.setAttribute('role', 'option');
      option.addEventListener('pointerdown', (event) => event.preventDefault()); // the focus stays in the field
      option.addEventListener('click', () => take(at));
      return option;
    }));
    mark(-1);
    show(rows.length > 0);
  };
  const ask = later(async () => {
    const text = input.value.trim();
    asked += 1;
    const number = asked;
    if (!text || document.activeElement !== input) {
      close();
      return;
    }
    const found = await find(text);
    if (number === asked) {
      rows = found;
      draw();
      announce(rows.length ? fill(words.found, { count: rows.length }) : words.none);
    }
  }, PAUSE_MS);

  input.addEventListener('input', ask);
  input.addEventListener('blur', close);
  input.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing || !rows.length) {
      return;
    }
    if (step) {
      event.preventDefault();
      mark((active + step + rows.length + (active < 0 && step < 0 ? 1 : 0)) % rows.length);
    } else if (event.key === 'Enter' && active >= 0) {
      event.preventDefault();
      event.stopImmediatePropagation();
      take(active);
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      close();
    }
  });
  return { close };
};
