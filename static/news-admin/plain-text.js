// Plain text as Python takes it, so that form and server agree: what is a space, what one character is, where to cut.

// Those of Python's str.split(): four control characters are spaces there, and the byte order mark is none.
export const SPACE = '[\\t-\\r\\u001c-\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const SPACES = new RegExp(`${SPACE}+`, 'u');

export const collapseSpaces = (text) => text.split(SPACES).filter(Boolean).join(' ');

// What neither XML nor PostgreSQL takes goes (news.text.balance_html.strip_illegal).
const ILLEGAL = new RegExp('[^\\t\\n\\r -\\ud7ff\\ue000-\\ufdcf\\ufdf0-\\ufffd\\u{10000}-\\u{10ffff}]', 'gu');

export const stripIllegal = (text) => text.replace(ILLEGAL, '');

export const isSpace = (character) => SPACES.test(character);

// Without spaces at the end.
const trimEnd = (text) => {
  const characters = [...text];
  while (characters.length && isSpace(characters.at(-1))) {
    characters.pop();
  }
  return characters.join('');
};

export const trim = (text) => {
  const characters = [...trimEnd(text)];
  return characters.slice(characters.findIndex((character) => !isSpace(character))).join('');
};

export const countCharacters = (text) => [...text].length;

// At most that many characters, without a space at the end; what a reader sees as one is not divided (news.text.plain.cut_text).
export const cutText = (text, most) => {
  if (countCharacters(text) <= most) {
    return text;
  }
  let kept = '';
  let count = 0;
  for (const { segment } of new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(text)) {
    count += countCharacters(segment);
    if (count > most) {
      break;
    }
    kept += segment;
  }
  return trimEnd(kept);
};
