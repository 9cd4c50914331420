// A post's form: starts the widgets that enhance its fields. Each works without the others.

import { readWords } from './desk.js';
import { startBar } from './post-bar.js';
import { startBodyStatus } from './body-status.js';
import { startByline } from './byline.js';
import { startCategories } from './category-tree.js';
import { startErrors } from './post-errors.js';
import { startShareMocks } from './share-mocks.js';
import { startSlug } from './slug-field.js';
import { startSummary } from './summary-field.js';
import { startTags } from './tag-field.js';
import { startTitle } from './title-field.js';
import { addChips } from './time-chips.js';

const CHIPPED = ['published_at', 'embargo_until'];

const start = () => {
  const form = document.getElementById('post_form');
  const data = readWords('post-form-data');
  if (!form || !data.words) {
    return;
  }
  startBar(form);
  startErrors(form);
  if (form.elements.title) {
    startTitle(form.elements.title, data.words.title);
    startSlug(form, data);
    startSummary(form, data);
    startBodyStatus(form, data.words.body);
    startShareMocks(form, data);
  }
  form.querySelectorAll('.category-field').forEach((field) => startCategories(field, data.words.list));
  form.querySelectorAll('.byline-field').forEach((field) => startByline(field, data.words.list));
  form.querySelectorAll('input[data-suggest]').forEach((field) => startTags(field, data.words.list));
  CHIPPED.forEach((name) => {
    const [day, time] = [0, 1].map((part) => form.elements[`${name}_${part}`]);
    if (day && time) {
      addChips(day, time, { ...data.words.chips, zone: data.zone });
    }
  });
};

if (document.readyState === 'loading') {
  document.addEventListener('DOMContentLoaded', start);
} else {
  start();
}
