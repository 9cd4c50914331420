// The front page desk: moves posts between places without asking the server, and previews the home page.
import { announce, csrfToken, later } from './desk.js';

const form = document.getElementById('front-form');
const places = [...form.querySelectorAll('.front-place')];
const stage = document.querySelector('.front-stage');
const frame = stage.querySelector('iframe');
const status = document.querySelector('.front-status');
const WIDTH = 1280;

const fieldsOf = (place) => [...place.querySelectorAll('input[name]')];
const titleOf = (place) => place.querySelector('[data-shown]').textContent.trim();

const set = (place, values, title) => {
  fieldsOf(place).forEach((field, at) => { field.value = values[at]; });
  place.querySelector('[data-shown]').textContent = title;
  place.querySelector('[data-fills]').hidden = Boolean(title);
  place.querySelector('[data-fills]').textContent = form.dataset.empty; // the old text described the old post
  place.querySelectorAll('.front-note, .errorlist').forEach((line) => line.remove());
  place.draggable = Boolean(title);
};

const tell = (title, place) => announce(form.dataset.moved.replace('{title}', title).replace('{place}', place.dataset.label));

const swap = (one, other) => {
  const [a, b] = [one, other].map((place) => [fieldsOf(place).map((field) => field.value), titleOf(place)]);
  set(one, ...b);
  set(other, ...a);
  tell(a[1] || b[1], other);
  refresh();
};

const put = (post, title, place) => {
  const before = places.find((each) => fieldsOf(each)[0].value === post);
  if (before && before !== place) {
    set(before, ['', '', ''], '');
  }
  set(place, [post, '', ''], title);
  tell(title, place);
  refresh();
};

const show = (html) => {
  const page = frame.contentDocument;
  const fresh = new DOMParser().parseFromString(html, 'text/html');
  if (!page.querySelector('main')) {
    page.replaceChild(page.importNode(fresh.documentElement, true), page.documentElement);
    return;
  }
  page.body.replaceChildren(...[...fresh.body.childNodes].map((node) => page.importNode(node, true)));
};

const fit = () => {
  const scale = Math.min(1, stage.clientWidth / WIDTH);
  Object.assign(frame.style, { width: `${WIDTH}px`, height: `${stage.clientHeight / scale}px`, transform: `scale(${scale})` });
};

const ask = async () => {
  const response = await fetch(form.dataset.preview, {
    method: 'POST', body: new FormData(form), redirect: 'manual', headers: { 'X-CSRFToken': csrfToken() },
  }).catch(() => null);
  status.textContent = response?.ok ? '' : form.dataset.failed;
  if (response?.ok) {
    show(await response.text());
  }
};
const refresh = later(ask, 200);

form.addEventListener('click', (event) => {
  const button = event.target.closest('button[name]');
  const place = button?.closest('.front-place');
  if (place) {
    const at = places.indexOf(place);
    event.preventDefault();
    if (button.name === 'remove') {
      set(place, ['', '', ''], '');
      refresh();
    } else {
      const target = places[at + (button.name === 'up' ? -1 : 1)];
      swap(place, target);
      const same = target.querySelector(`button[name="${button.name}"]`);
      (same.disabled ? target.querySelector('button:not(:disabled)') : same).focus();
    }
  } else if (button?.name === 'put') {
    const row = button.closest('li');
    event.preventDefault();
    put(row.dataset.post, row.dataset.title, places[Number(row.querySelector('select').value)]);
  }
});

let dragged = null;
places.forEach((place) => {
  place.addEventListener('dragstart', (event) => {
    dragged = place;
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', titleOf(place));
  });
  place.addEventListener('dragover', (event) => {
    if (dragged && dragged !== place) {
      event.preventDefault();
      place.classList.add('is-target');
    }
  });
  place.addEventListener('dragleave', () => place.classList.remove('is-target'));
  place.addEventListener('drop', (event) => {
    event.preventDefault();
    place.classList.remove('is-target');
    if (dragged && dragged !== place) {
      swap(dragged, place);
    }
  });
  place.addEventListener('dragend', () => { dragged = null; });
});

form.addEventListener('change', ({ target }) => {
  if (target.matches('[type="datetime-local"]')) {
    refresh();
  }
});
new ResizeObserver(fit).observe(stage);
fit();
ask();
