// The short text under a headline of a post without a summary, by the rules of news.text.excerpts.

import { collapseSpaces, countCharacters, cutText } from './plain-text.js';
import { textOf } from './text-counts.js';

const BESIDE_THE_TEXT = 'h1, h2, h3, h4, h5, h6, figcaption, caption, pre, listing, table';
const SENTENCE_END = /(?:[。！？!?…]+|(?<=[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}])\.(?=\s))[”’」』）)"']*/gu;
const WORD = '[\\p{Script=Latin}\\p{N}]';
const WORD_PART = new RegExp(`${WORD}(?:['’._-]?${WORD})*['’._-]?$`, 'u');
const STARTS_WORD = new RegExp(`^['’._-]?${WORD}`, 'u');
const DANGLING = /[\s“‘「『（(《〈【[，、,;；:：—–-]+$/u;

// Leaves out headings, captions, code and tables if there is other text.
const runningText = (body) => {
  const copy = body.cloneNode(true);
  copy.querySelectorAll(BESIDE_THE_TEXT).forEach((element) => element.replaceWith(document.createElement('hr')));
  return collapseSpaces(textOf(copy)) || collapseSpaces(textOf(body));
};

// Cuts after the last sentence that ends in the last third; empty if none does.
const wholeSentences = (text, most) => {
  const beginning = [...text].slice(0, most + 1).join('');
  const ends = [...beginning.matchAll(SENTENCE_END)].map((match) => beginning.slice(0, match.index + match[0].length))
    .filter((kept) => countCharacters(kept) >= Math.floor(most * 2 / 3) && countCharacters(kept) <= most);
  const kept = ends.at(-1) ?? '';
  return cutText(text, countCharacters(kept)) === kept ? kept : '';
};

const wholeWords = (text, most) => {
  let kept = cutText(text, most - 1);
  if (STARTS_WORD.test(text.slice(kept.length))) {
    kept = kept.replace(WORD_PART, '') || kept;
  }
  return `${kept.replace(DANGLING, '') || kept}…`;
};

// Returns one line of at most that many characters from a body that `parseBody` gave.
export const makeExcerpt = (body, most) => {
  const text = runningText(body);
  return countCharacters(text) <= most ? text : wholeSentences(text, most) || wholeWords(text, most);
};
