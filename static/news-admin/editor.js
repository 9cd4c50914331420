// Keeps CKEditor from rewriting what nobody edited, and shows it in the admin's theme.
'use strict';

(() => {
  const FLAT = {
    indent: false,
    breakBeforeOpen: false,
    breakAfterOpen: false,
    breakBeforeClose: false,
    breakAfterClose: false,
  };

  const writePlainly = (editor) => {
    const { writer } = editor.dataProcessor;
    writer.indentationChars = '';
    writer.lineBreakChars = '\n';
    Object.keys({ ...CKEDITOR.dtd.$block, ...CKEDITOR.dtd.$listItem, ...CKEDITOR.dtd.$tableContent, br: 1, figure: 1,
      figcaption: 1, dt: 1, dd: 1 }).forEach((tag) => writer.setRules(tag, FLAT));
  };

  // Corrects markup that the cleaner, or any parser, would read with a loss.
  const mend = (element) => {
    if (element.name === 'pre') { // a parser drops the newline after <pre>
      const first = element.children[0];
      if (first && first.type === CKEDITOR.NODE_TEXT && first.value.startsWith('\n')) {
        first.value = `\n${first.value}`;
      }
    }
    if (element.name === 'figcaption' && !element.getHtml().trim()) { // nobody wrote a caption
      element.remove();
    }
    if (element.name === 'img') { // a picture without a caption needs a figure, too, to be aligned
      const side = ['image-left', 'image-right'].find((name) => element.hasClass(name));
      if (side && !element.getAscendant('figure')) {
        element.removeClass(side);
        element.wrapWith(new CKEDITOR.htmlParser.element('figure', { class: `image ${side}` }));
      }
    }
  };

  // Runs after the widgets have become elements (13) and before they are written (15).
  const writeFaithfully = (editor) => editor.on('toDataFormat', ({ data }) => {
    data.dataValue.forEach(mend, CKEDITOR.NODE_ELEMENT, true);
  }, null, null, 14);

  // The interface for the desk's scripts (desk.js, editorOf). A text that was not edited is sent back byte for byte.
  const serveDesk = (editor) => {
    const textarea = editor.element.$;
    const stored = textarea.value;
    const write = () => {
      textarea.value = editor.checkDirty() ? editor.getData() : stored;
    };
    editor.resetDirty();
    textarea.form.addEventListener('submit', write);
    editor.on('change', () => textarea.dispatchEvent(new Event('input', { bubbles: true })));
    textarea.deskEditor = {
      element: editor.container.$,
      write,
      focus: () => editor.focus(),
      set: (html) => new Promise((resolve) => { editor.setData(html, { callback: resolve }); }),
    };
  };

  // Calls back with the frame's document now, and whenever it is recreated or `watch` reports a change.
  const keepFrame = (editor, apply, watch = () => {}) => {
    const update = () => editor.document?.$.body && apply(editor.document.$);
    update();
    editor.on('contentDom', update);
    watch(update);
  };

  const followTheme = (editor) => keepFrame(editor, ({ documentElement }) => {
    documentElement.dataset.theme = document.documentElement.dataset.theme || 'auto';
  }, (update) => new MutationObserver(update).observe(document.documentElement, { attributeFilter: ['data-theme'] }));

  // Applies the post's own language and paragraph style, as the form has them now.
  const followForm = (editor) => {
    const field = (name) => editor.element.$.form.elements[name];
    keepFrame(editor, ({ documentElement, body }) => {
      const style = field('paragraph_style')?.value ?? 'inherit';
      documentElement.lang = field('language')?.value || editor.config.contentsLanguage;
      body.classList.toggle('indent', (style === 'inherit' ? editor.config.paragraphStyle : style) === 'indent');
    }, (update) => ['language', 'paragraph_style'].forEach((name) => field(name)?.addEventListener?.('change', update)));
  };

  const nameFrame = (editor) => {
    const label = document.querySelector(`label[for="${editor.name}"]`)?.textContent.replace(/[:：]\s*$/, '').trim();
    if (label) {
      editor.title = label;
    }
  };

  // Where the toolbar is a single line (editor.css), this makes it scrollable by keyboard.
  const reachToolbar = ({ container }) => {
    const toolbox = container.$.querySelector('.cke_toolbox');
    if (toolbox.scrollWidth > toolbox.clientWidth) {
      toolbox.tabIndex = 0;
    }
  };

  const start = () => {
    CKEDITOR.on('instanceCreated', ({ editor }) => editor.on('configLoaded', () => nameFrame(editor)));
    CKEDITOR.on('instanceReady', ({ editor }) => {
      writePlainly(editor);
      writeFaithfully(editor);
      serveDesk(editor);
      followTheme(editor);
      followForm(editor);
      reachToolbar(editor);
      editor.element.$.dataset.editorReady = 'true';
    });
  };

  if (window.CKEDITOR) {
    start();
  } else {
    document.addEventListener('DOMContentLoaded', start);
  }
})();
