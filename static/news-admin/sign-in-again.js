// Signing in again on top of a page with unsaved text. The page stays as it is; only its tokens are renewed.
import { make, send } from './desk.js';

let pending = null;

export const renewTokens = (csrf) => document.querySelectorAll('[name=csrfmiddlewaretoken]').forEach((input) => {
  input.value = csrf;
});

// Resolves to who is signed in, as { reached, status, isSame, other }; renews the tokens if it is the page's person.
export const checkSession = async ({ sign_in: url, username }) => {
  const { ok, status, data } = await send(url, {}, { method: 'GET' });
  if (!ok || !data) {
    return { reached: status !== 0, status, isSame: false, other: '' };
  }
  const isSame = data.username === username;
  if (isSame) {
    renewTokens(data.csrf);
  }
  return { reached: true, status, isSame, other: isSame ? '' : data.username, csrf: data.csrf };
};

const makeDialog = ({ username, words }, other) => {
  const password = make('input', { type: 'password', id: 'sign-in-password', autocomplete: 'current-password' });
  password.required = true;
  const name = make('input', { type: 'text', value: username, readOnly: true, autocomplete: 'username',
    id: 'sign-in-username' });
  const fault = make('p', { className: 'sign-in-fault' });
  fault.setAttribute('role', 'alert');
  const cancel = make('button', { type: 'button', className: 'button', textContent: words.cancel });
  const form = make('form', { method: 'dialog' },
    make('h2', { id: 'sign-in-title', textContent: words.signInTitle }),
    make('p', { textContent: other ? words.otherUser.replace('%s', other) : words.signInText }),
    make('p', {}, make('label', { htmlFor: name.id, textContent: words.username }), name),
    make('p', {}, make('label', { htmlFor: password.id, textContent: words.password }), password),
    fault,
    make('p', { className: 'unsaved-ways' },
      make('button', { type: 'submit', className: 'button default', textContent: words.signIn }), cancel));
  const dialog = make('dialog', { className: 'sign-in-dialog' }, form);
  dialog.setAttribute('aria-labelledby', 'sign-in-title');
  return { dialog, form, password, fault, cancel };
};

const FAULTS = { 0: 'unreached', 429: 'tooOften' };

const ask = (facts, other) => new Promise((resolve) => {
  const { words } = facts;
  const { dialog, form, password, fault, cancel } = makeDialog(facts, other);
  let isDone = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const { csrf } = await checkSession(facts);
    const { ok, status, data } = await send(facts.sign_in, { username: facts.username, expected: facts.username,
      password: password.value, language: facts.language, ...(csrf ? { csrfmiddlewaretoken: csrf } : {}) });
    if (ok && data?.username === facts.username) {
      renewTokens(data.csrf);
      isDone = true;
      dialog.close();
      return;
    }
    fault.textContent = data?.error ?? words[FAULTS[status]] ?? words.unreached;
    password.value = '';
    password.focus();
  });
  cancel.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => {
    dialog.remove();
    resolve(isDone);
  });
  document.body.append(dialog);
  dialog.showModal();
  password.focus();
});

// Resolves to true once the page's person is signed in. Does not ask if another tab has already done so.
export const signInAgain = (facts) => {
  pending ??= (async () => {
    const { reached, isSame, other } = await checkSession(facts);
    return isSame || (reached && ask(facts, other));
  })().finally(() => { pending = null; });
  return pending;
};
