// The body of a post, whichever editor holds it.

const editorOf = (form) => window.CKEDITOR?.instances[form.elements.body?.id];

export const readBody = (form) => {
  const editor = editorOf(form);
  return editor?.status === 'ready' ? editor.getData() : form.elements.body?.value ?? '';
};

const editable = (form) => editorOf(form)?.editable()?.$
  ?? form.querySelector('.field-body [contenteditable="true"]');

// Scrolls to the heading with that number and puts the cursor there. Returns false where the HTML source is shown.
export const goToHeading = (form, number) => {
  const text = editable(form);
  const heading = text?.querySelectorAll('h2, h3, h4')[number];
  if (!heading) {
    return false;
  }
  const editor = editorOf(form);
  if (editor) {
    editor.focus();
    const range = editor.createRange();
    range.moveToElementEditStart(new CKEDITOR.dom.element(heading));
    range.select();
    editor.container.$.scrollIntoView({ block: 'nearest' });
  } else {
    text.focus();
    text.ownerDocument.getSelection().collapse(heading, 0);
  }
  heading.scrollIntoView({ block: 'center' });
  return true;
};
