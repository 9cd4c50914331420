// The library as a dialog: add a picture, search, page, choose. `newsPictures.choose(config)` gives the picture or null.
'use strict';

(() => {
  const pictures = window.newsPictures;
  const { fill, make } = pictures;
  let count = 0;

  const pictureButton = (picture, choose) => {
    const image = make('img', { src: picture.thumb, alt: '', loading: 'lazy' });
    const button = make('button', { type: 'button' }, image, make('span', { textContent: picture.name }));
    button.addEventListener('click', () => choose(picture));
    return make('li', {}, button);
  };

  const build = (config) => {
    const { words } = config;
    const id = `picture-library-${count += 1}`;
    const hint = fill(words.library.hint, { max: pictures.megabytes(config) });
    const parts = {
      title: make('h2', { id, textContent: words.library.title }),
      close: make('button', { type: 'button', className: 'picture-close', textContent: words.library.close }),
      file: make('input', { type: 'file', accept: 'image/*', id: `${id}-file` }),
      query: make('input', { type: 'search', id: `${id}-query`, maxLength: 200 }),
      status: make('p', { className: 'picture-status' }),
      list: make('ul', { className: 'picture-list' }),
      previous: make('button', { type: 'button', textContent: words.library.previous }),
      next: make('button', { type: 'button', textContent: words.library.next }),
      place: make('span'),
    };
    parts.status.setAttribute('role', 'status');
    const search = make('form', { className: 'picture-search' },
      make('label', { htmlFor: parts.query.id, textContent: words.library.search }), parts.query,
      make('button', { type: 'submit', textContent: words.library.find }));
    search.setAttribute('role', 'search');
    parts.dialog = make('dialog', { className: 'picture-library' },
      make('div', { className: 'picture-head' }, parts.title, parts.close),
      make('div', { className: 'picture-add' },
        make('label', { htmlFor: parts.file.id, textContent: words.library.add }), parts.file,
        make('p', { textContent: hint })),
      search, parts.status, parts.list,
      make('div', { className: 'picture-pages' }, parts.previous, parts.place, parts.next));
    parts.dialog.setAttribute('aria-labelledby', id);
    return { ...parts, search };
  };

  const choose = (config) => new Promise((resolve) => {
    const { words } = config;
    const parts = build(config);
    let page = 1;
    let chosen = null;

    const say = (text, isError = false) => {
      parts.status.textContent = text;
      parts.status.classList.toggle('is-error', isError);
    };
    const take = (picture) => {
      chosen = picture;
      parts.dialog.close();
    };
    const show = async (wanted) => {
      try {
        const found = await pictures.find({ q: parts.query.value, page: wanted }, config);
        page = found.page;
        parts.list.replaceChildren(...found.pictures.map((picture) => pictureButton(picture, take)));
        say(found.count ? fill(words.library.found, found) : words.library.none);
        parts.place.textContent = fill(words.library.page, found);
        parts.previous.disabled = page <= 1;
        parts.next.disabled = page >= found.pages;
      } catch (error) {
        say(error.message, true);
      }
    };
    const add = async (files) => {
      const picture = await pictures.add(files, config, say);
      if (picture) {
        take(picture);
      } else {
        parts.file.value = '';
      }
    };

    parts.close.addEventListener('click', () => parts.dialog.close());
    parts.previous.addEventListener('click', () => show(page - 1));
    parts.next.addEventListener('click', () => show(page + 1));
    parts.file.addEventListener('change', () => parts.file.files.length && add(parts.file.files));
    parts.search.addEventListener('submit', (event) => {
      event.preventDefault();
      show(1);
    });
    pictures.takeFiles(parts.dialog, add);
    parts.dialog.addEventListener('close', () => {
      parts.dialog.remove();
      resolve(chosen);
    });
    document.body.append(parts.dialog);
    parts.dialog.showModal();
    parts.query.focus();
    show(1);
  });

  pictures.choose = choose;
})();
