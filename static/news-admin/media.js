// The library's page: uploads dropped, pasted or chosen pictures two at a time, and shows the outcome of each.
import { make } from './desk.js';

const AT_ONCE = 2;
const pictures = window.newsPictures;
const config = JSON.parse(document.getElementById('media-config').textContent);
const { media: words } = config;
const zone = document.getElementById('media-upload');
const part = (name) => document.getElementById(`media-upload-${name}`);
const counts = { count: 0, done: 0, added: 0, known: 0, failed: 0 };
const waiting = [];
let running = 0;

const report = () => {
  part('status').textContent = counts.done < counts.count
    ? pictures.fill(words.progress, counts) : pictures.fill(words.finished, counts);
  part('done').hidden = counts.done < counts.count || !(counts.added + counts.known);
};

const show = (file) => {
  const bar = make('progress', { max: 1, value: 0 });
  bar.setAttribute('aria-label', file.name);
  const state = make('span', { className: 'media-result-state', textContent: words.uploading });
  const item = make('li', {}, make('span', { className: 'media-result-name', textContent: file.name }), bar, state);
  part('results').append(item);
  return {
    progress: (loaded, total) => { bar.value = total ? loaded / total : 0; },
    end: (kind, ...content) => {
      item.className = `is-${kind}`;
      bar.remove();
      state.replaceChildren(...content);
    },
  };
};

const upload = async ({ file, line }) => {
  try {
    const answer = await pictures.upload(file, config, { onProgress: line.progress });
    const kind = answer.known ? 'known' : 'added';
    counts[kind] += 1;
    const link = make('a', { href: answer.adminUrl, textContent: answer.known ? words.look : words.open });
    line.end(kind, words[kind], ' · ', link);
  } catch (error) {
    counts.failed += 1;
    line.end('failed', error.message);
  }
  counts.done += 1;
};

const run = async () => {
  while (waiting.length && running < AT_ONCE) {
    running += 1;
    upload(waiting.shift()).then(() => {
      running -= 1;
      report();
      run();
    });
  }
};

const take = (files) => {
  [...files].forEach((file) => {
    counts.count += 1;
    waiting.push({ file, line: show(file) });
  });
  report();
  run();
};

if (zone) {
  const input = document.getElementById('media-files');
  input.addEventListener('change', () => {
    take([...input.files]);
    input.value = '';
  });
  pictures.takeFiles(document.querySelector('.media-library #content'), take);
}

// Counts the selected tiles; Django's own script counts rows of a table.
const grid = document.getElementById('media-grid');
const selected = document.getElementById('media-selected');
grid?.addEventListener('change', () => {
  const count = grid.querySelectorAll('.media-select:checked').length;
  selected.textContent = count ? pictures.fill(words.selected, { count }) : '';
});
