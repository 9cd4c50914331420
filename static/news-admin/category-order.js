// Orders categories by dragging a row among its siblings; each step is saved at once.
import { announce, send } from './desk.js';

const root = document.getElementById('category-order');
const siblings = (item) => [...item.parentElement.children];

const markEnds = (list) => [...list.children].forEach((item, at, all) => {
  const [up, down] = item.querySelectorAll(':scope > .order-line button');
  up.disabled = at === 0;
  down.disabled = at === all.length - 1;
});

const save = async (list) => {
  const data = new FormData();
  [...list.children].forEach((item) => data.append('ids', item.dataset.pk));
  const { ok } = await send(location.pathname, data);
  root.classList.toggle('is-failed', !ok);
  announce(ok ? root.dataset.saved : root.dataset.failed);
  if (!ok) {
    location.reload();
  }
};

const moved = (item) => {
  markEnds(item.parentElement);
  return save(item.parentElement);
};

const step = (item, by) => {
  const all = siblings(item);
  const other = all[all.indexOf(item) + by];
  if (other) {
    other[by < 0 ? 'before' : 'after'](item);
    moved(item);
  }
};

let dragged = null;

root?.querySelectorAll('.order-tree li').forEach((item) => {
  const line = item.querySelector(':scope > .order-line');
  line.draggable = true;
  line.addEventListener('dragstart', (event) => {
    dragged = item;
    event.dataTransfer.effectAllowed = 'move';
    item.classList.add('is-dragged');
  });
  line.addEventListener('dragend', () => {
    item.classList.remove('is-dragged');
    dragged = null;
  });
  item.addEventListener('dragover', (event) => {
    if (dragged && dragged !== item && dragged.parentElement === item.parentElement) {
      event.preventDefault();
      event.stopPropagation();
    }
  });
  item.addEventListener('drop', (event) => {
    if (dragged && dragged !== item && dragged.parentElement === item.parentElement) {
      event.preventDefault();
      event.stopPropagation();
      const all = siblings(item);
      item[all.indexOf(dragged) < all.indexOf(item) ? 'after' : 'before'](dragged);
      moved(dragged);
    }
  });
  line.querySelector('form').addEventListener('submit', (event) => {
    event.preventDefault();
    const button = event.submitter;
    step(item, Number(button.value));
    (button.disabled ? line.querySelector('button:not([disabled])') : button)?.focus();
  });
});
