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

  // What CKEditor writes in a way that the cleaner, or any parser, would take something away from.
  const mend = (element) => {
    if (element.name === 'pre') { // a parser drops the newline after <pre>
      const first = element.children[0];
      if (first && first.type === CKEDITOR.NODE_TEXT && first.value.startsWith('\n')) {
        first.value = `\n${first.value}`;
      }
    }
    if (element.name === 'figcaption' && !element.getHtml().trim()) { // nobody wrote one
      element.remove();
    }
    if (element.name === 'img') { // a picture without a caption is aligned by its figure, too
      const side = ['image-left', 'image-right'].find((name) => element.hasClass(name));
      if (side && !element.getAscendant('figure')) {
        element.removeClass(side);
        element.wrapWith(new CKEDITOR.htmlParser.element('figure', { class: `image ${side}` }));
      }
    }
  };

  // After the widgets have become elements (13), before they are written (15).
  const writeFaithfully = (editor) => editor.on('toDataFormat', ({ data }) => {
    data.dataValue.forEach(mend, CKEDITOR.NODE_ELEMENT, true);
  }, null, null, 14);

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
    writeFaithfully(editor);
    keepUntouched(editor);
    followTheme(editor);
    editor.element.$.dataset.editorReady = 'true';
  });

  if (window.CKEDITOR) {
    start();
  } else {
    document.addEventListener('DOMContentLoaded', start);
  }
})();
