// A post's header image: drop, paste or choose; then its description, focal point and crops. Without scripts, the
// select and the fields below it do the same after another save.
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
  const [seen, alt, decorative] = ['header_seen', 'header_alt', 'header_is_decorative'].map(field);
  const inputs = [field('header_focal_x'), field('header_focal_y')];
  const rows = [alt, inputs[0], decorative].map((input) => input.closest('.form-row'));

  const choose = make('button', { type: 'button', className: 'button', textContent: words.header.choose });
  const remove = make('button', { type: 'button', className: 'button', textContent: words.header.remove });
  const status = make('p', { className: 'picture-status', textContent: words.header.hint });
  status.setAttribute('role', 'status');
  const preview = make('div', { className: 'focal' });
  const credits = make('p', { className: 'picture-credits', hidden: true });
  const zone = make('div', { className: 'picture-zone' }, make('div', { className: 'picture-buttons' }, choose, remove),
    status, preview, credits);
  zone.tabIndex = -1; // focusable by a click, so that a paste arrives here
  rows[0].before(zone);
  const focal = pictures.focal(preview, inputs, words.focal);

  const say = (text, isError = false) => {
    status.textContent = text;
    status.classList.toggle('is-error', isError);
  };

  let isAllowed = true;
  const mayWrite = (isSo) => {
    isAllowed = isSo;
    [alt, ...inputs].forEach((input) => { input.readOnly = !isSo; });
    decorative.inert = !isSo; // a disabled box would be sent as not ticked
    followDecorative();
  };
  const followDecorative = () => {
    alt.readOnly = !isAllowed || decorative.checked;
    rows[0].classList.toggle('is-quiet', decorative.checked);
  };

  const describe = (picture) => {
    const { id, alt: text, decorative: isDecorative, focal: point } = picture;
    seen.value = JSON.stringify({ id, alt: text, decorative: isDecorative, focal: point });
    alt.value = text;
    decorative.checked = isDecorative;
    inputs.forEach((input, at) => { input.value = String(Math.round(picture.focal[at] * 1000) / 10); });
  };

  // Clears everything about the previous picture; text typed before the new one is known would belong to neither.
  const forget = () => {
    [seen, alt, ...inputs].forEach((input) => { input.value = ''; });
    decorative.checked = false;
    mayWrite(false);
  };

  const hint = (picture) => {
    if (!picture.mayDescribe) {
      return words.header.notYours;
    }
    return picture.preview ? words.header.hint : words.header.notHere;
  };

  // A picture that has not been fetched has nothing to show or crop, only a description to write.
  const show = (picture) => {
    [remove, rows[0], rows[2]].forEach((element) => { element.hidden = !picture; });
    const said = [picture?.caption, picture?.credit && pictures.fill(words.header.credit, { name: picture.credit })];
    credits.textContent = said.filter(Boolean).join(' · ');
    credits.hidden = !credits.textContent;
    [preview, rows[1]].forEach((element) => { element.hidden = !picture?.preview; });
    if (!picture) {
      say(words.header.hint);
      return;
    }
    mayWrite(picture.mayDescribe);
    preview.inert = !picture.mayDescribe;
    if (picture.preview) {
      focal.show(picture);
    }
    say(hint(picture));
  };

  // `isNew`: just chosen. Otherwise the fields keep what the server, or a form returned with errors, put into them.
  const follow = async (isNew) => {
    const id = select.value;
    if (isNew) {
      forget();
    }
    if (!id) {
      show(null);
      return;
    }
    try {
      const { pictures: [picture] } = await pictures.find({ id }, config);
      if (select.value !== id) {
        return;
      }
      if (isNew && picture) {
        describe(picture);
      }
      show(picture);
    } catch (error) {
      preview.hidden ||= isNew; // it shows the previous picture
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
  decorative.addEventListener('change', followDecorative);
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
