// Shows colours as soon as they are chosen; saved ones replace what this browser remembered.
const form = document.getElementById('preferences_form');
const apply = (theme) => {
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem('theme', theme);
  } catch {
    // a browser without storage still shows it here
  }
};

document.body.dataset.shortcuts = form.dataset.shortcuts;
form.addEventListener('change', ({ target }) => {
  if (target.name === 'theme') {
    document.documentElement.dataset.theme = target.value;
  }
});
apply(form.dataset.theme);
