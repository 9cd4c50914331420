// The focal point of a picture: set by pointer, arrow keys or numbers; shows at once what the four crops will keep.
'use strict';

(() => {
  const pictures = window.newsPictures;
  const { fill, make } = pictures;
  const CROPS = { hero: 16 / 9, card: 16 / 9, square: 1, share: 1200 / 630 };
  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const clamp = (value, high) => Math.min(Math.max(value, 0), high);

  // The offset of a crop's box as CSS expresses it: the share of what is cut off that is before the box. The box is
  // centred on the point as far as the edges allow (news.images.child.renditions.crop_box).
  const cropPlace = (size, box, point) => (size > box ? clamp(point * size - box / 2, size - box) / (size - box) : 0.5);

  const placeCrop = (image, ratio, width, height, [x, y]) => {
    const left = cropPlace(width, Math.min(width, height * ratio), x);
    const top = cropPlace(height, Math.min(height, width / ratio), y);
    image.style.objectPosition = `${left * 100}% ${top * 100}%`;
  };

  // `inputs` are the two number fields, in percent. Returns `show(picture)`, for a picture chosen later.
  pictures.focal = (container, inputs, words) => {
    const point = make('button', { type: 'button', className: 'focal-point' });
    const image = make('img', { alt: '', draggable: false });
    const frame = make('div', { className: 'focal-picture' }, image, point);
    const crops = Object.keys(CROPS).map((name) => [name, make('img', { alt: '', className: `crop-${name}` })]);
    const figures = crops.map(([name, crop]) => make('figure', {}, crop, make('figcaption', { textContent: words[name] })));
    const status = make('p', { className: 'focal-hint', textContent: words.hint });
    container.replaceChildren(frame, status, make('div', { className: 'focal-crops' }, ...figures));
    let size = [1, 1];

    const read = () => inputs.map((input) => clamp(Number(input.value) || 0, 100));
    const draw = () => {
      const [x, y] = read();
      point.style.left = `${x}%`;
      point.style.top = `${y}%`;
      point.setAttribute('aria-label', fill(words.point, { x: Math.round(x), y: Math.round(y) }));
      crops.forEach(([name, crop]) => placeCrop(crop, CROPS[name], ...size, [x / 100, y / 100]));
    };
    const move = (values) => {
      values.forEach((value, at) => { inputs[at].value = String(Math.round(clamp(value, 100) * 10) / 10); });
      draw();
    };
    const follow = ({ clientX, clientY }) => {
      const box = image.getBoundingClientRect();
      move([(clientX - box.left) / box.width * 100, (clientY - box.top) / box.height * 100]);
    };

    frame.addEventListener('pointerdown', (event) => {
      event.preventDefault();
      frame.setPointerCapture(event.pointerId);
      follow(event);
      point.focus();
    });
    frame.addEventListener('pointermove', (event) => frame.hasPointerCapture(event.pointerId) && follow(event));
    point.addEventListener('keydown', (event) => {
      const step = STEPS[event.key];
      if (step || event.key === 'Home') {
        event.preventDefault();
        const by = event.shiftKey ? 10 : 1;
        move(step ? read().map((value, at) => value + step[at] * by) : [50, 50]);
      }
    });
    inputs.forEach((input) => input.addEventListener('input', draw));

    return {
      show: (picture) => {
        size = [picture.width, picture.height];
        [image, ...crops.map(([, crop]) => crop)].forEach((each) => { each.src = picture.preview; });
        draw();
      },
    };
  };

  // The form of an image in the library.
  document.addEventListener('DOMContentLoaded', () => document.querySelectorAll('.focal[data-words]').forEach((container) => {
    const inputs = ['id_focal_x', 'id_focal_y'].map((id) => document.getElementById(id));
    if (inputs.every(Boolean)) {
      const { width, height, words } = container.dataset;
      const preview = container.querySelector('img').src;
      pictures.focal(container, inputs, JSON.parse(words)).show({ width: Number(width), height: Number(height), preview });
    }
  }));
})();
