// Finds a place in the body in the editor, and puts a value from the server into the form.
import { collapseSpaces } from './plain-text.js';

const TAGS = { heading: 'h1,h2,h3,h4,h5,h6', image: 'img', link: 'a', paragraph: 'p', table: 'table' };
const MAX_TEXT = 80;

const squeeze = (text) => [...collapseSpaces(text)].slice(0, MAX_TEXT).join('');

// Matches news.publishing.checks.places. The editor keeps the address as written beside the one it uses.
const says = (element) => {
  if (element.matches('img')) {
    return element.getAttribute('data-cke-saved-src') ?? element.getAttribute('src') ?? '';
  }
  if (element.matches('a')) {
    return element.getAttribute('data-cke-saved-href') ?? element.getAttribute('href') ?? '';
  }
  return element.matches('table') ? '' : squeeze(element.textContent);
};

// Excludes elements that the editor itself adds to the text.
const isOurs = (element) => !element.closest('.cke_widget_drag_handler_container, [data-cke-temp]')
  && !element.classList.contains('cke_widget_drag_handler');

export const findElement = (root, { kind, number, text }) => {
  const all = [...root.querySelectorAll(TAGS[kind])].filter(isOurs);
  const same = all.filter((element) => says(element) === text);
  return same.includes(all[number]) ? all[number] : same[0];
};

const findText = (root, wanted) => {
  const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(wanted);
    if (at >= 0 && !node.parentElement.closest('pre, code')) {
      return { node, at };
    }
  }
  return null;
};

const selectText = (editor, { node, at }, length) => {
  const range = editor.createRange();
  const text = new window.CKEDITOR.dom.text(node);
  range.setStart(text, at);
  range.setEnd(text, at + length);
  range.select();
  node.parentElement.scrollIntoView({ block: 'center' });
};

const selectElement = (editor, element) => {
  const wrapped = new window.CKEDITOR.dom.element(element);
  const widget = editor.widgets?.getByElement(wrapped);
  if (widget) {
    widget.focus();
  } else {
    const range = editor.createRange();
    range.selectNodeContents(wrapped);
    range.select();
  }
  element.scrollIntoView({ block: 'center' });
};

// Returns false when there is no editor, or the place is gone.
export const goToPlace = (id, place) => {
  const editor = window.CKEDITOR?.instances[id];
  if (editor?.status !== 'ready' || editor.mode !== 'wysiwyg') {
    return false;
  }
  const root = editor.editable().$;
  const found = place.kind === 'text' ? findText(root, place.text) : findElement(root, place);
  if (!found) {
    return false;
  }
  editor.container.$.scrollIntoView({ block: 'nearest' });
  editor.focus();
  if (place.kind === 'text') {
    selectText(editor, found, place.text.length);
  } else {
    selectElement(editor, found);
  }
  return true;
};

// In the editor, its own undo can revert this.
export const setValue = (name, value) => new Promise((resolve) => {
  const field = document.getElementById(`id_${name}`);
  const editor = field && window.CKEDITOR?.instances[field.id];
  if (editor?.status === 'ready') {
    editor.setData(value, { callback: () => { editor.fire('change'); resolve(); } });
    return;
  }
  if (field) {
    field.value = value;
    ['input', 'change'].forEach((kind) => field.dispatchEvent(new Event(kind, { bubbles: true })));
  }
  resolve();
});
