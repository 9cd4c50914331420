// The categories of a post: ticked in the tree, found by name or pinyin, ordered in the list above the tree.

import { announce, make } from './desk.js';
import { chosenList } from './chosen-list.js';
import { foldKey } from './names.js';
import { fill } from './text-counts.js';

export const startCategories = (field, words) => {
  const { name } = field.dataset;
  const search = field.querySelector('.category-search');
  const tree = field.querySelector('.category-tree');
  const rows = [...tree.querySelectorAll('li[data-label]')].map((element, at, all) => ({
    element,
    box: element.querySelector('input'),
    label: element.dataset.label,
    level: Number(element.className.match(/level-(\d)/)[1]),
    text: `${foldKey(element.dataset.label.split(' › ').at(-1))} ${element.dataset.spelt}`,
    last: at === all.length - 1,
  }));
  const byKey = new Map(rows.map((row) => [row.box.value, row]));
  rows.forEach(({ box, label }) => {
    box.removeAttribute('name'); // the list above sends them in its own order
    box.disabled = false;
    box.setAttribute('aria-label', label);
  });

  const list = chosenList(field.querySelector('.chosen-list'), {
    name,
    words,
    hasPrimary: true,
    focusNext: () => search.focus(),
    onChange: () => rows.forEach(({ box }) => { box.checked = list.has(box.value); }),
  });
  field.newsList = list;
  tree.addEventListener('change', ({ target }) => {
    if (target.checked) {
      list.add(target.value, byKey.get(target.value).label);
    } else {
      list.remove(target.value);
    }
  });

  const none = make('p', { className: 'field-told', hidden: true });
  none.setAttribute('role', 'status');
  tree.after(none);
  search.hidden = rows.length < 8;
  search.addEventListener('input', () => {
    const wanted = foldKey(search.value);
    let found = 0;
    let path = [];
    const above = new Set();
    rows.forEach((row) => {
      path = [...path.slice(0, row.level), row];
      row.isHit = row.text.includes(wanted);
      if (row.isHit) {
        found += 1;
        path.forEach((each) => above.add(each));
      }
    });
    rows.forEach((row) => {
      row.element.hidden = !above.has(row);
      row.element.classList.toggle('is-beside', Boolean(wanted) && !row.isHit);
    });
    none.hidden = found > 0;
    none.textContent = found ? '' : fill(words.noCategory, { name: search.value });
    if (wanted && found) {
      announce(fill(words.found, { count: found }));
    }
  });
  const hits = () => rows.filter((row) => !row.element.hidden && !row.element.classList.contains('is-beside'));
  search.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.isComposing) { // ticks a single match; Enter must not save the form
      event.preventDefault();
      const [only, ...others] = hits();
      if (only && search.value && !others.length) {
        only.box.click();
        search.value = '';
        search.dispatchEvent(new Event('input'));
      } else {
        only?.box.focus();
      }
    }
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      hits()[0]?.box.focus();
    }
    if (event.key === 'Escape' && search.value) {
      search.value = '';
      search.dispatchEvent(new Event('input'));
    }
  });
  tree.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) {
      return;
    }
    event.preventDefault();
    const shown = rows.filter(({ element }) => !element.hidden);
    const next = shown[shown.findIndex(({ box }) => box === event.target) + step];
    (next?.box ?? (step < 0 && !search.hidden ? search : event.target)).focus();
  });
};
