// Pictures in the second engine: chosen, dropped and pasted ones become figures; those of other sites are never shown.
import { announce } from './desk.js';
import { ask } from './prose-toolbar.js';

const { newsPictures: pictures, newsPaste: paste } = window;

const figureOf = ({ url, alt, width, height }) => ({
  type: 'figure',
  attrs: { class: 'image' },
  content: [{ type: 'picture', attrs: { src: url, alt, width: String(width), height: String(height) } }, { type: 'caption' }],
});

// A position in the text that moves along with edits.
const hold = (editor, place) => {
  let at = place;
  const follow = ({ transaction }) => { at = transaction.mapping.map(at); };
  editor.on('transaction', follow);
  return () => {
    editor.off('transaction', follow);
    return at;
  };
};

const insert = (editor, picture, at) => editor.chain().insertContentAt(at, figureOf(picture)).run();

const upload = async (editor, file, config, at, say) => {
  const place = hold(editor, at);
  const picture = await pictures.add([file], config, say);
  const end = place();
  if (picture) {
    insert(editor, picture, end);
    say('');
  }
};

const linkTo = (image, words) => {
  const url = new URL(image.getAttribute('src'), 'https://x/');
  const name = url.pathname.split('/').pop();
  const text = image.alt || (name.includes('.') ? name : pictures.fill(words.picture, { host: url.hostname }));
  return image.closest('a') ? text : Object.assign(document.createElement('a'), { href: url.href, textContent: text });
};

// Pasted HTML for the schema. Pictures of other sites become links, unreachable ones are removed; both are reported.
export const cleanPasted = (html, { words }, say) => {
  const { body } = new DOMParser().parseFromString(paste.clean(html), 'text/html');
  const counts = { remote: 0, unreachable: 0 };
  body.querySelectorAll('img').forEach((image) => {
    const source = image.getAttribute('src') ?? '';
    if (pictures.ownAddress(source)) {
      image.setAttribute('src', pictures.ownAddress(source));
    } else if (/^(https?:)?\/\//i.test(source)) {
      counts.remote += 1;
      image.replaceWith(linkTo(image, words.upload));
    } else {
      counts.unreachable += 1;
      image.remove();
    }
  });
  body.querySelectorAll('p').forEach((paragraph) => {
    if (!paragraph.textContent.trim() && !paragraph.querySelector('img')) {
      paragraph.remove();
    }
  });
  const told = Object.entries(counts).filter(([, count]) => count);
  if (told.length) {
    say(told.map(([name, count]) => pictures.fill(words.upload[name], { count })).join(' '), true);
  }
  return body.innerHTML;
};

export const takeFiles = (editor, config, say) => (view, event, at) => {
  const transfer = event.clipboardData ?? event.dataTransfer;
  const files = [...(transfer?.files ?? [])];
  if (!files.length || (event.clipboardData && /\S/.test(transfer.getData('text/plain')))) {
    return false;
  }
  event.preventDefault();
  files.forEach((file) => upload(editor(), file, config, at, say));
  return true;
};

export const choosePicture = async (editor, config, words) => {
  const { node, from } = editor.state.selection;
  if (node?.type.name === 'figure' || node?.type.name === 'picture') {
    const isFigure = node.type.name === 'figure';
    const at = isFigure ? from + 1 : from;
    await describe(editor, at, words);
    return;
  }
  const at = editor.state.selection.to;
  const picture = await pictures.choose(config);
  if (picture) {
    insert(editor, picture, at);
    editor.commands.focus();
    announce(picture.alt || picture.name || '');
  }
};

const describe = async (editor, at, words) => {
  const picture = editor.state.doc.nodeAt(at);
  const figure = editor.state.doc.nodeAt(at - 1);
  const sides = [['image', words.sideNone], ['image image-left', words.sideLeft], ['image image-right', words.sideRight]];
  const answer = await ask(words.picture, [
    ['alt', words.alt, picture.attrs.alt],
    ['side', words.side, figure.attrs.class || 'image', sides],
  ], words);
  if (answer) {
    editor.chain().focus().command(({ tr }) => {
      tr.setNodeAttribute(at, 'alt', answer.alt).setNodeAttribute(at - 1, 'class', answer.side);
      return true;
    }).run();
  }
};
