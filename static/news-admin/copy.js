// Buttons that copy a text to the clipboard and say so: <button data-copy="…" data-done="Copied">.
import { announce } from './desk.js';

document.addEventListener('click', async ({ target }) => {
  const button = target.closest?.('[data-copy]');
  if (!button) {
    return;
  }
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
  } catch {
    return; // a browser may refuse; the text is visible beside the button
  }
  announce(button.dataset.done);
  const label = button.textContent;
  button.textContent = button.dataset.done;
  setTimeout(() => { button.textContent = label; }, 2000);
});
