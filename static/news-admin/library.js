// The library as a dialog: add, search, page, choose. `newsPictures.choose(config)` resolves to the picture or null.
'use strict';

(() => {
  const pictures = window.newsPictures;
  const { fill, make } = pictures;
  let count = 0;

  const pictureButton = (picture, choose, words) => {
    const image = make('img', { src: picture.thumb, alt: '', loading: 'lazy' });
    const button = make('button', { type: 'button' }, image, make('span', { textContent: picture.name }));
    if (picture.lacksAlt) {
      button.append(make('em', { className: 'picture-lack', textContent: words.lacksAlt }));
    }
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
      file: make('input', { type: 'file', accept: 'image/*', multiple: true, id: `${id}-file` }),
      query: make('input', { type: 'search', id: `${id}-query`, maxLength: 200 }),
      only: make('select', { id: `${id}-only` }, ...['all', 'unused', 'mine'].map((name) => (
        make('option', { value: name === 'all' ? '' : name, textContent: words.library[name] })))),
      status: make('p', { className: 'picture-status' }),
      list: make('ul', { className: 'picture-list' }),
      previous: make('button', { type: 'button', textContent: words.library.previous }),
      next: make('button', { type: 'button', textContent: words.library.next }),
      place: make('span'),
    };
    parts.status.setAttribute('role', 'status');
    const search = make('form', { className: 'picture-search' },
      make('label', { htmlFor: parts.query.id, textContent: words.library.search }), parts.query,
      make('button', { type: 'submit', textContent: words.library.find }),
      make('label', { htmlFor: parts.only.id, textContent: words.library.only }), parts.only);
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
        const found = await pictures.find({ q: parts.query.value, only: parts.only.value, page: wanted }, config);
        page = found.page;
        parts.list.replaceChildren(...found.pictures.map((picture) => pictureButton(picture, take, words.library)));
        say(found.count ? fill(words.library.found, found) : words.library.none);
        parts.place.textContent = fill(words.library.page, found);
        parts.previous.disabled = page <= 1;
        parts.next.disabled = page >= found.pages;
      } catch (error) {
        say(error.message, true);
      }
    };
    // A single file is chosen at once. Of several, all are added and one is then chosen; the first error stays visible.
    const add = async (given) => {
      const files = [...given]; // a copy, because emptying the field empties its list
      const added = [];
      let fault = '';
      for (const file of files) {
        const picture = await pictures.add([file], config, (text, isError) => {
          fault ||= isError ? text : '';
          say(text, isError);
        });
        if (picture) {
          added.push(picture);
        }
      }
      parts.file.value = '';
      if (files.length === 1) {
        added.forEach(take);
      } else if (parts.dialog.open) {
        parts.query.value = '';
        parts.only.value = '';
        await show(1);
        say(fault || fill(words.library.added, { count: added.length }), Boolean(fault));
      }
    };

    parts.close.addEventListener('click', () => parts.dialog.close());
    parts.previous.addEventListener('click', () => show(page - 1));
    parts.next.addEventListener('click', () => show(page + 1));
    parts.file.addEventListener('change', () => parts.file.files.length && add(parts.file.files));
    parts.only.addEventListener('change', () => show(1));
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
