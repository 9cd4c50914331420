// Pictures in CKEditor: dropped, pasted and chosen ones become our figures; pictures of other sites are never shown.
'use strict';

(() => {
  const pictures = window.newsPictures;
  const { fill, ownAddress } = pictures;
  const WIDGET = 'newspicture';

  const escapeHtml = (text) => CKEDITOR.tools.htmlEncodeAttr(text);

  const figureMarkup = ({ url, alt, width, height, caption }) => `<figure class="image"><img src="${escapeHtml(url)}" `
    + `alt="${escapeHtml(alt)}" width="${width}" height="${height}"><figcaption>${escapeHtml(caption)}</figcaption></figure>`;

  const complain = (editor, text) => editor.showNotification(text, 'warning', 0);

  // A CKEditor loader that uploads with our own function; its widget is left out of what is saved.
  const makeLoaderType = (config) => {
    class Loader {
      constructor(editor, fileOrData, name) {
        Object.assign(this, { editor, file: fileOrData, fileName: name || fileOrData.name || '', status: 'created' });
        this.canceller = new AbortController();
      }

      async upload() {
        this.changeStatus('uploading');
        try {
          const onProgress = (loaded, total) => {
            this.uploadTotal = total;
            this.uploaded = loaded;
            this.update();
          };
          this.picture = await pictures.upload(this.file, config, { onProgress, signal: this.canceller.signal });
          this.changeStatus('uploaded');
        } catch (error) {
          this.message = error.message;
          this.changeStatus('error');
        }
      }

      abort() { // its place in the text is gone, so a save no longer waits for it
        if (!this.isFinished()) {
          this.changeStatus('abort');
          this.canceller.abort();
        }
      }

      changeStatus(status) {
        if (this.status !== 'abort') {
          this.status = status;
          this.fire(status);
          this.update();
        }
      }

      update() {
        this.fire('update');
      }

      isFinished() {
        return ['uploaded', 'error', 'abort'].includes(this.status);
      }
    }
    CKEDITOR.event.implementOn(Loader.prototype);
    return Loader;
  };

  const placeholder = (editor, loader) => {
    const element = new CKEDITOR.dom.element('figure', editor.document);
    const image = new CKEDITOR.dom.element('img', editor.document);
    image.setAttribute('src', URL.createObjectURL(loader.file));
    image.setAttribute('alt', '');
    element.append(image);
    CKEDITOR.fileTools.markElement(element, WIDGET, loader.id);
    return element.getOuterHtml();
  };

  const startUpload = (editor, file, name) => {
    const { config } = editor;
    const loader = editor.uploadRepository.create(file, name, config.pictureLoader);
    CKEDITOR.fileTools.bindNotifications(editor, loader);
    loader.upload();
    return placeholder(editor, loader);
  };

  // Moves the cursor into the caption, because the next key would replace a selected picture.
  const writeCaption = (editor, { url }) => {
    const isNew = ({ name, data, editables }) => name === 'image' && data.src === url && editables.caption?.getText().trim() === '';
    const widget = Object.values(editor.widgets.instances).reverse().find(isNew);
    if (widget) {
      widget.editables.caption.focus();
    }
  };

  const addWidget = (editor) => CKEDITOR.fileTools.addUploadWidget(editor, WIDGET, {
    supportedTypes: /./,
    parts: { img: 'img' },
    onUploaded({ picture }) {
      const hasFocus = editor.widgets.focused === this;
      this.replaceWith(figureMarkup({ ...picture, caption: '' }));
      if (hasFocus) {
        writeCaption(editor, picture);
      }
    },
  });

  const fileOf = (dataUrl) => {
    const [, type, base64, data] = dataUrl.match(/^data:(image\/[\w.+-]+)[^,]*?(;base64)?,(.*)$/s) ?? [];
    if (!type) {
      return null;
    }
    try {
      const text = base64 ? atob(data.replace(/\s/g, '')) : decodeURIComponent(data);
      return new File([Uint8Array.from(text, (character) => character.charCodeAt(0))], `picture.${type.slice(6)}`, { type });
    } catch {
      return null;
    }
  };

  const linkTo = (image, source, words) => {
    const link = image.ownerDocument.createElement('a');
    link.href = source;
    const { hostname, pathname } = new URL(source);
    const name = pathname.split('/').pop();
    link.textContent = image.alt || (name.includes('.') ? name : fill(words.picture, { host: hostname }));
    return image.closest('a') ? link.textContent : link;
  };

  // Removes a paragraph that is empty because its picture became a figure or was removed.
  const dropEmpty = (body) => body.querySelectorAll('p').forEach((paragraph) => {
    const figures = paragraph.querySelectorAll('figure');
    if (!paragraph.textContent.trim() && !paragraph.querySelector(':scope > img')) {
      paragraph.replaceWith(...figures);
    }
  });

  // Pasted pictures: ours stay, data URLs are uploaded, those of other sites become links, the rest is removed.
  const mendPasted = (editor, html) => {
    const { body } = new DOMParser().parseFromString(html, 'text/html'); // loads nothing
    const counts = { remote: 0, unreachable: 0 };
    body.querySelectorAll('img:not([data-cke-upload-id]):not([data-cke-realelement])').forEach((image) => {
      const source = (image.getAttribute('data-cke-saved-src') || image.getAttribute('src') || '').trim();
      const own = ownAddress(source);
      if (own) {
        image.setAttribute('src', own);
        image.removeAttribute('srcset');
      } else if (/^data:/i.test(source) && fileOf(source)) {
        image.outerHTML = startUpload(editor, fileOf(source));
      } else if (/^(https?:)?\/\//i.test(source)) {
        counts.remote += 1;
        image.replaceWith(linkTo(image, new URL(source, 'https://x/').href, editor.config.pictures.words.upload));
      } else {
        counts.unreachable += 1;
        image.remove();
      }
    });
    dropEmpty(body);
    Object.entries(counts).forEach(([name, count]) => {
      if (count) {
        complain(editor, fill(editor.config.pictures.words.upload[name], { count }));
      }
    });
    return body.innerHTML;
  };

  // «Copy image» in a browser gives the file and a tag with the other site's address: we use the file.
  const isOnePicture = (html) => {
    const { body } = new DOMParser().parseFromString(html, 'text/html');
    return body.querySelectorAll('img').length === 1 && !body.textContent.trim();
  };

  // In a code block only the text is used, whatever else is on the clipboard.
  const cleanPasted = (editor, data) => {
    if (editor.elementPath()?.contains('pre')) {
      return;
    }
    const text = data.type === 'text' && data.dataTransfer.getData('text/plain');
    data.dataValue = text ? window.newsPaste.fromText(text) : window.newsPaste.clean(data.dataValue);
    data.type = 'html';
    if (data.dataValue.includes('<img')) {
      data.dataValue = mendPasted(editor, data.dataValue);
    }
  };

  const takePasted = (editor) => editor.on('paste', ({ data }) => {
    const transfer = data.dataTransfer;
    const count = transfer.getFilesCount();
    const isOwn = transfer.getTransferType(editor) === CKEDITOR.DATA_TRANSFER_INTERNAL;
    if (count && !isOwn && (!data.dataValue || isOnePicture(data.dataValue))) {
      const files = Array.from({ length: count }, (nothing, at) => transfer.getFile(at)).filter(Boolean);
      data.dataValue = files.map((file) => startUpload(editor, file)).join('');
      data.type = 'html';
    } else if (data.dataValue && !isOwn) {
      cleanPasted(editor, data);
    }
  }, null, null, 4);

  const insertChosen = async (editor) => {
    const picture = await pictures.choose(editor.config.pictures);
    editor.focus();
    if (picture) {
      editor.insertHtml(figureMarkup({ ...picture, caption: '' }));
      writeCaption(editor, picture);
    }
  };

  // The button opens the library, but on a picture it opens the picture's own dialog.
  const openLibrary = (editor) => editor.on('beforeCommandExec', (event) => {
    if (event.data.name === 'image' && editor.widgets.focused?.name !== 'image') {
      event.cancel();
      insertChosen(editor);
    }
  });

  // In captions the cleaner allows more than CKEditor's own list.
  const widenCaptions = (editor) => editor.on('widgetDefinition', ({ data }) => {
    if (data.name === 'image') {
      data.editables.caption.allowedContent = 'br b i em strong sub sup u s q cite span code; a[!href,title]';
    }
  });

  const chooseInDialog = () => CKEDITOR.on('dialogDefinition', ({ data, editor }) => {
    if (data.name !== 'image2' || !editor.config.pictures) {
      return;
    }
    const { words } = editor.config.pictures;
    data.definition.getContents('info').add({
      type: 'button',
      id: 'library',
      label: words.header.choose,
      async onClick() {
        const picture = await pictures.choose(editor.config.pictures);
        if (picture) {
          const dialog = this.getDialog();
          const set = (id, value) => dialog.getContentElement('info', id).setValue(value);
          ['alt', 'width', 'height'].forEach((name) => set(name, String(picture[name])));
          set('src', picture.url);
        }
      },
    }, 'alt');
  });

  const start = () => {
    chooseInDialog();
    CKEDITOR.on('instanceCreated', ({ editor }) => {
      widenCaptions(editor);
      editor.on('pluginsLoaded', () => {
        if (editor.config.pictures) {
          editor.config.pictureLoader = makeLoaderType(editor.config.pictures);
          editor.filter.allow('figure[!data-widget]', WIDGET, true);
          addWidget(editor);
          takePasted(editor);
          openLibrary(editor);
        }
      });
      editor.on('instanceReady', () => {
        if (editor.config.pictures) {
          pictures.holdUntilUploaded(editor.element.$.form, editor.config.pictures);
        }
      });
    });
  };

  if (window.CKEDITOR) {
    start();
  } else {
    document.addEventListener('DOMContentLoaded', start);
  }
})();
