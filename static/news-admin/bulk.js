// The confirmation before a bulk action on posts; its fields are those of a post's form.

import { readWords } from './desk.js';
import { startByline } from './byline.js';
import { startCategories } from './category-tree.js';
import { startTags } from './tag-field.js';

const form = document.getElementById('bulk_form');
const words = readWords('list-words');
form.querySelectorAll('.category-field').forEach((field) => startCategories(field, words));
form.querySelectorAll('.byline-field').forEach((field) => startByline(field, words));
form.querySelectorAll('input[data-suggest]').forEach((field) => startTags(field, words));
