// Counts the text to be read by the rules of news.text.counts, so that form and page agree.

import { stripIllegal } from './plain-text.js';

const HAN = /(?![\p{P}\p{S}々〻])\p{Script=Han}/gu;
const WORD = /(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{N}])+/gu;
const APOSTROPHE = /(?<=[\p{L}\p{N}])['’](?=\p{L})/gu;
const BLOCKS = new Set(('ADDRESS ARTICLE ASIDE BLOCKQUOTE CENTER DETAILS DIALOG DIV FIELDSET FIGCAPTION FIGURE FOOTER FORM '
  + 'HEADER HGROUP HR LEGEND LISTING MAIN NAV P PRE SEARCH SECTION SUMMARY TABLE H1 H2 H3 H4 H5 H6 UL OL DL DIR MENU LI '
  + 'DT DD CAPTION TBODY THEAD TFOOT TR TD TH BR').split(' '));
const UNSEEN = 'script, style, template, iframe, noscript, object, embed';

export const parseBody = (html) => {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  body.querySelectorAll(UNSEEN).forEach((element) => element.remove());
  return body;
};

export const textOf = (node) => [...node.childNodes].map((child) => {
  if (child.nodeType === Node.TEXT_NODE) {
    return stripIllegal(child.data);
  }
  return BLOCKS.has(child.nodeName) ? `\n${textOf(child)}\n` : textOf(child);
}).join('');

export const countHan = (text) => text.match(HAN)?.length ?? 0;

// Returns Chinese characters, other words, pictures, and the minutes to read them.
export const countBody = (body) => {
  const text = textOf(body);
  const han = countHan(text);
  const words = text.replace(APOSTROPHE, '').match(WORD)?.length ?? 0;
  const images = body.querySelectorAll('img').length;
  const work = han * 2200 + words * 4000 + images * 88000;
  return { han, words, images, minutes: Math.max(1, Math.ceil(work / 880000)) };
};

export const fill = (text, facts) => text.replace(/\{(\w+)\}/g, (whole, name) => facts[name] ?? whole);

export const say = (words, key, count) => fill((count === 1 && words[`${key}One`]) || words[key],
  { count: count.toLocaleString(document.documentElement.lang || undefined) });

// The length of a line as editors plan it: the Chinese characters, or all characters if there are none.
export const measureLine = (text) => countHan(text) || [...text.trim()].length;
export const isChinese = (text) => countHan(text) > 0;
