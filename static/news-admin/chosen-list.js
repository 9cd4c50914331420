// An ordered list of chosen things, reordered with buttons or by dragging; each is sent as a hidden field.

import { announce, make } from './desk.js';
import { fill } from './text-counts.js';

const iconButton = (sign, label, act) => {
  const button = make('button', { type: 'button', className: 'icon-button', title: label, textContent: sign });
  button.setAttribute('aria-label', label);
  button.addEventListener('click', act);
  return button;
};

// `list` is an <ol> whose items have data-key and a text. `onChange` is called on every change; `focusNext` when no
// item is left to hold the focus. With `hasPrimary` the first item is marked, and any other can be made the first.
export const chosenList = (list, { name, words, hasPrimary = false, onChange, focusNext }) => {
  let items = [...list.children].map((row) => ({ key: row.dataset.key, label: row.textContent.trim() }));

  const told = () => {
    list.dispatchEvent(new Event('change', { bubbles: true }));
    onChange?.();
  };
  const focusOn = (key, action) => list.querySelector(`[data-key="${key}"] [data-act="${action}"]:not(:disabled)`)?.focus();

  const move = (from, to, action) => {
    const [item] = items.splice(from, 1);
    items.splice(to, 0, item);
    draw();
    told();
    focusOn(item.key, action);
    if (!list.contains(document.activeElement)) {
      focusOn(item.key, 'remove');
    }
    announce(fill(words.moved, { name: item.label, place: to + 1, count: items.length }));
  };

  const remove = (key) => {
    const at = items.findIndex((item) => item.key === key);
    if (at < 0) {
      return;
    }
    const [item] = items.splice(at, 1);
    const hadFocus = list.contains(document.activeElement);
    draw();
    told();
    announce(fill(words.removed, { name: item.label }));
    if (hadFocus) {
      const next = items[Math.min(at, items.length - 1)];
      if (next) {
        focusOn(next.key, 'remove');
      } else {
        focusNext?.();
      }
    }
  };

  const row = (item, at) => {
    const facts = { name: item.label };
    const act = (action, sign, label, run, isOff = false) => {
      const button = iconButton(sign, fill(label, facts), run);
      button.dataset.act = action;
      button.disabled = isOff;
      return button;
    };
    const several = items.length > 1;
    const buttons = make('span', { className: 'chosen-buttons' });
    if (several && hasPrimary && at) {
      buttons.append(act('primary', '★', words.makePrimary, () => move(at, 0, 'down')));
    }
    if (several) {
      buttons.append(act('up', '↑', words.up, () => move(at, at - 1, 'up'), !at));
      buttons.append(act('down', '↓', words.down, () => move(at, at + 1, 'down'), at === items.length - 1));
    }
    buttons.append(act('remove', '×', words.remove, () => remove(item.key)));
    const text = make('span', { className: 'chosen-name', textContent: item.label });
    if (hasPrimary && !at && several) {
      text.append(' ', make('span', { className: 'chosen-primary', textContent: words.primary }));
    }
    const element = make('li', { draggable: several }, make('input', { type: 'hidden', name, value: item.key }), text, buttons);
    element.dataset.key = item.key;
    return element;
  };

  const draw = () => list.replaceChildren(...items.map(row));

  let dragged;
  list.addEventListener('dragstart', (event) => {
    dragged = event.target.closest?.('li');
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', dragged?.textContent ?? '');
  });
  list.addEventListener('dragover', (event) => {
    const over = event.target.closest?.('li');
    if (!dragged || !over) {
      return;
    }
    event.preventDefault();
    const { top, height } = over.getBoundingClientRect();
    if (over !== dragged) {
      over[event.clientY < top + height / 2 ? 'before' : 'after'](dragged);
    }
  });
  list.addEventListener('drop', (event) => dragged && event.preventDefault());
  list.addEventListener('dragend', () => {
    const order = [...list.children].map((element) => element.dataset.key);
    const isNew = dragged && order.some((key, at) => items[at].key !== key);
    dragged = null;
    if (isNew) {
      items.sort((a, b) => order.indexOf(a.key) - order.indexOf(b.key));
      draw();
      told();
    }
  });

  draw();
  return {
    has: (key) => items.some((item) => item.key === key),
    remove,
    add: (key, label) => {
      if (!items.some((item) => item.key === key)) {
        items.push({ key, label });
        draw();
        told();
        announce(fill(words.added, { name: label }));
      }
    },
    // Replaces all items, given as [{ key, label }], for instance when text is restored.
    set: (values) => {
      items = values.map(({ key, label }) => ({ key: String(key), label }));
      draw();
      told();
    },
  };
};
