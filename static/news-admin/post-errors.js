// Moves to fields: from the list of errors, and on the event `masthead:go-to` {field}.

import { goToField } from './desk.js';

// The names that checks and code use for a field, and the control that holds it.
const ALIASES = { tags: 'tag_list', categories: 'category_list', authors: 'author_list', source_line: 'source' };

// Without a header image there is no description to edit, so this goes to where one is chosen.
const goToPictures = () => {
  const button = document.querySelector('.picture-zone button');
  button?.scrollIntoView({ block: 'center' });
  button?.focus();
  return Boolean(button);
};

export const goTo = (name) => {
  const wanted = ALIASES[name] ?? name.replace(/^id_/, '');
  const isHeader = wanted.startsWith('header_');
  if (isHeader && (wanted === 'header_image' || document.getElementById(`id_${wanted}`)?.closest('[hidden]'))) {
    return goToPictures() || goToField(wanted);
  }
  return goToField(wanted) || goToField(`${wanted}_0`);
};

export const startErrors = (form) => {
  document.addEventListener('masthead:go-to', ({ detail }) => detail?.field && goTo(detail.field));
  const summary = form.querySelector('#error-summary');
  if (!summary) {
    return;
  }
  const links = [...summary.querySelectorAll('a[data-field]')];
  links.forEach((link) => link.addEventListener('click', (event) => {
    if (goTo(link.hash.slice(1))) {
      event.preventDefault();
    }
  }));
  const first = summary.querySelector('#first-error');
  first.hidden = !links.length;
  first.addEventListener('click', () => links[0].click());
  summary.focus();
};
