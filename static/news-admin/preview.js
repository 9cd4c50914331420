// The post beside its form, as readers will see it: the real page, rendered from the form after every change.
import { csrfToken, later, onChange, readForm } from './desk.js';

const WAIT_MS = 400;
const panel = document.getElementById('preview-panel');
const form = document.getElementById('post_form');

// The panel is inside the post's form, but its own choices do not change the post.
const ownFields = /^preview-/;

class Preview {
  constructor() {
    this.frame = panel.querySelector('iframe');
    this.stage = panel.querySelector('.preview-stage');
    this.status = panel.querySelector('.preview-status');
    this.tab = panel.querySelector('[data-link="tab"]');
    this.url = panel.dataset.url ?? '';
    this.refreshLater = later(() => this.refresh(), WAIT_MS);
    this.frame.addEventListener('load', () => this.dress());
  }

  get isOpen() {
    return !panel.hidden;
  }

  toggle() {
    if (this.isOpen) {
      this.close();
    } else {
      this.open();
    }
  }

  open() {
    this.opener = document.activeElement;
    panel.hidden = false;
    document.body.classList.add('has-preview');
    this.fit();
    this.refresh();
    panel.querySelector('input:checked').focus();
  }

  close() {
    panel.hidden = true;
    document.body.classList.remove('has-preview');
    this.opener?.focus?.();
  }

  follow(url) { // called when a post has just got its number
    this.url = url;
    this.status.textContent = '';
    if (this.isOpen) {
      this.refresh();
    }
  }

  choice(name) {
    return panel.querySelector(`[name="preview-${name}"]:checked`).value;
  }

  // Shows a page of the chosen width, scaled down where the panel is narrower.
  fit() {
    const width = Number(this.choice('width'));
    const scale = Math.min(1, this.stage.clientWidth / width);
    const { style } = this.frame;
    style.width = `${width}px`;
    style.height = `${this.stage.clientHeight / scale}px`;
    style.transform = `scale(${scale})`;
    style.marginInlineStart = `${Math.max(0, (this.stage.clientWidth - width * scale) / 2)}px`;
  }

  dress() {
    const page = this.frame.contentDocument?.documentElement;
    if (page) {
      page.dataset.theme = this.choice('theme');
    }
  }

  async refresh() {
    if (!this.isOpen || !this.url) {
      return;
    }
    this.request?.abort();
    this.request = new AbortController();
    const { signal } = this.request;
    try {
      const html = await this.ask(signal);
      this.show(html);
      this.status.textContent = '';
      panel.dispatchEvent(new CustomEvent('masthead:previewed', { bubbles: true }));
    } catch (error) {
      if (error.name !== 'AbortError') {
        this.status.textContent = panel.dataset.failed;
      }
    }
    this.tab.href = `${this.url}?draft=1`;
    this.tab.hidden = false;
  }

  async ask(signal) {
    const response = await fetch(this.url, {
      method: 'POST', body: readForm(form), signal, redirect: 'manual', headers: { 'X-CSRFToken': csrfToken() },
    });
    if (!response.ok) {
      throw new Error(String(response.status));
    }
    return response.text();
  }

  // The first time it loads a page; after that it replaces only the content, so that the view does not jump.
  show(html) {
    const page = this.frame.contentDocument;
    if (!page?.querySelector('main')) {
      this.frame.addEventListener('load', () => this.show(html), { once: true });
      this.frame.src = this.url;
      return;
    }
    const fresh = new DOMParser().parseFromString(html, 'text/html');
    page.title = fresh.title;
    page.documentElement.lang = fresh.documentElement.lang;
    const { scrollTop } = page.documentElement;
    page.body.replaceChildren(...[...fresh.body.childNodes].map((node) => page.importNode(node, true)));
    page.documentElement.scrollTop = scrollTop;
    this.dress();
  }
}

if (panel && form) {
  const preview = new Preview();
  document.addEventListener('masthead:toggle-preview', () => preview.toggle());
  document.addEventListener('masthead:autosaved', ({ detail }) => {
    if (detail?.url && !preview.url) {
      preview.follow(detail.url.replace(/change\/.*$/, 'preview/'));
    }
  });
  onChange(form, ({ target } = {}) => {
    if (!target?.name || !ownFields.test(target.name)) {
      preview.refreshLater();
    }
  });
  panel.addEventListener('change', ({ target }) => {
    if (ownFields.test(target.name)) {
      preview.fit();
      preview.dress();
    }
  });
  panel.querySelector('[data-close]').addEventListener('click', () => preview.close());
  panel.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      preview.close();
    }
  });
  new ResizeObserver(() => preview.isOpen && preview.fit()).observe(panel);
}
