// The title: one line that wraps and grows, with a count of its characters.

import { announce, make } from './desk.js';
import { fill, isChinese, measureLine } from './text-counts.js';

const LATIN_FACTOR = 3; // a line fits about three times as many Latin letters as Chinese characters

const oneLine = (text) => text.replace(/\s*[\r\n]+\s*/g, ' ');

const grow = (field) => {
  if (!CSS.supports('field-sizing', 'content')) {
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight}px`;
  }
};

export const startTitle = (field, words) => {
  const most = Number(field.dataset.max);
  const counter = make('p', { className: 'counter', id: 'title-counter' });
  field.after(counter);
  field.setAttribute('aria-describedby', `${field.getAttribute('aria-describedby') ?? ''} title-counter`.trim());
  let wasLong = false;

  const draw = () => {
    const max = isChinese(field.value) || !field.value ? most : most * LATIN_FACTOR;
    const count = measureLine(field.value);
    const isLong = count > max;
    counter.textContent = fill(isLong ? words.long : words.count, { count, max });
    counter.classList.toggle('is-long', isLong);
    if (isLong && !wasLong) {
      announce(counter.textContent);
    }
    wasLong = isLong;
    grow(field);
  };

  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.isComposing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      (field.form.elements.subtitle ?? field.form.elements.summary)?.focus();
    }
  });
  field.addEventListener('input', () => {
    if (/[\r\n]/.test(field.value)) {
      const before = oneLine(field.value.slice(0, field.selectionEnd)).length;
      field.value = oneLine(field.value);
      field.setSelectionRange(before, before);
    }
    draw();
  });
  draw();
  if (!field.value && !document.querySelector('#error-summary')) {
    field.focus({ preventScroll: true });
  }
};
