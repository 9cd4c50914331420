// What the scripts of the desk share: asking the server, reading a form as it stands, telling what happened.

export const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

export const csrfToken = () => document.querySelector('[name=csrfmiddlewaretoken]')?.value ?? '';

// The server's answer as { ok, status, data }; status 0 when it could not be reached, 302 when it wants somebody to sign
// in. `data` is null without JSON.
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
      redirect: 'manual', // a login page is not an answer
    });
    const isJson = response.headers.get('Content-Type')?.startsWith('application/json');
    const data = isJson ? await response.json() : null;
    const status = response.type === 'opaqueredirect' ? 302 : response.status;
    if (status === 302 || (status === 403 && data?.reason === 'csrf')) { // editing.js asks to sign in again
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

// The text editor that stands in the place of a textarea, whichever engine it is, or null: `write()` brings its text into
// the textarea, `set(html)` gives it another one, `focus()` moves there, `element` is what is seen. Each change, whoever
// made it, is an `input` event of the textarea.
export const editorOf = (field) => field?.deskEditor ?? null;

const writeEditors = (form) => form.querySelectorAll('textarea').forEach((field) => editorOf(field)?.write());

// The editor's text goes to its textarea first. Without the token and the buttons.
export const readForm = (form) => {
  writeEditors(form);
  const data = new FormData(form);
  data.delete('csrfmiddlewaretoken');
  return data;
};

// Calls back after every change of a field, whoever made it: the person, select2, the editor.
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

// Said by screen readers once, shown nowhere.
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

// Words that the page brings along: <script type="application/json" id="…"> as Django's json_script writes it.
export const readWords = (id) => JSON.parse(document.getElementById(id)?.textContent ?? '{}');

const FOCUSABLE = 'input:not([hidden], [type="hidden"], :disabled), textarea:not([hidden]), select, button, [tabindex="0"]';

// What takes the focus in the place of a field that is not shown: of a small tree its first box, of select2 its box.
const standIn = (field) => {
  if (field.matches('.select2-hidden-accessible')) {
    return field.nextElementSibling.querySelector('[tabindex="0"], textarea, input') ?? field;
  }
  return field.hidden || field.type === 'hidden'
    ? field.closest('.category-field, .form-row')?.querySelector(FOCUSABLE) ?? field : field;
};

// Moves the eye and the focus to a field of the form, wherever it is: a closed section is opened, the editor scrolled to.
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
