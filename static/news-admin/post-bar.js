// The bar below a post's form: buttons that trigger other parts of the page, and the menu with the rest.

const ask = (name) => document.dispatchEvent(new CustomEvent(name));

const startMenu = (menu) => {
  const close = () => { menu.open = false; };
  menu.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && menu.open) {
      event.stopPropagation();
      close();
      menu.querySelector('summary').focus();
    }
  });
  document.addEventListener('click', ({ target }) => menu.contains(target) || close());
  menu.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget && !menu.contains(relatedTarget)) {
      close();
    }
  });
};

export const startBar = (form) => {
  const bar = form.querySelector('.post-bar');
  if (!bar) {
    return;
  }
  bar.querySelectorAll('.bar-menu').forEach(startMenu);
  bar.querySelectorAll('[data-event]').forEach((button) => {
    button.hidden = false;
    button.addEventListener('click', (event) => {
      const isPublish = button.dataset.event === 'masthead:open-publish';
      if (isPublish && !document.getElementById('publish-dialog')) {
        return; // it publishes at once, as it does without scripts
      }
      event.preventDefault();
      ask(button.dataset.event);
    });
  });
};
