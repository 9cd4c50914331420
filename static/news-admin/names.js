// Names of tags, categories and authors: split, joined and compared by the rules of news.text.keys.

import { SPACE, collapseSpaces, isSpace } from './plain-text.js';

export const SEPARATOR = /[,，、;；\n]/;
const NAME = new RegExp(`(?:"((?:[^"\\n]|"")*)"(?=${SPACE}*(?:[,，、;；\\n]|$))|([^,，、;；\\n]*))`, 'y');

// Invisible characters, including control characters except those that are spaces.
const INVISIBLE = new RegExp('(?![\\t-\\r])\\p{Cc}|[\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f'
  + '\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff9-\\ufffb\\ud800-\\udfff'
  + '\\u{e0000}-\\u{e0fff}]', 'gu');

// Unicode's case folding, which JavaScript lacks: a dotless «ı» is unchanged, Cherokee folds to its capitals.
const foldCase = (text) => [...text].map((character) => {
  if (/\p{Script=Cherokee}/u.test(character)) {
    return character.toUpperCase();
  }
  return character === 'ı' ? character : character.toLowerCase().toUpperCase().toLowerCase();
}).join('');

// Returns the same key for all spellings of a name: width, case, spacing and invisible characters do not count.
export const foldKey = (text) => {
  const folded = foldCase(text.replace(INVISIBLE, '').normalize('NFKC'));
  return collapseSpaces(folded.normalize('NFKC').replace(INVISIBLE, ''));
};

const skipSpaces = (text, from, stop = '') => {
  let at = from;
  while (at < text.length && isSpace(text[at]) && text[at] !== stop) {
    at += 1;
  }
  return at;
};

// Splits a typed line into names; of repeated names the first spelling is kept.
export const splitNames = (text) => {
  const names = new Map();
  for (let at = 0; at <= text.length;) {
    NAME.lastIndex = skipSpaces(text, at);
    const match = NAME.exec(text);
    const name = collapseSpaces(match[1]?.replaceAll('""', '"') ?? match[2]);
    const key = foldKey(name);
    if (key && !names.has(key)) {
      names.set(key, name);
    }
    at = skipSpaces(text, NAME.lastIndex, '\n') + 1;
  }
  return [...names.values()];
};

const quote = (name) => (SEPARATOR.test(name) || name.includes('"') ? `"${name.replaceAll('"', '""')}"` : name);

export const joinNames = (names) => names.map(quote).join('，');
