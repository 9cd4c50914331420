// Saves what is typed into a post's form: in this browser at once, on the server two seconds after a change.
import { announce, later, make, onChange, readForm, readWords, send } from './desk.js';
import { startCompany } from './company.js';
import { dropHere, holdTab, keepHere } from './local-copies.js';
import { offerCopies } from './recovery.js';
import { checkSession, signInAgain } from './sign-in-again.js';

const QUIET_MS = 2000; // after the last change
const LONGEST_MS = 8000; // while typing goes on
const LOCAL_MS = 250;
const RETRY_MS = [2000, 4000, 8000, 15_000, 30_000];
const WAIT_FOR_ANSWER_MS = 5000;
const LONGEST_SAVE_MS = 60_000;

const facts = readWords('editing');
const { words } = facts;
const aboutForm = new Set(facts.about_form); // how the form was opened, not what was typed
const form = document.getElementById('post_form');
const notes = document.getElementById('unsaved-notes');
const field = (name) => form.querySelector(`input[name="${name}"]`);
const tab = field('draft_tab').value || (crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`.replace('.', '-'));
field('draft_tab').value = tab;

const textOf = (values) => JSON.stringify(values.filter(([name]) => !aboutForm.has(name) && !name.startsWith('take_')));
const take = () => {
  const data = readForm(form);
  const values = [...data].filter(([, value]) => typeof value === 'string');
  return { data, values, text: textOf(values) };
};

let number = Date.now();
const opened = take().text;
const untouched = facts.is_filled ? null : opened; // does not need to be saved
let synced = facts.is_restored ? opened : untouched; // what the server has
let [busy, isAgain, isOffline, tries] = [null, false, false, 0];
let [timer, firstUnsent] = [undefined, 0];
let [isPassing, isSubmitting, mayInsist, isTouched] = [false, false, false, facts.is_filled];
let [sentAt, isLeaving] = [0, false]; // set when a button sends the form

const chip = document.getElementById('save-status') ?? (() => {
  const made = make('span', { id: 'save-status', className: 'save-status' });
  document.querySelector('.submit-row').prepend(made);
  return made;
})();
chip.setAttribute('aria-live', 'off'); // only important events are announced, not each save
const show = (state, text) => {
  chip.dataset.state = state;
  chip.textContent = text;
};
const tell = (name, detail = {}) => document.dispatchEvent(new CustomEvent(`masthead:${name}`, { detail }));
const note = (id, ...children) => {
  document.getElementById(id)?.remove();
  if (children.length) {
    notes.append(make('div', { id, className: 'note unsaved' }, ...children));
  }
};

const company = startCompany(facts);
const copyOf = ({ values }, at) => ({ user: facts.user, post: facts.post, tab, number: at, values });
const isEmpty = ({ values }) => !values.some(([name, text]) => facts.typed.includes(name) && text.trim());
// Without an event nobody has typed, whatever a browser extension has done to the page.
const isUnsynced = () => isTouched && take().text !== (synced ?? '');

const keepLocally = () => {
  if (!isTouched) {
    return;
  }
  const now = take();
  if (now.text !== synced && !isSubmitting) {
    keepHere(copyOf(now, number + 0.5));
  }
};
const keepLocallySoon = later(keepLocally, LOCAL_MS);

const schedule = (wait) => {
  clearTimeout(timer);
  timer = setTimeout(autosave, wait);
};

const adopt = (answer) => {
  dropHere({ user: facts.user, post: facts.post, tab });
  Object.assign(facts, { post: String(answer.id), autosave: answer.autosave, presence: answer.presence, lock: answer.lock,
    discard: answer.discard, draft: answer.draft, change: answer.url });
  form.action = answer.url;
  history.replaceState(null, '', answer.url);
};

const accept = (answer, sent) => {
  if (answer.is_begun) {
    adopt(answer);
  }
  if (answer.token) { // the form shows what is stored, or is the first of its post
    field('version').value = answer.token;
  }
  synced = sent.text;
  tries = 0;
  if (take().text === synced) {
    dropHere({ user: facts.user, post: facts.post, tab });
  }
  if (isOffline) {
    isOffline = false;
    announce(words.onlineAgain);
    tell('online');
  }
  note('unsaved-signed-out');
  show('saved', words.saved.replace('%s', answer.clock));
  const moved = document.querySelector('.conflict') ? null : answer.moved; // the conflict already says so
  note('unsaved-moved', ...(moved ? [make('p', {}, `${moved.text} `,
    make('a', { href: moved.url, target: '_blank', rel: 'noopener', textContent: words.compare }))] : []));
  note('unsaved-other-tab', ...(answer.has_other_tab ? [make('p', { textContent: words.otherTab })] : []));
  company.show(answer.company);
  tell('autosaved', { saved_at: answer.saved_at, version: answer.version, url: answer.url, id: answer.id });
};

const goOffline = () => {
  keepLocally();
  show('offline', words.offline);
  if (!isOffline) {
    isOffline = true;
    announce(words.offline);
    tell('offline');
  }
  schedule(RETRY_MS[Math.min(tries, RETRY_MS.length - 1)]);
  tries += 1;
};

const askToSignIn = async () => {
  keepLocally();
  show('offline', words.signedOut);
  if (await signInAgain(facts)) {
    note('unsaved-signed-out');
    return true;
  }
  const again = make('button', { type: 'button', className: 'button', textContent: words.signIn });
  again.addEventListener('click', async () => { if (await askToSignIn()) { autosave(); } });
  note('unsaved-signed-out', make('p', { textContent: words.signedOut }), make('p', {}, again));
  return false;
};

const post = async (sent) => {
  number += 1;
  if (sent.text !== synced) {
    keepHere(copyOf(sent, number)); // if the answer gets lost, the next visit knows that the server has it
  }
  sent.data.set('draft_tab', tab);
  sent.data.set('draft_number', String(number));
  return send(facts.autosave ?? facts.begin, sent.data);
};

const judge = async ({ ok, status, data }, sent) => {
  if (ok && data?.is_empty) {
    show('saved', words.unchanged);
  } else if (ok && data?.is_late) { // this computer's clock was set back since the form was last sent
    number = Math.max(number, data.number);
    isAgain = true;
  } else if (ok && data) {
    accept(data, sent);
  } else if (status === 302 || data?.reason === 'csrf') {
    isAgain = await askToSignIn();
  } else if (status === 0 || status >= 500) {
    goOffline();
  } else {
    keepLocally();
    show('offline', data?.error ?? words.refused);
  }
};

async function autosave() {
  if (busy) {
    isAgain = true;
    return busy;
  }
  clearTimeout(timer);
  const sent = take();
  firstUnsent = 0;
  if (sent.text === synced) {
    if (isOffline) {
      isOffline = false;
      show('saved', words.unchanged);
    }
    return null;
  }
  if (sent.text === untouched && !facts.is_filled) { // every change was undone
    synced = sent.text;
    dropHere({ user: facts.user, post: facts.post, tab });
    show('saved', words.unchanged);
    return facts.discard ? send(facts.discard, { undone: '1', tab }) : null;
  }
  if (!facts.autosave && isEmpty(sent)) {
    return null;
  }
  if (!isOffline) {
    show('saving', words.saving);
  }
  busy = post(sent).then((answer) => judge(answer, sent)).finally(() => {
    busy = null;
    if (isAgain) {
      isAgain = false;
      schedule(0);
    }
  });
  return busy;
}

const changed = () => {
  isTouched = true;
  company.noteActivity();
  mayInsist = false;
  keepLocallySoon();
  firstUnsent ||= Date.now();
  if (!isOffline) {
    schedule(Math.max(0, Math.min(QUIET_MS, firstUnsent + LONGEST_MS - Date.now())));
  }
};

const hold = (text) => {
  isSubmitting = false;
  keepLocally();
  show('offline', text);
  announce(text);
};

// Checks the session before the browser leaves the page with the text, which a sign-in page would discard.
const maySubmit = async () => {
  await Promise.race([busy, new Promise((resolve) => { setTimeout(resolve, WAIT_FOR_ANSWER_MS); })]);
  const { reached, status, isSame } = await checkSession(facts);
  if (isSame) {
    return true;
  }
  if (!reached || status >= 500) {
    hold(words.notSaved);
    const insists = mayInsist;
    mayInsist = true;
    return insists && reached;
  }
  const isIn = await askToSignIn();
  if (!isIn) {
    hold(words.signedOut);
  }
  return isIn;
};

form.addEventListener('submit', async (event) => {
  if (event.defaultPrevented || isPassing || event.submitter?.hasAttribute('formaction')) {
    return;
  }
  event.preventDefault();
  if (isSubmitting) { // a double click
    return;
  }
  isSubmitting = true;
  clearTimeout(timer);
  show('saving', words.saving);
  if (!await maySubmit()) {
    isSubmitting = false;
    return;
  }
  isSubmitting = true;
  keepHere({ ...copyOf(take(), number + 0.5), submitted: true });
  isPassing = true;
  sentAt = Date.now();
  form.requestSubmit(event.submitter);
  setTimeout(() => { isPassing = isSubmitting = false; }, 4000); // the person or a validation stopped the browser
});

window.addEventListener('beforeunload', (event) => {
  if (!isPassing && synced !== null && isUnsynced() && !(isEmpty(take()) && !facts.autosave)) {
    event.preventDefault();
  }
});
window.addEventListener('pagehide', () => {
  isLeaving = true;
  keepLocally();
});
window.addEventListener('pageshow', () => { isLeaving = false; });
// A form that has just been sent counts as saved: saving again as the page closes would begin a new post a second time.
const isSaved = () => isLeaving && Date.now() - sentAt < LONGEST_SAVE_MS;
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden' && isUnsynced() && !isSaved()) {
    keepLocally();
    autosave();
  }
});
window.addEventListener('online', () => { tries = 0; schedule(0); });
window.addEventListener('offline', () => { if (isUnsynced()) { goOffline(); } });
document.addEventListener('masthead:signed-out', ({ detail }) => {
  if (detail.url !== (facts.autosave ?? facts.begin) && !isSubmitting) { // another part of the page asked
    askToSignIn().then((isIn) => isIn && schedule(0));
  }
});

const start = () => {
  onChange(form, changed);
  holdTab(tab);
  offerCopies(facts, notes, textOf, opened, tab);
  if (facts.is_restored) {
    show('saved', words.restored);
  } else if (facts.is_filled) {
    schedule(0);
  }
};
start();
