// Dragging a scheduled post to another day sends the same form as «Move…», which also works without this script.

const form = document.getElementById('move');
let dragged = null;

const dayOf = (target) => target instanceof Element && target.closest('td[data-open]');
const unmark = () => document.querySelectorAll('.drop-here').forEach((day) => day.classList.remove('drop-here'));

document.addEventListener('dragstart', (event) => {
  dragged = event.target instanceof Element ? event.target.closest('[draggable="true"]') : null;
  if (dragged) {
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', dragged.dataset.post);
    dragged.classList.add('is-dragged');
  }
});

document.addEventListener('dragover', (event) => {
  const day = dragged && dayOf(event.target);
  unmark();
  if (day) {
    event.preventDefault();
    day.classList.add('drop-here');
  }
});

document.addEventListener('drop', (event) => {
  const day = dragged && dayOf(event.target);
  if (!day) {
    return;
  }
  event.preventDefault();
  if (day !== dragged.closest('td')) {
    const { post, version } = dragged.dataset;
    form.elements.post.value = post;
    form.elements.version.value = version;
    form.elements.date.value = day.dataset.date;
    form.submit();
  }
});

document.addEventListener('dragend', () => {
  unmark();
  dragged?.classList.remove('is-dragged');
  dragged = null;
});

// Opening «Move…» focuses the day, which is typed next; Escape closes it again.
document.querySelectorAll('details.move').forEach((box) => {
  box.addEventListener('toggle', () => box.open && box.querySelector('[name=date]').focus());
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      box.open = false;
      box.querySelector('summary').focus();
    }
  });
});
