// Keys for the list of posts: j and k move between rows, x selects one, Enter opens it. They can be switched off in a
// person's own settings; everything works without them.

const rows = [...document.querySelectorAll('#result_list tbody tr[data-post]')];
let at = -1;

const isTyping = (target) => target.isContentEditable || target.closest('input:not([type=checkbox]), textarea, select, summary, button');
const linkOf = (row) => row.querySelector('.row-link');

const goTo = (index) => {
  rows[at]?.classList.remove('is-current');
  at = Math.max(0, Math.min(index, rows.length - 1));
  rows[at].classList.add('is-current');
  linkOf(rows[at]).focus();
  rows[at].scrollIntoView({ block: 'nearest' });
};

// The current row is the one with the focus, however it got there.
document.getElementById('result_list')?.addEventListener('focusin', (event) => {
  const index = rows.indexOf(event.target.closest('tr'));
  if (index >= 0) {
    rows[at]?.classList.remove('is-current');
    at = index;
  }
});

const KEYS = {
  j: () => goTo(at + 1),
  k: () => goTo(at < 0 ? 0 : at - 1),
  x: () => rows[at]?.querySelector('.action-select').click(),
  Enter: () => linkOf(rows[at]).click(),
};

document.addEventListener('keydown', (event) => {
  const isOff = document.body.dataset.shortcuts === 'off' || event.ctrlKey || event.metaKey || event.altKey;
  if (isOff || event.defaultPrevented || !rows.length || isTyping(event.target) || !(event.key in KEYS)) {
    return;
  }
  if (event.key === 'Enter' && (at < 0 || event.target.closest('a, input'))) {
    return; // a focused link or box keeps its own behaviour
  }
  if (event.key === 'x' && at < 0) {
    return;
  }
  event.preventDefault();
  KEYS[event.key]();
});
