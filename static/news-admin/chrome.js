// The frame: side menu, menus that close, dialogs, the person's colours. Keyboard shortcuts are in shortcuts.js.
import { send } from './desk.js';

const root = document.documentElement;
const FOLDED = 'masthead.nav-folded';

const remember = (key, value) => {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A browser without storage folds the menu for this page only.
  }
};

const recall = (key) => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};

// — Side menu
const foldButton = document.querySelector('[data-nav-fold]');
const showFolded = (isFolded) => {
  root.classList.toggle('nav-folded', isFolded);
  foldButton?.setAttribute('aria-pressed', String(isFolded));
};
export const toggleNav = () => {
  if (matchMedia('(max-width: 1024px)').matches) {
    openNav(!root.classList.contains('nav-open'));
    return;
  }
  const isFolded = !root.classList.contains('nav-folded');
  showFolded(isFolded);
  remember(FOLDED, isFolded ? '1' : '');
};
const navButton = document.querySelector('[data-nav-toggle]');
const openNav = (isOpen) => {
  root.classList.toggle('nav-open', isOpen);
  navButton?.setAttribute('aria-expanded', String(isOpen));
};
showFolded(recall(FOLDED) === '1');
foldButton?.addEventListener('click', toggleNav);
navButton?.addEventListener('click', () => openNav(!root.classList.contains('nav-open')));

// — Menus close on Escape, on a click elsewhere and when they lose the focus
const openMenus = () => document.querySelectorAll('details.menu[open]');
document.addEventListener('click', (event) => {
  openMenus().forEach((menu) => { menu.open = menu.contains(event.target); });
  if (root.classList.contains('nav-open') && !event.target.closest('#desk-nav, [data-nav-toggle]')) {
    openNav(false);
  }
});
document.addEventListener('focusin', (event) => {
  openMenus().forEach((menu) => { menu.open = menu.contains(event.target); });
});
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') {
    return;
  }
  openMenus().forEach((menu) => {
    menu.open = false;
    menu.querySelector('summary').focus();
  });
  if (root.classList.contains('nav-open')) {
    openNav(false);
    navButton?.focus();
  }
});

// — Dialogs close on [data-close] and on a click on the backdrop
document.addEventListener('click', (event) => {
  const dialog = event.target.closest('dialog.desk-dialog');
  if (dialog && (event.target === dialog || event.target.closest('[data-close]'))) {
    dialog.close();
  }
});

// — Colours: shown at once, saved with the login; the sign-in page and the readers' pages read the same storage key
const choices = document.querySelectorAll('[data-theme-value]');
const showTheme = (theme) => {
  root.dataset.theme = theme;
  remember('theme', theme);
  choices.forEach((button) => button.setAttribute('aria-pressed', String(button.dataset.themeValue === theme)));
};
if (choices.length) {
  remember('theme', root.dataset.theme);
}
choices.forEach((button) => button.addEventListener('click', () => {
  showTheme(button.dataset.themeValue);
  send(document.getElementById('shortcuts-switch').dataset.url, { theme: button.dataset.themeValue });
}));

// Key names as they are on this machine
export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
const MAC_NAMES = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Enter: '↵' };
const PC_NAMES = { Mod: 'Ctrl' };
document.querySelectorAll('[data-keys]').forEach((key) => {
  const parts = key.dataset.keys.split('+').map((part) => (isMac ? MAC_NAMES : PC_NAMES)[part] ?? part);
  key.textContent = parts.join(isMac ? '' : '+');
  key.lang = 'en';
});

// — Sign-in page: a button shows the password
const reveal = document.querySelector('[data-reveal]');
reveal?.addEventListener('click', () => {
  const field = document.getElementById(reveal.dataset.reveal);
  const isShown = field.type === 'password';
  field.type = isShown ? 'text' : 'password';
  reveal.setAttribute('aria-pressed', String(isShown));
  field.focus();
});
