// Pasted text from Word and WPS: lists written as paragraphs become lists, outline levels become headings.
'use strict';

window.newsPasteOffice = (() => {
  const styleOf = (element) => new Map((element.getAttribute('style') ?? '').split(';').map((declaration) => {
    const at = declaration.indexOf(':');
    return [declaration.slice(0, at).trim().toLowerCase(), declaration.slice(at + 1).trim().toLowerCase()];
  }));

  const isHidden = (element) => {
    const style = styleOf(element);
    return style.get('display') === 'none' || style.get('mso-hide') === 'all'
      || ['comment-list', 'comment'].includes(style.get('mso-element') ?? '');
  };

  const plain = (text) => text.replace(/[\s\u00a0]+/g, ' ').trim();

  // The number or bullet that the program wrote into the paragraph: in its own span, or between two comments.
  const findMarker = (paragraph) => {
    const ignored = [...paragraph.querySelectorAll('span')].find((span) => styleOf(span).get('mso-list') === 'ignore');
    if (ignored) {
      return [ignored];
    }
    const nodes = document.createNodeIterator(paragraph, NodeFilter.SHOW_COMMENT);
    for (let comment = nodes.nextNode(); comment; comment = nodes.nextNode()) {
      if (/!supportLists/i.test(comment.data)) {
        const marker = [];
        for (let next = comment.nextSibling; next && next.nodeType !== Node.COMMENT_NODE; next = next.nextSibling) {
          marker.push(next);
        }
        return marker;
      }
    }
    return [];
  };

  // Only numbers and bullets make a list. «一、», «a)», «1.1» or «第一条» are words of the text and stay in it.
  const kindOf = (marker) => {
    const number = marker.match(/^(\d{1,4})[.)．、）]?$/);
    if (number) {
      return { tag: 'ol', start: Number(number[1]) };
    }
    return /^[^\p{L}\p{N}]*$/u.test(marker) || /^[olnquvØ§ü]$/.test(marker) ? { tag: 'ul' } : null;
  };

  const readItem = (element) => {
    const level = element.localName === 'p' && styleOf(element).get('mso-list')?.match(/level(\d)/)?.[1];
    if (!level) {
      return null;
    }
    const marker = findMarker(element);
    const kind = kindOf(plain(marker.map((node) => node.textContent).join('')));
    return kind && { ...kind, level: Number(level), marker, element };
  };

  const isBetween = (node) => node.nodeType === Node.COMMENT_NODE
    || (node.nodeType === Node.TEXT_NODE && !node.data.trim());

  const buildList = (page, items) => {
    const root = page.createElement('div');
    const open = []; // lists and their levels, outermost first
    items.forEach(({ tag, start, level, marker, element }) => {
      while (open.length && (open.at(-1).level > level || (open.at(-1).level === level && open.at(-1).tag !== tag))) {
        open.pop();
      }
      if (!open.length || open.at(-1).level < level) {
        const list = page.createElement(tag);
        if (start > 1) {
          list.setAttribute('start', start);
        }
        (open.at(-1)?.list.lastElementChild ?? root).append(list);
        open.push({ tag, level, list });
      }
      marker.forEach((node) => node.remove());
      const item = page.createElement('li');
      item.append(...element.childNodes);
      open.at(-1).list.append(item);
    });
    return [...root.childNodes];
  };

  const gatherLists = (page, parent) => {
    let items = [];
    let last = null;
    const finish = () => {
      if (items.length) {
        last.after(...buildList(page, items));
        items.forEach(({ element }) => element.remove());
      }
      items = [];
    };
    [...parent.childNodes].forEach((node) => {
      const item = node.nodeType === Node.ELEMENT_NODE ? readItem(node) : null;
      if (item) {
        items.push(item);
        last = node;
      } else if (!isBetween(node)) {
        finish();
      }
    });
    finish();
  };

  const nameHeadings = (page, body) => body.querySelectorAll('p').forEach((paragraph) => {
    const level = styleOf(paragraph).get('mso-outline-level') ?? (paragraph.classList.contains('MsoTitle') ? '1' : '');
    if (/^[1-6]$/.test(level)) {
      const heading = page.createElement(level === '1' ? 'h2' : 'h3');
      heading.append(...paragraph.childNodes);
      paragraph.replaceWith(heading);
    }
  });

  const mend = (page) => {
    const { body } = page;
    new Set([...body.querySelectorAll('p')].map(({ parentElement }) => parentElement))
      .forEach((parent) => gatherLists(page, parent));
    nameHeadings(page, body);
    body.querySelectorAll('.MsoCommentReference').forEach((element) => element.remove());
  };

  return { isHidden, mend, styleOf };
})();
