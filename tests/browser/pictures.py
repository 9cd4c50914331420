"""Gives pictures to a page as a person does: dropped, pasted, chosen from the device."""

import base64

# `target` is an element of the page or of the editor's frame; the events carry the given files and HTML.
_GIVE = """
(target, { name, files, html, text }) => {
  const view = target.ownerDocument.defaultView;
  const transfer = new view.DataTransfer();
  files.forEach(([title, type, data]) => {
    const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
    transfer.items.add(new view.File([bytes], title, { type }));
  });
  if (html) {
    transfer.setData('text/html', html);
  }
  if (text) {
    transfer.setData('text/plain', text);
  }
  const box = target.getBoundingClientRect();
  const place = { clientX: box.left + box.width / 2, clientY: box.top + Math.min(box.height / 2, 10) };
  const options = { bubbles: true, cancelable: true };
  if (name === 'paste') {
    target.dispatchEvent(new view.ClipboardEvent('paste', { ...options, clipboardData: transfer }));
  } else {
    ['dragenter', 'dragover', 'drop'].forEach((each) => target.dispatchEvent(
      new view.DragEvent(each, { ...options, ...place, dataTransfer: transfer })));
  }
}
"""


def give(target, name, files=(), html="", text=""):
    """`target`: a locator. `name`: «drop» or «paste». `files`: (name, type, bytes)."""
    encoded = [[title, kind, base64.b64encode(data).decode()] for title, kind, data in files]
    target.evaluate(_GIVE, {"name": name, "files": encoded, "html": html, "text": text})


def editor_body(page):
    return page.frame_locator(".cke_contents iframe").locator("body")


def paste_html(page, html):
    """Into the editor, where its cursor is."""
    editor_body(page).click()
    give(editor_body(page), "paste", html=html)
