// Pasted text of one paragraph: splits it into runs with their emphasis, and keeps spaces as they were displayed.
'use strict';

window.newsPasteRuns = (() => {
  const { styleOf } = window.newsPasteOffice;
  const ORDER = ['a', 'strong', 'em', 'u', 's', 'sub', 'sup', 'code', 'cite', 'q'];
  const OF_TAG = { a: 'a', b: 'strong', strong: 'strong', em: 'em', i: 'em', u: 'u', s: 's', strike: 's', del: 's',
    sub: 'sub', sup: 'sup', code: 'code', kbd: 'code', samp: 'code', tt: 'code', cite: 'cite', q: 'q' };
  const WIDE = /[\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]/;
  const INVISIBLE = /(?![\t\n\f\r])\p{Cc}|[\u200b\u2060\ufeff\u00ad]/gu;
  const UNLINKABLE = new RegExp('[\\p{Cc}\\\\\\u00ad\\u061c\\u115f\\u1160\\u180e\\u200b-\\u200f\\u2028-\\u202f\\u2060-\\u206f\\u3164'
    + '\\ufeff\\ufff9-\\ufffb\\ud800-\\udfff\\u{e0000}-\\u{e0fff}]', 'u');
  const MAX_LINK = 4096;

  const escapeHtml = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

  // Tells whether the cleaner keeps a link to that address (news.text.links.safe_link).
  const mayLinkTo = (address) => {
    const target = address.replace(/[\t\n\r]/g, '').trim();
    if (UNLINKABLE.test(target) || [...target].length > MAX_LINK) {
      return false;
    }
    if (/^(?:[#?]|\/(?!\/)|mailto:.)/i.test(target)) {
      return true;
    }
    const absolute = target.startsWith('//') ? `https:${target}` : target;
    return /^https?:\/\/(?!\/|[^/?#]*@)/i.test(absolute) && URL.canParse(absolute) && new URL(absolute).port !== '0';
  };

  // Returns a link's address; empty for places inside the pasted document and for anything that runs code.
  const readLink = (link) => {
    const address = (link.getAttribute('data-cke-saved-href') ?? link.getAttribute('href') ?? '').trim();
    let url;
    try {
      url = new URL(address);
    } catch {
      return /^\/(?!\/)/.test(address) && mayLinkTo(address) ? address : '';
    }
    const wrapped = url.hostname === 'www.google.com' && url.pathname === '/url' ? url.searchParams.get('q') ?? '' : '';
    if (/^https?:/.test(wrapped) && mayLinkTo(wrapped)) {
      return wrapped;
    }
    return mayLinkTo(address) ? address : '';
  };

  const applyWeight = (marks, weight) => {
    if (/^(bold|bolder|[6-9]\d\d)$/.test(weight)) {
      marks.set('strong', '');
    } else if (/^(normal|lighter|[1-5]\d\d)$/.test(weight)) {
      marks.delete('strong');
    }
  };

  // The emphasis inside an element: that of its tag, then what its style adds or removes.
  const marksIn = (element, outer) => {
    const marks = new Map(outer);
    const name = OF_TAG[element.localName];
    const link = name === 'a' ? readLink(element) : '';
    if (name && (name !== 'a' || link)) {
      marks.set(name, link);
    }
    const style = styleOf(element);
    applyWeight(marks, style.get('font-weight') ?? '');
    if (/^(italic|oblique)/.test(style.get('font-style') ?? '')) {
      marks.set('em', '');
    } else if (style.get('font-style') === 'normal') {
      marks.delete('em');
    }
    if (/line-through/.test(style.get('text-decoration') ?? style.get('text-decoration-line') ?? '')) {
      marks.set('s', '');
    }
    const raised = { super: 'sup', sub: 'sub' }[style.get('vertical-align')];
    if (raised) {
      marks.set(raised, '');
    }
    return marks;
  };

  // A line break in the source stays «\n» until its neighbours are known: between two wide characters it is dropped.
  const squeeze = (text) => text.replace(INVISIBLE, '').replace(/[ \t\r\n\f\u00a0\u2002\u2003\u2009]+/g,
    (space) => (/[\r\n]/.test(space) && !/\u00a0/.test(space) ? '\n' : ' '));

  const settleSpaces = (runs) => {
    let before = ''; // the last character written; empty at the start of a line
    const texts = runs.map((run) => (run.text === undefined ? '' : squeeze(run.text)));
    const nextOf = (at, from) => texts[at].slice(from)[0] ?? (runs[at + 1] ? nextOf(at + 1, 0) ?? '' : '');
    return runs.map((run, at) => {
      if (run.text === undefined) {
        before = run.isBreak ? '' : '\ufffc';
        return run;
      }
      let text = '';
      [...texts[at]].reduce((from, character) => {
        const end = from + character.length;
        const isSpace = character === ' ' || character === '\n';
        const isNothing = character === '\n' && WIDE.test(before) && WIDE.test(nextOf(at, end));
        const isIndent = before === '' && (isSpace || character === '\u3000');
        if (!isIndent && !isNothing && !(isSpace && before === ' ')) {
          before = isSpace ? ' ' : character;
          text += before;
        }
        return end;
      }, 0);
      return { ...run, text };
    });
  };

  const isEmpty = (run) => run.text !== undefined && !/[^ \u3000]/.test(run.text);

  const trim = (runs) => {
    const kept = [...runs];
    while (kept.length && (kept[0].isBreak || kept[0].text === '')) {
      kept.shift();
    }
    while (kept.length && (kept.at(-1).isBreak || isEmpty(kept.at(-1)))) {
      kept.pop();
    }
    if (kept.at(-1)?.text !== undefined) {
      kept.push({ ...kept.pop() });
      kept.at(-1).text = kept.at(-1).text.replace(/[ \u3000]+$/, '');
    }
    return kept;
  };

  const openTag = (name, value) => (name === 'a' ? `<a href="${escapeHtml(value)}">` : `<${name}>`);

  const write = (runs) => {
    let html = '';
    let open = [];
    const closeFrom = (at) => {
      html += open.splice(at).reverse().map(([name]) => `</${name}>`).join('');
    };
    runs.forEach((run) => {
      const wanted = ORDER.filter((name) => run.marks.has(name)).map((name) => [name, run.marks.get(name)]);
      const differs = wanted.findIndex(([name, value], at) => open[at]?.[0] !== name || open[at]?.[1] !== value);
      const shared = differs < 0 ? wanted.length : differs;
      closeFrom(shared);
      wanted.slice(shared).forEach(([name, value]) => { html += openTag(name, value); });
      open = wanted;
      html += run.html ?? escapeHtml(run.text);
    });
    closeFrom(0);
    return html;
  };

  // Writes the runs of one block as a list of non-empty HTML texts, divided at two line breaks in a row.
  const writeParagraphs = (runs) => {
    const groups = [[]];
    let breaks = 0;
    runs.forEach((run) => {
      if (run.isBreak) {
        breaks += 1;
      } else if (run.text === undefined || /[^\s\u00a0\u200b\ufeff]/.test(run.text)) {
        if (breaks > 1) {
          groups.push([]);
        }
        breaks = 0;
      }
      groups.at(-1).push(run);
    });
    return groups.map((group) => write(trim(settleSpaces(trim(group))))).filter(Boolean);
  };

  return { escapeHtml, marksIn, mayLinkTo, writeParagraphs };
})();
