// Plain text by Python's rules, so that form and server agree: what is a space or a character, where to cut.

// The spaces of Python's str.split(): includes four control characters, but not the byte order mark.
export const SPACE = '[\\t-\\r\\u001c-\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const SPACES = new RegExp(`${SPACE}+`, 'u');

export const collapseSpaces = (text) => text.split(SPACES).filter(Boolean).join(' ');

// Removes what neither XML nor PostgreSQL accepts (news.text.balance_html.strip_illegal).
const ILLEGAL = new RegExp('[^\\t\\n\\r -\\ud7ff\\ue000-\\ufdcf\\ufdf0-\\ufffd\\u{10000}-\\u{10ffff}]', 'gu');

export const stripIllegal = (text) => text.replace(ILLEGAL, '');

export const isSpace = (character) => SPACES.test(character);

// Strips spaces at the end.
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

// Cuts to that many characters without a final space, and splits no visible character (news.text.plain.cut_text).
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
