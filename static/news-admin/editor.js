// Keeps CKEditor from rewriting what nobody touched, and shows it in the admin's theme.
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

  // A text that was only looked at goes back byte for byte.
  const keepUntouched = (editor) => {
    const textarea = editor.element.$;
    const stored = textarea.value;
    editor.resetDirty();
    textarea.form.addEventListener('submit', () => {
      if (!editor.checkDirty()) {
        textarea.value = stored;
      }
    });
  };

  const followTheme = (editor) => {
    const page = document.documentElement;
    const apply = () => {
      const frame = editor.document && editor.document.$;
      if (frame) {
        frame.documentElement.dataset.theme = page.dataset.theme || 'auto';
      }
    };
    apply();
    editor.on('contentDom', apply);
    new MutationObserver(apply).observe(page, { attributeFilter: ['data-theme'] });
  };

  const start = () => CKEDITOR.on('instanceReady', ({ editor }) => {
    writePlainly(editor);
    keepUntouched(editor);
    followTheme(editor);
  });

  if (window.CKEDITOR) {
    start();
  } else {
    document.addEventListener('DOMContentLoaded', start);
  }
})();
