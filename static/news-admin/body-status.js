// The line below the body: its reading time, and its headings as links into the text.

import { later, make, onChange } from './desk.js';
import { goToHeading, readBody } from './post-body.js';
import { countBody, parseBody, say } from './text-counts.js';

const PAUSE_MS = 300;

export const startBodyStatus = (form, words) => {
  const box = document.getElementById('body-status');
  if (!box || !form.elements.body) {
    return;
  }
  const counts = box.querySelector('.body-counts');
  const list = make('ol', { className: 'outline-list' });
  const outline = make('details', { className: 'outline', hidden: true }, make('summary', { textContent: words.outline }), list);
  box.append(outline);
  let shown;

  const draw = () => {
    const html = readBody(form);
    if (html === shown) {
      return;
    }
    shown = html;
    const body = parseBody(html);
    const { han, words: others, images, minutes } = countBody(body);
    const headings = [...body.querySelectorAll('h2, h3, h4')];
    counts.textContent = [
      say(words, 'characters', han + others),
      say(words, 'minutes', minutes),
      say(words, 'pictures', images),
      say(words, 'headings', headings.length),
    ].join(' · ');
    outline.hidden = !headings.length;
    list.replaceChildren(...headings.map((heading, number) => {
      const text = heading.textContent.trim() || words.untitled;
      const go = make('button', { type: 'button', className: 'outline-link', textContent: text });
      go.addEventListener('click', () => goToHeading(form, number));
      return make('li', { className: `outline-${heading.nodeName.toLowerCase()}` }, go);
    }));
  };
  onChange(form, later(draw, PAUSE_MS));
  draw();
};
