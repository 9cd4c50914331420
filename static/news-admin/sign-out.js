// Signing out takes along what this browser has kept of unsaved texts: the next person at this computer is another.
import { clearHere, unsentCopies } from './local-copies.js';

document.getElementById('logout-form')?.addEventListener('submit', (event) => {
  const question = document.querySelector('meta[name=sign-out-question]').content;
  if (unsentCopies().length && !window.confirm(question)) {
    event.preventDefault();
    return;
  }
  clearHere();
});
