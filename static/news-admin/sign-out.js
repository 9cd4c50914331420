// Signing out deletes unsaved texts from this browser, because the next person at this computer is someone else.
import { clearHere, unsentCopies } from './local-copies.js';

document.getElementById('logout-form')?.addEventListener('submit', (event) => {
  const question = document.querySelector('meta[name=sign-out-question]').content;
  if (unsentCopies().length && !window.confirm(question)) {
    event.preventDefault();
    return;
  }
  clearHere();
});
