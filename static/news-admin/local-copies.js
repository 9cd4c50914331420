// Typed text that has not reached the server, kept in this browser: one entry for each form a person has opened.

const PREFIX = 'masthead:draft:';
const MAX_CHARS = 4_000_000; // browsers store about five million
const MAX_AGE_MS = 30 * 24 * 3600 * 1000;

const keyOf = ({ user, post, tab }) => `${PREFIX}${user}:${post}:${tab}`;

const read = (key) => {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
};

const keys = (start) => {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(start));
  } catch {
    return []; // storage is switched off
  }
};

// Returns false when there is no room, or storage is switched off.
export const keepHere = (copy) => {
  const text = JSON.stringify({ ...copy, at: Date.now() });
  if (text.length > MAX_CHARS) {
    return false;
  }
  try {
    localStorage.setItem(keyOf(copy), text);
    return true;
  } catch {
    return false;
  }
};

export const dropHere = (copy) => {
  try {
    localStorage.removeItem(keyOf(copy));
  } catch { /* storage is switched off: nothing is kept */ }
};

// Returns only this person's copies of this post, the newest first.
export const copiesHere = (user, post) => {
  keys(`${PREFIX}`).forEach((key) => {
    const copy = read(key);
    if (!copy || Date.now() - copy.at > MAX_AGE_MS) {
      localStorage.removeItem(key);
    }
  });
  return keys(`${PREFIX}${user}:${post}:`).map(read).filter(Boolean).sort((a, b) => b.at - a.at);
};

export const unsentCopies = () => keys(PREFIX).map(read).filter((copy) => copy && !copy.submitted);

export const clearHere = () => keys(PREFIX).forEach((key) => localStorage.removeItem(key));

export const holdTab = (tab) => navigator.locks?.request(tab, () => new Promise(() => {}));

// Calls `act` once the tab is gone, because a form that is open in another tab has not crashed. A browser needs some
// time to notice a crashed tab.
export const onceClosed = (tab, act) => (navigator.locks ? navigator.locks.request(tab, { mode: 'shared' }, act) : act());
