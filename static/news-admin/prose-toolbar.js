// The buttons of the second engine, and the small dialogs they open.
import { make } from './desk.js';

let count = 0;

// Asks for values: `fields` are [name, label, value, options?]. Resolves to an object, or null if cancelled.
export const ask = (title, fields, words) => new Promise((resolve) => {
  let answer = null;
  const inputs = fields.map(([name, label, value, options]) => {
    count += 1;
    const input = options ? make('select', {}, ...options.map(([key, text]) => make('option', { value: key, textContent: text })))
      : make('input', { type: 'text' });
    Object.assign(input, { id: `prose-field-${count}`, name, value });
    return make('p', {}, make('label', { htmlFor: input.id, textContent: label }), input);
  });
  const cancel = make('button', { type: 'button', textContent: words.cancel });
  const form = make('form', {}, make('h2', { id: `prose-ask-${count}`, textContent: title }), ...inputs,
    make('p', { className: 'prose-ask-buttons' }, make('button', { type: 'submit', textContent: words.apply }), cancel));
  const dialog = make('dialog', { className: 'prose-ask' }, form);
  dialog.setAttribute('aria-labelledby', `prose-ask-${count}`);
  cancel.addEventListener('click', () => dialog.close());
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    answer = Object.fromEntries(new FormData(form));
    dialog.close();
  });
  dialog.addEventListener('close', () => {
    dialog.remove();
    resolve(answer);
  });
  document.body.append(dialog);
  dialog.showModal();
});

// key of the label, icon, command, what makes it look pressed
const makeTools = (chain, extras) => [
  ['bold', 'format_bold', () => chain().toggleBold().run(), ['bold']],
  ['italic', 'format_italic', () => chain().toggleItalic().run(), ['italic']],
  ['link', 'insert_link', extras.askForLink, ['link']],
  ['unlink', 'link_off', () => chain().extendMarkRange('link').unsetLink().run()],
  ['ordered', 'format_list_numbered', () => chain().toggleOrderedList().run(), ['orderedList']],
  ['bullets', 'format_list_bulleted', () => chain().toggleBulletList().run(), ['bulletList']],
  ['quote', 'format_quote', () => chain().toggleBlockquote().run(), ['blockquote']],
  ['table', 'grid_on', () => chain().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run()],
  ['picture', 'image', extras.choosePicture],
  ['plain', 'format_clear', () => chain().unsetAllMarks().run()],
  ['undo', 'undo', () => chain().undo().run()],
  ['redo', 'redo', () => chain().redo().run()],
  ['source', 'code', extras.toggleSource],
  ['maximize', 'fullscreen', extras.toggleFullScreen],
];

const makeTableTools = (chain) => [
  ['rowAfter', '＋―', () => chain().addRowAfter().run()],
  ['columnAfter', '＋│', () => chain().addColumnAfter().run()],
  ['deleteRow', '－―', () => chain().deleteRow().run()],
  ['deleteColumn', '－│', () => chain().deleteColumn().run()],
  ['headerRow', 'H', () => chain().toggleHeaderRow().run()],
  ['deleteTable', '✕', () => chain().deleteTable().run()],
];

const makeFormat = (editor, words) => {
  const options = [['', words.paragraph], ['2', words.heading2], ['3', words.heading3]];
  const select = make('select', {}, ...options.map(([value, text]) => make('option', { value, textContent: text })));
  select.setAttribute('aria-label', words.format);
  select.addEventListener('change', () => {
    const chain = editor.chain().focus();
    (select.value ? chain.setHeading({ level: Number(select.value) }) : chain.setParagraph()).run();
  });
  return select;
};

// One tab stop, with arrow keys inside (ARIA Authoring Practices, Toolbar).
const moveByKeys = (bar, editor) => {
  const controls = () => [...bar.querySelectorAll('button, select')].filter((control) => !control.closest('[hidden]'));
  const rove = (control) => {
    controls().forEach((each) => { each.tabIndex = each === control ? 0 : -1; });
    control.focus();
  };
  controls().forEach((control, at) => { control.tabIndex = at ? -1 : 0; });
  bar.addEventListener('keydown', (event) => {
    const all = controls();
    const at = all.indexOf(document.activeElement);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) {
      event.preventDefault();
      rove(all[(at + step + all.length) % all.length]);
    } else if (event.key === 'Escape') {
      editor.commands.focus();
    }
  });
  return () => rove(controls().find(({ tabIndex }) => tabIndex === 0) ?? controls()[0]);
};

// Returns the element and a function that focuses it.
export const makeToolbar = (editor, words, extras) => {
  const chain = () => editor.chain().focus();
  const updates = [];
  const button = (isIcon) => ([name, icon, act, active]) => {
    const element = make('button', { type: 'button', title: words[name], textContent: icon });
    element.setAttribute('aria-label', words[name]);
    element.classList.toggle('material-icons', isIcon);
    element.addEventListener('click', () => act());
    if (active) {
      updates.push(() => element.setAttribute('aria-pressed', editor.isActive(...active)));
    }
    return element;
  };
  const format = makeFormat(editor, words);
  const inTable = make('span', { className: 'prose-table-tools' }, ...makeTableTools(chain).map(button(false)));
  const bar = make('div', { className: 'prose-toolbar' }, format, ...makeTools(chain, extras).map(button(true)), inTable);
  bar.setAttribute('role', 'toolbar');
  bar.setAttribute('aria-label', words.toolbar);
  updates.push(() => {
    format.value = [2, 3].find((level) => editor.isActive('heading', { level })) ?? '';
    inTable.hidden = !editor.isActive('table');
  });
  const update = () => updates.forEach((each) => each());
  editor.on('transaction', update);
  update();
  return { bar, focus: moveByKeys(bar, editor) };
};
