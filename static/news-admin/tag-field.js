// The tags of a post as tokens. The field still sends one line of names, including an unfinished one.

import { announce, make, send } from './desk.js';
import { SEPARATOR, foldKey, joinNames, splitNames } from './names.js';
import { suggest } from './suggestions.js';
import { fill, say } from './text-counts.js';

export const startTags = (line, words) => {
  const input = make('input', { type: 'text', className: 'token-input', autocomplete: 'off', id: line.id });
  const described = line.getAttribute('aria-describedby');
  if (described) {
    input.setAttribute('aria-describedby', described);
  }
  const tokens = make('ul', { className: 'tokens' });
  const box = make('div', { className: 'token-field' }, tokens, make('div', { className: 'token-entry' }, input));
  line.removeAttribute('id');
  line.type = 'hidden';
  line.after(box);
  let names = splitNames(line.value);

  const write = () => {
    const pending = splitNames(input.value);
    const value = joinNames([...names, ...pending]);
    if (value !== line.value) {
      line.value = value;
      line.dispatchEvent(new Event('input', { bubbles: true }));
    }
  };
  const remove = (name) => {
    names = names.filter((each) => each !== name);
    draw();
    write();
    announce(fill(words.removed, { name }));
    input.focus();
  };
  const draw = () => tokens.replaceChildren(...names.map((name) => {
    const cross = make('button', { type: 'button', textContent: '×' });
    cross.setAttribute('aria-label', fill(words.remove, { name }));
    cross.addEventListener('click', () => remove(name));
    return make('li', { className: 'token' }, make('span', { textContent: name }), cross);
  }));
  const add = (more) => {
    const known = new Set(names.map(foldKey));
    const fresh = more.filter((name) => !known.has(foldKey(name)));
    names = [...names, ...fresh];
    draw();
    write();
    if (fresh.length) {
      announce(fill(words.added, { name: fresh.join('，') }));
    }
  };
  const finish = () => {
    const typed = splitNames(input.value);
    input.value = '';
    add(typed);
  };

  const find = async (text) => {
    const { data } = await send(line.dataset.suggest, { q: text }, { method: 'GET' });
    const known = new Set(names.map(foldKey));
    return (data?.found ?? []).filter(({ name }) => !known.has(foldKey(name)))
      .map(({ name, uses }) => ({ text: name, note: say(words, 'uses', uses) }));
  };
  const { close } = suggest(input, {
    find,
    words,
    choose: ({ text }) => {
      input.value = '';
      add([text]);
    },
  });

  input.addEventListener('input', (event) => {
    const at = input.value.search(SEPARATOR);
    if (at >= 0 && !event.isComposing && !input.value.includes('"')) {
      const last = input.value.split(SEPARATOR).at(-1);
      const typed = splitNames(input.value.slice(0, input.value.length - last.length));
      input.value = last.trimStart();
      add(typed);
    } else {
      write();
    }
  });
  input.addEventListener('paste', (event) => {
    const text = event.clipboardData.getData('text/plain').trim();
    if (SEPARATOR.test(text)) {
      event.preventDefault();
      add(splitNames(text));
      close();
    }
  });
  input.addEventListener('keydown', (event) => {
    if (event.isComposing) {
      return;
    }
    if (event.key === 'Enter') {
      event.preventDefault(); // the key would save the form
      close();
      finish();
    } else if (event.key === 'Backspace' && !input.value && names.length) {
      event.preventDefault();
      remove(names.at(-1));
    }
  });
  input.addEventListener('blur', finish);
  box.addEventListener('click', ({ target }) => target.closest('button') || input.focus());
  // For values set by other scripts, for instance when text is restored.
  line.addEventListener('change', () => {
    names = splitNames(line.value);
    input.value = '';
    draw();
  });
  draw();
};
