// The summary: a count with the range that suits lists and search engines, and the first paragraph as a start.

import { announce, make } from './desk.js';
import { readBody } from './post-body.js';
import { countCharacters, trim } from './plain-text.js';
import { fill, parseBody } from './text-counts.js';

const SENTENCE = /.*?[。！？!?…](?:[”’」』）)]+)?|.*?\.(?=\s|$)|.+$/gsu;

// As many whole sentences as fit; the first one in any case.
const shorten = (text, most) => {
  let kept = '';
  for (const [sentence] of text.matchAll(SENTENCE)) {
    if (kept && countCharacters((kept + sentence).trim()) > most) {
      break;
    }
    kept += sentence;
  }
  return kept.trim();
};

const firstParagraph = (html) => [...parseBody(html).querySelectorAll('p')]
  .filter((paragraph) => !paragraph.closest('figure, table, blockquote'))
  .map((paragraph) => paragraph.textContent.replace(/\s+/g, ' ').trim())
  .find(Boolean) ?? '';

export const startSummary = (form, { language: stored, limits, words: { summary: words } }) => {
  const { summary: field, language } = form.elements;
  if (!field) {
    return;
  }
  const counter = make('p', { className: 'counter', id: 'summary-counter' });
  const take = make('button', { type: 'button', className: 'quiet-button', textContent: words.take });
  const told = make('span', { className: 'field-told' });
  told.setAttribute('role', 'status');
  field.after(make('div', { className: 'field-tools' }, counter, take, told));
  field.setAttribute('aria-describedby', `${field.getAttribute('aria-describedby') ?? ''} summary-counter`.trim());

  // Counts like the check «summary-length».
  const range = () => ((language?.value || stored).startsWith('zh') ? limits.summaryChinese : limits.summaryOther);
  const draw = () => {
    const [low, high] = range();
    const count = countCharacters(trim(field.value));
    counter.textContent = fill(words.count, { count, low, high });
    counter.classList.toggle('is-long', count > high || (count > 0 && count < low));
  };
  take.addEventListener('click', () => {
    const text = shorten(firstParagraph(readBody(form)), range()[1]);
    told.textContent = text ? '' : words.nothing;
    if (!text) {
      return;
    }
    field.focus();
    field.select();
    if (!document.execCommand('insertText', false, text)) { // so that undo restores the previous text
      field.value = text;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
    announce(counter.textContent);
  });
  field.addEventListener('input', draw);
  language?.addEventListener?.('change', draw);
  draw();
};
