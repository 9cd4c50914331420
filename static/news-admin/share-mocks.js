// Shows how a post will look in search results and as a shared link, as far as we control that.

import { later, make, onChange } from './desk.js';
import { makeExcerpt } from './excerpt.js';
import { cutText } from './plain-text.js';
import { readBody } from './post-body.js';
import { parseBody } from './text-counts.js';

const CARD_CHARS = 60;

const cut = (text, most) => (cutText(text, most) === text ? text : `${cutText(text, most - 1)}…`);

export const startShareMocks = (form, { prefix, limits, words: { share: words } }) => {
  const box = document.getElementById('share-mocks');
  if (!box) {
    return;
  }
  const part = (className) => make('div', { className });
  const [place, title, text] = ['mock-place', 'mock-title', 'mock-text'].map(part);
  const image = make('img', { alt: '', className: 'mock-image' });
  const noImage = make('div', { className: 'mock-image mock-empty', textContent: words.noPicture });
  const [cardTitle, cardText, cardPlace] = ['mock-title', 'mock-text', 'mock-place'].map(part);
  box.append(
    make('p', { className: 'mock-name', textContent: words.search }),
    make('div', { className: 'mock-search' }, place, title, text),
    make('p', { className: 'mock-name', textContent: words.card }),
    make('div', { className: 'mock-card' }, image, noImage, make('div', { className: 'mock-words' }, cardTitle, cardText, cardPlace)),
  );
  const value = (name) => form.elements[name]?.value.trim() ?? '';
  const { host } = new URL(prefix);

  const draw = () => {
    const summary = value('summary') || makeExcerpt(parseBody(readBody(form)), limits.excerpt);
    place.textContent = `${prefix}${value('slug')}/`;
    title.textContent = cut(value('seo_title') || value('title') || words.noTitle, CARD_CHARS);
    text.textContent = cut(value('seo_description') || summary, limits.excerpt) || words.noText;
    cardTitle.textContent = title.textContent;
    cardText.textContent = cut(text.textContent, CARD_CHARS);
    cardPlace.textContent = host;
    const crop = form.querySelector('.focal:not([hidden]) .crop-share');
    image.hidden = !crop?.getAttribute('src');
    noImage.hidden = !image.hidden;
    if (!image.hidden) {
      image.src = crop.src;
      image.style.objectPosition = crop.style.objectPosition;
    }
  };
  onChange(form, later(draw, 300));
  box.closest('details')?.addEventListener('toggle', draw);
  draw();
};
