// Improves pages with JavaScript. None of it is needed: the site reads, searches and shares without it.

const SEEN_AFTER_MS = 4000;

/** The colours a reader chose, kept only in this browser. theme.js applies them before the first paint. */
function followTheme() {
  const root = document.documentElement;
  const inputs = [...document.querySelectorAll("[data-theme-switch] input")];
  const show = (choice) => {
    if (choice === "system") delete root.dataset.theme;
    else root.dataset.theme = choice;
    for (const input of inputs) input.checked = input.value === choice;
  };
  show(root.dataset.theme || "system");
  for (const input of inputs) {
    input.addEventListener("change", () => {
      show(input.value);
      try {
        localStorage.setItem("theme", input.value);
      } catch {
        // A browser without storage shows the choice on this page only.
      }
    });
  }
}

/** Reports once that somebody reads this post, after it has been visible for some seconds. Sends no cookie. */
function countView() {
  const post = document.querySelector("article[data-post]")?.dataset.post;
  if (!post || document.querySelector('meta[name="robots"]')) return; // a preview does not count
  let timer;
  const watch = () => {
    clearTimeout(timer); // a page that is not rendered yet, or is in another tab, is not visible
    if (document.visibilityState === "visible") timer = setTimeout(send, SEEN_AFTER_MS);
  };
  const send = () => {
    document.removeEventListener("visibilitychange", watch);
    fetch("/views/", { method: "POST", body: post, credentials: "omit", keepalive: true }).catch(() => {});
  };
  document.addEventListener("visibilitychange", watch);
  watch();
}

/** Buttons that copy an address and say so. They stay hidden unless a script can make them work. */
function offerCopying() {
  if (!navigator.clipboard) return; // it exists only over HTTPS
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    const said = button.closest(".feed-address, .share").querySelector(".said");
    const say = () => {
      said.textContent = button.dataset.done;
    };
    button.addEventListener("click", () => {
      navigator.clipboard.writeText(button.dataset.copy).then(say, () => {}); // a browser may refuse: no message
    });
  }
}

/** The system's own share sheet, where there is one. */
function offerSharing() {
  if (!navigator.share) return;
  for (const button of document.querySelectorAll("[data-share]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      navigator.share({ title: button.dataset.title, url: button.dataset.share }).catch(() => {}); // cancelled
    });
  }
}

/** A picture as large as the window. Esc, a click or the button closes it; the focus returns to the picture. */
function showLarge(link, close) {
  const dialog = document.createElement("dialog");
  const picture = document.createElement("img");
  const button = document.createElement("button");
  dialog.className = "zoomed";
  picture.src = link.href;
  picture.alt = link.querySelector("img").alt;
  button.textContent = close;
  dialog.setAttribute("aria-label", picture.alt || link.getAttribute("aria-label"));
  dialog.append(picture, button);
  dialog.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function offerZoom() {
  for (const article of document.querySelectorAll("[data-close]")) {
    article.addEventListener("click", (event) => {
      const link = event.target.closest("a.zoom");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      showLarge(link, article.dataset.close);
    });
  }
}

followTheme();
offerCopying();
offerSharing();
offerZoom();
countView();
