// Cleans pasted HTML: keeps paragraphs, h2, h3, lists, tables, emphasis, links, pictures and every visible word, drops
// styles and empty elements. `newsPaste.clean(html)` and `newsPaste.fromText(text)` return HTML, one line without <p>.
'use strict';

window.newsPaste = (() => {
  const { isHidden, mend, styleOf } = window.newsPasteOffice;
  const { escapeHtml, marksIn, writeParagraphs } = window.newsPasteRuns;
  const SKIPPED = new Set(['script', 'style', 'noscript', 'template', 'meta', 'link', 'title', 'head', 'xml', 'svg', 'canvas',
    'input', 'select', 'textarea', 'map', 'object', 'embed', 'col', 'colgroup', 'mp-style-type']);
  const BLOCKS = new Set(['address', 'article', 'aside', 'body', 'button', 'center', 'caption', 'details', 'dd', 'dialog', 'div',
    'dt', 'fieldset', 'figcaption', 'figure', 'footer', 'form', 'header', 'hgroup', 'legend', 'li', 'main', 'nav', 'p',
    'section', 'summary', 'tbody', 'td', 'tfoot', 'th', 'thead', 'tr']);
  const FRAMES = new Set(['iframe', 'video', 'audio']);
  const OUR_CLASSES = [/^ti-[1-4]$/, /^ta-(left|center|right|justify)$/]; // one class of each kind
  const SIZE = /^[1-9]\d{0,4}$/;

  class Blocks {
    list = [];

    open = null;

    isHeading = false; // what a heading contains stays on its line

    run(run) {
      if (!this.open) {
        this.start('p');
      }
      this.open.runs.push(run);
    }

    start(tag, classes = '') {
      this.open = { tag, classes, runs: [] };
      this.list.push(this.open);
    }

    close() {
      if (this.isHeading) {
        this.run({ text: ' ', marks: new Map() });
      } else {
        this.open = null;
      }
    }

    add(html) {
      this.open = this.isHeading ? this.open : null;
      if (html) {
        this.list.push({ html });
      }
    }
  }

  const attribute = (name, value) => (value ? ` ${name}="${escapeHtml(value)}"` : '');

  const ourClasses = (element) => OUR_CLASSES
    .map((kind) => [...element.classList].find((name) => kind.test(name))).filter(Boolean).join(' ');

  // Pages that load pictures late, such as WeChat's, put the real address in another attribute.
  const imageMarkup = (image) => {
    const late = image.getAttribute('data-src') ?? image.getAttribute('data-original') ?? '';
    const source = /^(https?:)?\/\//.test(late) ? late : image.getAttribute('data-cke-saved-src') ?? image.getAttribute('src') ?? '';
    const [width, height] = ['width', 'height'].map((name) => image.getAttribute(name) ?? '');
    if (!source || (width === '1' && height === '1') || image.closest('[role=checkbox]')) {
      return '';
    }
    const size = SIZE.test(width) && SIZE.test(height) ? `${attribute('width', width)}${attribute('height', height)}` : '';
    return `<img src="${escapeHtml(source)}" alt="${escapeHtml(image.getAttribute('alt') ?? '')}"${size}>`;
  };

  const writeBlocks = ({ list }) => list.flatMap(({ html, tag, classes, runs }) => {
    if (html !== undefined) {
      return [{ html }];
    }
    const texts = writeParagraphs(runs);
    return tag === 'p' ? texts.map((text) => ({ text, tag, html: `<p${attribute('class', classes)}>${text}</p>` }))
      : [texts.join(' ')].filter(Boolean).map((text) => ({ tag, html: `<${tag}>${text}</${tag}>` }));
  });

  // A lone paragraph in a list item or a cell needs no tag.
  const writeInside = (element, marks) => {
    const blocks = writeBlocks(gather(element, marks));
    const isLone = blocks.filter(({ tag }) => tag === 'p').length === 1;
    return blocks.map(({ text, html }) => (isLone && text !== undefined ? text : html)).join('');
  };

  const writeList = (list, marks) => {
    const items = [];
    list.childNodes.forEach((node) => {
      if (node.localName === 'ul' || node.localName === 'ol') {
        while (items.length && !items.at(-1)) {
          items.pop();
        }
        items.push(`${items.pop() ?? ''}${writeList(node, marks)}`);
      } else if (node.localName === 'li') {
        items.push(writeInside(node, marksIn(node, marks)));
      } else if (node.textContent.trim() && node.nodeType !== Node.COMMENT_NODE) {
        items.push(writeInside({ localName: 'li', childNodes: [node] }, marks));
      }
    });
    const written = items.filter(Boolean).map((item) => `<li>${item}</li>`).join('');
    const start = list.localName === 'ol' && /^\d{1,6}$/.test(list.getAttribute('start') ?? '') ? list.getAttribute('start') : '';
    return written && `<${list.localName}${attribute('start', start === '1' ? '' : start)}>${written}</${list.localName}>`;
  };

  const writeRow = (row, marks) => {
    const cells = [...row.cells].map((cell) => {
      const spans = ['colspan', 'rowspan'].map((name) => {
        const span = cell.getAttribute(name) ?? '';
        return /^(?:[2-9]|[1-9]\d|100)$/.test(span) ? attribute(name, span) : '';
      }).join('');
      return `<${cell.localName}${spans}>${writeInside(cell, marksIn(cell, marks))}</${cell.localName}>`;
    });
    return cells.length ? `<tr>${cells.join('')}</tr>` : '';
  };

  const writeTable = (table, marks) => {
    const sections = [table.tHead, ...table.tBodies, table.tFoot].filter(Boolean).map((section) => {
      const rows = [...section.rows].map((row) => writeRow(row, marks)).join('');
      return rows && `<${section.localName}>${rows}</${section.localName}>`;
    }).join('');
    const caption = table.caption ? writeInside(table.caption, marks) : '';
    return `<table>${caption && `<caption>${caption}</caption>`}${sections}</table>`;
  };

  const writeFigure = (figure, marks) => {
    const image = figure.querySelector('img');
    const caption = figure.querySelector('figcaption');
    const side = ['image-left', 'image-right'].find((name) => figure.classList.contains(name));
    const markup = image && imageMarkup(image);
    const words = caption ? writeInside(caption, marks).replace(/<\/?p[^>]*>/g, ' ').trim() : '';
    return markup && `<figure class="${side ? `image ${side}` : 'image'}">${markup}${words && `<figcaption>${words}</figcaption>`}</figure>`;
  };

  const frameLink = (frame) => {
    const address = [frame, ...frame.querySelectorAll('source')]
      .flatMap((element) => [element.getAttribute('src'), element.getAttribute('data-src')])
      .map((source) => (source?.startsWith('//') ? `https:${source}` : source))
      .find((source) => /^https?:\/\/[^/]/.test(source ?? ''));
    return address && `<p><a href="${escapeHtml(address)}">${escapeHtml(frame.getAttribute('title') || address)}</a></p>`;
  };

  const isOnlyFigure = (figure) => figure.querySelectorAll('img').length === 1 && !figure.querySelector('table, pre, ul, ol');

  const whole = {
    hr: () => '<hr>',
    ul: writeList,
    ol: writeList,
    blockquote: (element, marks) => {
      const inside = writeBlocks(gather(element, marks)).map(({ html }) => html).join('');
      return inside && `<blockquote>${inside}</blockquote>`;
    },
    pre: (element) => (element.textContent.trim() ? `<pre>${escapeHtml(element.textContent).replace(/^\n/, '\n\n')}</pre>` : ''),
    dl: (element, marks) => {
      const parts = [...element.querySelectorAll('dt, dd')].map((part) => [part.localName, writeInside(part, marks)]);
      const written = parts.filter(([, text]) => text).map(([tag, text]) => `<${tag}>${text}</${tag}>`).join('');
      return written && `<dl>${written}</dl>`;
    },
    ruby: null,
  };

  const walkText = (node, marks, blocks, keepsLines) => {
    const lines = keepsLines ? node.data.split('\n') : [node.data];
    lines.forEach((text, at) => {
      if (at) {
        blocks.run({ isBreak: true, html: '<br>', marks });
      }
      if (text && (blocks.open || text.trim())) {
        blocks.run({ text, marks });
      }
    });
  };

  const walkHeading = (element, marks, blocks) => {
    if (blocks.isHeading) {
      walkAll(element, marks, blocks);
      return;
    }
    const inner = new Map(marks);
    blocks.start(/^h[12]$/.test(element.localName) ? 'h2' : 'h3');
    blocks.isHeading = true;
    walkAll(element, inner, blocks);
    blocks.open.runs.forEach((run) => run.marks.delete('strong')); // a heading is bold anyway
    blocks.isHeading = false;
    blocks.open = null;
  };

  const walkBlock = (element, marks, blocks, keepsLines) => {
    blocks.close();
    const classes = element.localName === 'p' ? ourClasses(element) : '';
    if (classes && !blocks.isHeading) {
      blocks.start('p', classes);
    }
    walkAll(element, marks, blocks, keepsLines);
    blocks.close();
  };

  const rubyMarkup = (ruby) => `<ruby>${[...ruby.childNodes].map((node) => (['rt', 'rp'].includes(node.localName)
    ? `<${node.localName}>${escapeHtml(node.textContent)}</${node.localName}>` : escapeHtml(node.textContent))).join('')}</ruby>`;

  const walkElement = (element, outer, blocks, outerLines) => {
    const name = element.localName;
    if (SKIPPED.has(name) || isHidden(element)) {
      return;
    }
    const marks = marksIn(element, outer);
    const space = styleOf(element).get('white-space');
    const keepsLines = space ? /^(pre|break-spaces)/.test(space) : outerLines;
    if (name === 'br') {
      blocks.run({ isBreak: true, html: '<br>', marks });
    } else if (name === 'img') {
      const html = imageMarkup(element);
      if (html) {
        blocks.run({ html, marks });
      }
    } else if (name === 'ruby') {
      blocks.run({ html: rubyMarkup(element), marks });
    } else if (FRAMES.has(name)) {
      blocks.add(frameLink(element));
    } else if (whole[name]) {
      blocks.add(whole[name](element, marks));
    } else if (name === 'table' && element.querySelectorAll('td, th').length > 1) {
      blocks.add(writeTable(element, marks));
    } else if (name === 'figure' && isOnlyFigure(element)) {
      blocks.add(writeFigure(element, marks));
    } else if (/^h[1-6]$/.test(name)) {
      walkHeading(element, marks, blocks);
    } else if (BLOCKS.has(name) || name === 'table') {
      walkBlock(element, marks, blocks, keepsLines);
    } else {
      walkAll(element, marks, blocks, keepsLines);
    }
  };

  const walkAll = (parent, marks, blocks, keepsLines = false) => parent.childNodes.forEach((node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      walkText(node, marks, blocks, keepsLines);
    } else if (node.nodeType === Node.ELEMENT_NODE) {
      walkElement(node, marks, blocks, keepsLines);
    }
  });

  const gather = (element, marks) => {
    const blocks = new Blocks();
    walkAll(element, marks, blocks);
    return blocks;
  };

  const join = (blocks) => (blocks.length === 1 && blocks[0].text !== undefined && blocks[0].html.startsWith('<p>')
    ? blocks[0].text : blocks.map(({ html }) => html).join(''));

  const clean = (html) => {
    const page = new DOMParser().parseFromString(html, 'text/html'); // loads and runs nothing
    mend(page);
    return join(writeBlocks(gather(page.body, new Map())));
  };

  // Blank lines separate paragraphs that keep their line breaks; if there are none, each line is a paragraph.
  const fromText = (text) => {
    const trimmed = text.replace(/\r\n?/g, '\n').replace(/^[\s\u3000]+|[\s\u3000]+$/g, '');
    const parts = trimmed.split(/\n[^\S\n]*\n\s*/);
    const paragraphs = (parts.length > 1 ? parts : trimmed.split('\n')).map((part) => part.split('\n')
      .map((line) => escapeHtml(line.replace(/^[\s\u3000]+|\s+$/g, ''))).filter(Boolean).join('<br>')).filter(Boolean);
    return paragraphs.length > 1 ? paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join('') : paragraphs.join('');
  };

  return { clean, fromText };
})();
