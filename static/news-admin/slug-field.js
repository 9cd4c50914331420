// The line with the address: its last part follows the title until somebody edits it or the post is public.

import { announce, later, make, send } from './desk.js';
import { fill } from './text-counts.js';

const PAUSE_MS = 350;

const button = (text) => make('button', { type: 'button', className: 'quiet-button', textContent: text });

// Posts with the same title, each with a link to it.
const showSame = (box, same, words) => {
  box.replaceChildren();
  if (!same.length) {
    return;
  }
  const rows = same.map(({ title, url, state, day }) => {
    const link = make('a', { href: url, target: '_blank', rel: 'noopener', textContent: title });
    return make('li', {}, link, ` (${state}, ${day})`);
  });
  box.append(words.same, make('ul', {}, ...rows));
};

export const startSlug = (form, data) => {
  const { slugUrl, fixedDay, isLocked, publicUrl, words: { slug: words, title: titleWords } } = data;
  const { slug, title, language } = form.elements;
  const day = form.elements.published_at_0;
  const same = make('div', { className: 'same-title' });
  same.setAttribute('role', 'status');
  title.closest('.field-box').append(same);
  if (!slug) {
    return;
  }
  let { prefix } = data;
  let isFollowing = data.followsTitle && (Boolean(data.post) || !slug.value);
  const before = make('span', { className: 'url-prefix' });
  const edit = button(isLocked ? words.unlock : words.edit);
  const copy = button(words.copy);
  const follow = button(words.follow);
  const hint = make('p', { className: 'url-hint', hidden: true, textContent: words.unlockHint });
  const line = make('div', { className: 'url-line' });
  slug.replaceWith(line);
  line.append(before, slug, edit, copy, follow);
  line.after(hint);
  slug.placeholder = words.empty;
  copy.hidden = !data.post;

  const url = () => (publicUrl && slug.value === slug.defaultValue ? publicUrl : `${prefix}${slug.value}/`);
  const draw = () => {
    before.textContent = `…${new URL(prefix).pathname}`;
    before.title = prefix;
    slug.size = Math.max(8, (slug.value || slug.placeholder).length + 1);
  };
  const open = (isOpen) => {
    slug.readOnly = !isOpen;
    slug.tabIndex = isOpen ? 0 : -1;
    edit.hidden = isOpen;
    follow.hidden = !isOpen || isLocked;
    hint.hidden = !(isOpen && isLocked);
  };

  let asked;
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    const values = { title: title.value, post: data.post ?? '', day: fixedDay ?? day?.value ?? '', language: language?.value ?? '' };
    let answer;
    try {
      answer = await send(slugUrl, values, { method: 'GET', signal: asked.signal });
    } catch {
      return; // a newer request has been sent
    }
    if (!answer.ok) {
      return;
    }
    prefix = answer.data.prefix;
    if (isFollowing && slug.value !== answer.data.slug) {
      slug.value = answer.data.slug;
      slug.dispatchEvent(new Event('change', { bubbles: true }));
    }
    showSame(same, answer.data.same, titleWords);
    draw();
  };
  const askLater = later(ask, PAUSE_MS);

  edit.addEventListener('click', () => {
    open(true);
    slug.focus();
    slug.select();
  });
  follow.addEventListener('click', () => {
    isFollowing = true;
    open(false);
    ask();
    edit.focus();
  });
  copy.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(url());
      announce(words.copied);
      copy.dataset.done = 'true';
      setTimeout(() => delete copy.dataset.done, 2000);
    } catch {
      announce(fill(words.notCopied, { url: url() }));
    }
  });
  slug.addEventListener('input', () => {
    isFollowing = false;
    draw();
  });
  slug.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') { // Enter would save the form
      event.preventDefault();
    }
  });
  title.addEventListener('input', askLater);
  [day, language].forEach((field) => field?.addEventListener('change', askLater));

  open(Boolean(slug.closest('.errors')));
  draw();
  if (title.value) {
    ask();
  }
};
