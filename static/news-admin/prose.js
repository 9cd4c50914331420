// Starts the second engine over its textareas. If it cannot be loaded or would lose words, the textarea stays.
import { announce, make } from './desk.js';
import { choosePicture, cleanPasted, takeFiles } from './prose-pictures.js';
import { makeExtensions } from './prose-schema.js';
import { ask, makeToolbar } from './prose-toolbar.js';
import { readHtml, wordsOf, writeHtml } from './prose-writing.js';

const { newsPaste: paste, newsPictures: pictures } = window;

const makeStatus = (textarea) => {
  const status = make('p', { className: 'picture-status' });
  status.setAttribute('role', 'status');
  textarea.after(status);
  return (text, isError = false) => {
    status.textContent = text;
    status.classList.toggle('is-error', isError);
  };
};

const labelOf = (textarea) => textarea.labels[0]?.textContent.replace(/[:：]\s*$/, '').trim() ?? '';

const followForm = (textarea, surface) => {
  const { language } = textarea.form.elements;
  const update = () => { surface.lang = language?.value || 'zh-hans'; };
  language?.addEventListener?.('change', update);
  update();
};

const askForLink = async (editor, words) => {
  const { href, title } = editor.getAttributes('link');
  const { from, to, empty } = editor.state.selection;
  const answer = await ask(words.link, [['href', words.address, href ?? 'https://'], ['title', words.title, title ?? '']], words);
  if (!answer) {
    return;
  }
  const attrs = { href: answer.href.trim(), title: answer.title.trim() || null };
  const chain = editor.chain().focus();
  if (empty && !href) {
    chain.insertContent({ type: 'text', text: attrs.href, marks: [{ type: 'link', attrs }] }).run();
  } else {
    chain.setTextSelection({ from, to }).extendMarkRange('link').setMark('link', attrs).run();
  }
};

const open = (engine, textarea) => {
  const config = JSON.parse(textarea.dataset.prose);
  const { words } = config;
  const say = makeStatus(textarea);
  const stored = textarea.value;
  let isTouched = false;
  const onFiles = takeFiles(() => editor, config.pictures, say);
  const extensions = makeExtensions(engine, { askForLink: () => askForLink(editor, words) });
  const schema = engine.getSchema(extensions);
  const content = readHtml(engine, schema, stored);
  const box = make('div', { className: 'prose-box' });
  const editor = new engine.Editor({
    element: box,
    extensions,
    content,
    injectCSS: false, // static/news-admin/prose.css has it
    editorProps: {
      attributes: { class: 'prose', role: 'textbox', 'aria-multiline': 'true', 'aria-label': labelOf(textarea) },
      transformPastedHTML: (html) => (/data-pm-slice/.test(html) ? html : cleanPasted(html, config.pictures, say)),
      clipboardTextParser: (text, context) => {
        const dom = new DOMParser().parseFromString(paste.fromText(text), 'text/html').body;
        return engine.pm.model.DOMParser.fromSchema(editor.schema).parseSlice(dom, { preserveWhitespace: true, context });
      },
      handlePaste: (view, event) => onFiles(view, event, view.state.selection.to),
      handleDrop: (view, event, slice, isMoved) => !isMoved && onFiles(view, event,
        view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos ?? view.state.selection.to),
    },
    onUpdate: () => {
      isTouched = true;
      textarea.dispatchEvent(new Event('input', { bubbles: true }));
    },
  });
  if (wordsOf(writeHtml(editor.getHTML())) !== wordsOf(stored)) {
    editor.destroy();
    throw new Error(words.lossy);
  }
  // A text that was not edited, or that undo has restored, is sent back byte for byte.
  const first = editor.getHTML();
  const write = () => {
    if (textarea.hidden) {
      const html = editor.getHTML();
      textarea.value = isTouched && html !== first ? writeHtml(html) : stored;
    }
  };
  let shown;
  const toggleSource = () => {
    if (textarea.hidden) {
      write();
      shown = textarea.value;
      textarea.hidden = false;
      box.hidden = true;
      textarea.focus();
    } else if (textarea.value === shown) {
      textarea.hidden = true;
      box.hidden = false;
      editor.commands.focus();
    } else {
      say(words.sourceChanged, true);
      announce(words.sourceChanged);
    }
  };
  const frame = make('div', { className: 'prose-editor-frame' });
  const { bar, focus } = makeToolbar(editor, words, {
    askForLink: () => askForLink(editor, words),
    choosePicture: () => choosePicture(editor, config.pictures, words),
    toggleSource,
    toggleFullScreen: () => document.body.classList.toggle('has-full-editor', frame.classList.toggle('is-full')),
  });
  textarea.before(frame);
  frame.append(bar, box, textarea);
  textarea.hidden = true;
  followForm(textarea, editor.view.dom);
  frame.addEventListener('keydown', (event) => {
    if (event.altKey && event.key === 'F10') {
      event.preventDefault();
      focus();
    } else if (event.key === 'Escape' && frame.classList.contains('is-full')) {
      document.body.classList.toggle('has-full-editor', frame.classList.toggle('is-full'));
    }
  });
  pictures.holdUntilUploaded(textarea.form, config.pictures);
  textarea.form.addEventListener('submit', write);
  textarea.deskEditor = {
    element: frame,
    engine: editor,
    write,
    focus: () => (textarea.hidden ? editor.commands.focus() : textarea.focus()),
    set: async (html) => {
      if (textarea.hidden) {
        isTouched = true;
        editor.commands.setContent(readHtml(engine, schema, html), { emitUpdate: true });
      } else {
        textarea.value = html;
      }
    },
  };
};

const start = async (textarea) => {
  const { engineUrl, words } = JSON.parse(textarea.dataset.prose);
  try {
    open(await import(engineUrl), textarea);
  } catch (error) {
    console.warn(error); // eslint-disable-line no-console
    makeStatus(textarea)(error.message === words.lossy ? words.lossy : words.failed, true);
  }
  textarea.dataset.editorReady = 'true';
};

document.querySelectorAll('textarea[data-prose]').forEach(start);
