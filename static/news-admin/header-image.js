// A post's header image: drop, paste or choose; description, focal point and crops of what is chosen. Without scripts
// the select and the fields below it do the same, one save later.
'use strict';

document.addEventListener('DOMContentLoaded', () => {
  const pictures = window.newsPictures;
  const { make } = pictures;
  const select = document.querySelector('select[data-pictures]');
  if (!select) {
    return;
  }
  const config = JSON.parse(select.dataset.pictures);
  const { words } = config;
  const field = (name) => document.getElementById(`id_${name}`);
  const [seen, alt] = [field('header_seen'), field('header_alt')];
  const inputs = [field('header_focal_x'), field('header_focal_y')];
  const rows = [alt, inputs[0]].map((input) => input.closest('.form-row'));

  const choose = make('button', { type: 'button', className: 'button', textContent: words.header.choose });
  const remove = make('button', { type: 'button', className: 'button', textContent: words.header.remove });
  const status = make('p', { className: 'picture-status', textContent: words.header.hint });
  status.setAttribute('role', 'status');
  const preview = make('div', { className: 'focal' });
  const zone = make('div', { className: 'picture-zone' }, make('div', { className: 'picture-buttons' }, choose, remove),
    status, preview);
  zone.tabIndex = -1; // takes the focus when it is clicked, so that a paste arrives here
  rows[0].before(zone);
  const focal = pictures.focal(preview, inputs, words.focal);

  const say = (text, isError = false) => {
    status.textContent = text;
    status.classList.toggle('is-error', isError);
  };

  const mayWrite = (isAllowed) => [alt, ...inputs].forEach((input) => { input.readOnly = !isAllowed; });

  const describe = (picture) => {
    seen.value = JSON.stringify({ id: picture.id, alt: picture.alt, focal: picture.focal });
    alt.value = picture.alt;
    inputs.forEach((input, at) => { input.value = String(Math.round(picture.focal[at] * 1000) / 10); });
  };

  const show = (picture) => {
    [preview, remove, ...rows].forEach((element) => { element.hidden = !picture; });
    if (picture) {
      mayWrite(picture.mayDescribe);
      preview.inert = !picture.mayDescribe;
      focal.show(picture);
      say(picture.mayDescribe ? words.header.hint : words.header.notYours);
    } else {
      say(words.header.hint);
    }
  };

  // `isNew`: chosen now; otherwise what the server, or a form that came back with a fault, has put into the fields stays.
  const follow = async (isNew) => {
    const id = select.value;
    if (!id) {
      show(null);
      return;
    }
    try {
      const { pictures: [picture] } = await pictures.find({ id }, config);
      if (select.value !== id) {
        return;
      }
      rows.forEach((row) => { row.hidden = false; });
      if (!picture) { // not here yet: nothing to show, only a description to write
        [preview, remove].forEach((element) => { element.hidden = element === preview; });
        return;
      }
      if (isNew) {
        describe(picture);
      }
      show(picture);
    } catch (error) {
      say(error.message, true);
    }
  };

  const take = (picture) => {
    if (![...select.options].some((option) => option.value === String(picture.id))) {
      select.append(new Option(picture.name, picture.id));
    }
    select.value = String(picture.id);
    django.jQuery(select).trigger('change');
  };

  const add = async (files) => {
    const picture = await pictures.add(files, config, say);
    if (picture) {
      take(picture);
    }
  };

  choose.addEventListener('click', async () => {
    const picture = await pictures.choose(config);
    choose.focus();
    if (picture) {
      take(picture);
    }
  });
  remove.addEventListener('click', () => {
    select.value = '';
    django.jQuery(select).trigger('change');
    choose.focus();
  });
  pictures.holdUntilUploaded(select.form, config);
  pictures.takeFiles(zone.closest('fieldset'), add);
  django.jQuery(select).on('change', () => follow(true));
  follow(false);
});
