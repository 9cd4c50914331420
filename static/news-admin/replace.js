// Shows the chosen file beside the present one before it is sent, and warns at once if it is too large.
const pictures = window.newsPictures;
const config = JSON.parse(document.getElementById('media-config').textContent);
const form = document.getElementById('replace_form');
const input = form.querySelector('[type=file]');
const preview = document.getElementById('replace-preview');
const error = document.getElementById('replace-error');

const tell = (text) => {
  error.textContent = text;
  error.hidden = !text;
};

const check = (file) => {
  if (!file.type.startsWith('image/')) {
    return pictures.fill(config.words.upload.notAPicture, { name: file.name });
  }
  return file.size > config.maxBytes
    ? pictures.fill(config.words.upload.tooLarge, { name: file.name, max: pictures.megabytes(config) }) : '';
};

input.addEventListener('change', () => {
  const [file] = input.files;
  const image = preview.querySelector('img');
  URL.revokeObjectURL(image.src);
  preview.hidden = !file;
  tell(file ? check(file) : '');
  if (file) {
    image.src = URL.createObjectURL(file);
    preview.querySelector('figcaption').textContent = file.name;
  }
});
form.addEventListener('submit', (event) => {
  const reason = input.files[0] ? check(input.files[0]) : '';
  if (reason) {
    event.preventDefault();
    tell(reason);
    input.focus();
  }
});
