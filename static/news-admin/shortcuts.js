// The desk's keyboard shortcuts. Those with Mod work everywhere, also in the editor's frame; single keys only outside
// fields, and not for people who switched them off (WCAG 2.1.4).
import { announce, send } from './desk.js';
import { isMac, toggleNav } from './chrome.js';

const dialog = document.getElementById('shortcuts');
const toggle = document.getElementById('shortcuts-switch');
const GO_MS = 1500;
let goUntil = 0;

const tell = (name) => document.dispatchEvent(new CustomEvent(name));
const linkOf = (key) => [...document.querySelectorAll('[data-go]')].find(({ dataset }) => dataset.go === key);
const isModal = () => Boolean(document.querySelector('dialog:modal'));
const isTyping = (target) => target.isContentEditable
  || target.closest?.('input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [role=textbox], [role=combobox], [contenteditable=true]');

// The form's own save button, so that everything that listens to the form runs.
const save = () => {
  const form = document.querySelector('#content-main form:not(#changelist-form)');
  const button = form?.querySelector('[name=_continue], [name=_save], [type=submit].default, [type=submit]');
  button?.click();
  return Boolean(button);
};

const search = () => {
  const field = document.querySelector('#searchbar, [type=search]');
  if (field?.offsetParent) {
    field.focus();
    field.select();
  } else {
    tell('masthead:open-palette');
  }
};

const openHelp = () => dialog.showModal();

const SINGLE = {
  '/': search,
  n: () => linkOf('n')?.click(),
  '[': toggleNav,
  '?': openHelp,
};

const onModKey = (event) => {
  const key = event.key.toLowerCase();
  if (key === 'k' && !event.shiftKey && !event.altKey) {
    tell('masthead:open-palette');
  } else if (isModal() || event.altKey) {
    return false;
  } else if (key === 's' && !event.shiftKey) {
    return save();
  } else if (key === 'enter' && document.body.classList.contains('change-form')) {
    tell('masthead:open-publish');
  } else if (key === 'p' && event.shiftKey && document.body.classList.contains('change-form')) {
    tell('masthead:toggle-preview');
  } else {
    return false;
  }
  return true;
};

const onSingleKey = (event) => {
  if (document.body.dataset.shortcuts !== 'on' || isModal() || isTyping(event.target)) {
    return false;
  }
  if (Date.now() < goUntil && linkOf(event.key)) {
    goUntil = 0;
    linkOf(event.key).click();
    return true;
  }
  goUntil = event.key === 'g' ? Date.now() + GO_MS : 0;
  SINGLE[event.key]?.();
  return event.key === 'g' || event.key in SINGLE;
};

const onKey = (event) => {
  if (event.isComposing || event.defaultPrevented) {
    return;
  }
  const hasMod = isMac ? event.metaKey : event.ctrlKey;
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if ((hasMod && onModKey(event)) || (isPlain && onSingleKey(event))) {
    event.preventDefault();
  }
};

document.addEventListener('keydown', onKey);

// In the editor's frame single keys are text; only shortcuts with Mod work.
const listenIn = (editor) => {
  const listen = () => editor.document?.$.addEventListener('keydown', (event) => {
    if ((isMac ? event.metaKey : event.ctrlKey) && !event.isComposing && onModKey(event)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);
  listen();
  editor.on('contentDom', listen);
};
const { CKEDITOR } = window;
if (CKEDITOR) {
  Object.values(CKEDITOR.instances).filter((editor) => editor.status === 'ready').forEach(listenIn);
  CKEDITOR.on('instanceReady', ({ editor }) => listenIn(editor));
}

document.querySelectorAll('[data-open-shortcuts]').forEach((button) => button.addEventListener('click', () => {
  button.closest('details')?.removeAttribute('open');
  openHelp();
}));

// Shown at once, and reverted if the server could not save it.
toggle.addEventListener('change', async () => {
  const show = (isOn) => {
    toggle.checked = isOn;
    document.body.dataset.shortcuts = isOn ? 'on' : 'off';
  };
  const isOn = toggle.checked;
  show(isOn);
  const { ok } = await send(toggle.dataset.url, { has_shortcuts: isOn ? 'on' : 'off' });
  if (!ok) {
    show(!isOn);
    announce(toggle.dataset.wordFailed ?? '');
  }
});
