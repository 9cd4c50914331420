// Converts between stored HTML and the second engine, so that what was read is written back unchanged.

export const readHtml = (engine, schema, html) => engine.pm.model.DOMParser.fromSchema(schema)
  .parse(new DOMParser().parseFromString(html, 'text/html').body).toJSON();

const HOLDERS = ['li', 'td', 'th', 'blockquote'];

// Text in a list item or a cell that had no paragraph gets none; two paragraphs in a row keep their tags.
const isBare = (paragraph) => {
  const holder = paragraph.parentElement.localName;
  const place = paragraph.dataset.place ?? '';
  return HOLDERS.includes(holder) && !paragraph.className && (holder === 'blockquote' ? !place : place !== holder);
};

const unwrapBare = (body) => {
  const bare = new Set([...body.querySelectorAll('p')].filter(isBare));
  const lone = [...bare].filter((paragraph) => !bare.has(paragraph.previousElementSibling)
    && !bare.has(paragraph.nextElementSibling));
  lone.forEach((paragraph) => paragraph.replaceWith(...paragraph.childNodes));
};

const partOf = (row, at) => {
  const isHeader = at === 0 && [...row.cells].every(({ localName }) => localName === 'th');
  return ['thead', 'tbody', 'tfoot'].includes(row.dataset.part) ? row.dataset.part : isHeader ? 'thead' : 'tbody';
};

const divideTable = (table) => {
  const rows = [...table.rows];
  const parts = [];
  rows.forEach((row, at) => {
    const name = partOf(row, at);
    if (parts.at(-1)?.localName !== name) {
      parts.push(table.ownerDocument.createElement(name));
    }
    parts.at(-1).append(row);
  });
  table.replaceChildren(...parts);
};

// Returns an empty string for a text in which nobody has written.
export const writeHtml = (html) => {
  const { body } = new DOMParser().parseFromString(html.replace(/(<pre[^>]*>)\n/g, '$1\n\n'), 'text/html');
  unwrapBare(body);
  body.querySelectorAll('table').forEach(divideTable);
  body.querySelectorAll('figcaption:empty').forEach((caption) => caption.remove());
  body.querySelectorAll('pre').forEach(({ firstChild }) => {
    if (firstChild?.nodeType === Node.TEXT_NODE && firstChild.data.startsWith('\n')) {
      firstChild.data = `\n${firstChild.data}`; // a parser drops the newline after <pre>
    }
  });
  body.querySelectorAll('[data-place], [data-part]').forEach((element) => {
    delete element.dataset.place;
    delete element.dataset.part;
  });
  return body.innerHTML === '<p></p>' ? '' : body.innerHTML;
};

// Returns the words of a text without its markup: they are equal when the conversion has lost nothing.
export const wordsOf = (html) => new DOMParser().parseFromString(html, 'text/html').body.textContent.replace(/\s+/g, '');
