// The byline of a post: finds authors by name or pinyin, orders them, and adds new ones where that is allowed.

import { announce, make, send } from './desk.js';
import { chosenList } from './chosen-list.js';
import { foldKey } from './names.js';
import { suggest } from './suggestions.js';
import { fill, say } from './text-counts.js';

export const startByline = (field, words) => {
  const { name, suggest: suggestUrl, add: addUrl } = field.dataset;
  const input = field.querySelector('input[type="text"]');
  const told = make('p', { className: 'field-told' });
  told.setAttribute('role', 'status');
  const list = chosenList(field.querySelector('.chosen-list'), { name, words, focusNext: () => input.focus() });
  field.newsList = list;

  const find = async (text) => {
    const { ok, data } = await send(suggestUrl, { q: text }, { method: 'GET' });
    told.textContent = ok ? '' : words.failed;
    const found = (data?.found ?? []).filter(({ id }) => !list.has(String(id))).map((row) => ({
      ...row, text: row.name, note: [row.role, say(words, 'uses', row.uses)].filter(Boolean).join(' · '),
    }));
    const isKnown = (data?.found ?? []).some((row) => foldKey(row.name) === foldKey(text));
    if (ok && addUrl && !isKnown) {
      found.push({ text: fill(words.newAuthor, { name: text }), newName: text });
    }
    return found;
  };
  const add = async (newName) => {
    const { ok, data } = await send(addUrl, { name: newName });
    if (ok) {
      list.add(String(data.id), data.name);
      input.value = '';
    } else {
      told.textContent = data?.error ?? words.failed;
    }
  };
  const choose = ({ id, name: label, newName }) => {
    if (newName) {
      add(newName);
      return;
    }
    list.add(String(id), label);
    input.value = '';
  };
  suggest(input, { find, choose, words });
  field.append(told);
  input.addEventListener('keydown', async (event) => {
    if (event.key !== 'Enter' || event.isComposing) {
      return;
    }
    event.preventDefault(); // Enter would save the form
    const text = input.value;
    const row = (await find(text)).find((each) => each.name && foldKey(each.name) === foldKey(text));
    if (row) {
      choose(row);
    } else if (text.trim()) {
      announce(words.none);
    }
  });
};
