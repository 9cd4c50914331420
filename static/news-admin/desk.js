// What the desk's scripts share: sending requests, reading a form, reporting what happened.

export const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

export const csrfToken = () => document.querySelector('[name=csrfmiddlewaretoken]')?.value ?? '';

// Resolves to { ok, status, data }; status is 0 when the server could not be reached, 302 when it wants a sign-in.
// `data` is null if the answer is not JSON.
export const send = async (url, values = {}, { method = 'POST', signal } = {}) => {
  const isForm = values instanceof FormData;
  const body = isForm ? values : new URLSearchParams(Object.entries(values));
  const query = method === 'GET' && [...body].length ? `?${new URLSearchParams(body)}` : '';
  try {
    const response = await fetch(url + query, {
      method,
      signal,
      body: method === 'GET' ? undefined : body,
      credentials: 'same-origin',
      headers: { 'X-CSRFToken': csrfToken(), Accept: 'application/json' },
      redirect: 'manual', // the sign-in page is not an answer
    });
    const isJson = response.headers.get('Content-Type')?.startsWith('application/json');
    const data = isJson ? await response.json() : null;
    const status = response.type === 'opaqueredirect' ? 302 : response.status;
    if (status === 302 || (status === 403 && data?.reason === 'csrf')) { // editing.js then asks to sign in again
      document.dispatchEvent(new CustomEvent('masthead:signed-out', { detail: { url } }));
    }
    return { ok: response.ok, status, data };
  } catch (error) {
    if (error.name === 'AbortError') {
      throw error;
    }
    return { ok: false, status: 0, data: null };
  }
};

// The editor that replaces a textarea, whatever engine it is, or null. `write()` copies its text into the textarea,
// `set(html)` replaces its text, `focus()` focuses it, `element` is the visible element. Each change, whoever made it,
// triggers an `input` event on the textarea.
export const editorOf = (field) => field?.deskEditor ?? null;

const writeEditors = (form) => form.querySelectorAll('textarea').forEach((field) => editorOf(field)?.write());

// Copies the editors' texts into their textareas first. Leaves out the CSRF token and the buttons.
export const readForm = (form) => {
  writeEditors(form);
  const data = new FormData(form);
  data.delete('csrfmiddlewaretoken');
  return data;
};

// Calls back after every change of a field, whether made by the person, select2 or the editor.
export const onChange = (form, callback) => {
  ['input', 'change'].forEach((kind) => form.addEventListener(kind, callback));
  const $ = window.django?.jQuery;
  $?.(form).on('change', 'select', callback); // select2 triggers no native event
};

export const later = (callback, wait_ms) => {
  let timer;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => callback(...values), wait_ms);
  };
};

// Has screen readers read the text once, without showing it.
export const announce = (text) => {
  let region = document.getElementById('desk-announcer');
  if (!region) {
    region = make('div', { id: 'desk-announcer', className: 'visually-hidden' });
    region.setAttribute('role', 'status');
    document.body.append(region);
  }
  region.textContent = '';
  requestAnimationFrame(() => { region.textContent = text; });
};

// Texts that the page contains: <script type="application/json" id="…">, as written by Django's json_script.
export const readWords = (id) => JSON.parse(document.getElementById(id)?.textContent ?? '{}');

const FOCUSABLE = 'input:not([hidden], [type="hidden"], :disabled), textarea:not([hidden]), select, button, [tabindex="0"]';

// Returns what can be focused in place of a hidden field: the first box of a small tree, the visible box of select2.
const standIn = (field) => {
  if (field.matches('.select2-hidden-accessible')) {
    return field.nextElementSibling.querySelector('[tabindex="0"], textarea, input') ?? field;
  }
  return field.hidden || field.type === 'hidden'
    ? field.closest('.category-field, .form-row')?.querySelector(FOCUSABLE) ?? field : field;
};

// Scrolls to a field of the form and focuses it, opening closed sections around it.
export const goToField = (name) => {
  const field = document.getElementById(`id_${name}`) ?? document.querySelector(`[name="${name}"]`);
  if (!field) {
    return false;
  }
  for (let box = field.closest('details'); box; box = box.parentElement.closest('details')) {
    box.open = true;
  }
  const editor = editorOf(field);
  const shown = editor?.element ?? standIn(field);
  shown.scrollIntoView({ block: 'center' });
  (editor ?? shown).focus();
  return true;
};
