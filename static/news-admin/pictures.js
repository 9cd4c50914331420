// Uploads pictures and queries the library. Failures are thrown as an Error whose message is a sentence.
'use strict';

window.newsPictures = (() => {
  const OURS = /^\/i\/\d{1,18}\/$/;

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));

  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  const token = () => document.querySelector('input[name="csrfmiddlewaretoken"]')?.value ?? '';

  // The number of the post whose form this is; empty if it has none yet.
  const postNumber = () => location.pathname.match(/\/post\/(\d+)\/change\//)?.[1] ?? '';

  // The stored address of one of our pictures, however the browser has written it; empty for anything else.
  const ownAddress = (source) => {
    const url = URL.canParse(source, location.href) ? new URL(source, location.href) : null;
    return url?.origin === location.origin && OURS.test(url.pathname) ? url.pathname : '';
  };

  const megabytes = (config) => config.maxBytes / 1024 / 1024;

  // Refuses what can be refused before uploading; only the server can tell whether the content is a picture.
  const refuse = (file, config) => {
    const { words } = config;
    if (!file.type.startsWith('image/')) {
      return fill(words.upload.notAPicture, { name: file.name });
    }
    return file.size > config.maxBytes
      ? fill(words.upload.tooLarge, { name: file.name, max: megabytes(config) }) : '';
  };

  const readAnswer = (request, config) => {
    let answer;
    try {
      answer = JSON.parse(request.responseText);
    } catch { // the sign-in page, or a page about the missing token
      throw new Error(config.words.upload[request.status >= 500 ? 'failed' : 'signedOut']);
    }
    if (!answer.uploaded) {
      throw new Error(answer.error.message);
    }
    return answer;
  };

  const send = (file, name, config, { onProgress = () => {}, signal }) => new Promise((resolve, reject) => {
    const form = new FormData();
    form.append('post', postNumber());
    form.append('upload', file, name);
    const request = new XMLHttpRequest();
    request.open('POST', config.uploadUrl);
    request.setRequestHeader('X-CSRFToken', token());
    request.upload.onprogress = ({ loaded, total }) => onProgress(loaded, total);
    request.onload = () => {
      try {
        resolve(readAnswer(request, config));
      } catch (error) {
        reject(error);
      }
    };
    request.onerror = () => reject(new Error(config.words.upload.failed));
    request.onabort = () => reject(signal?.reason ?? new Error(config.words.upload.failed));
    signal?.addEventListener('abort', () => request.abort());
    request.send(form);
  });

  const underWay = new Set();

  // `signal` cancels an upload, which then ends with an AbortError.
  const upload = async (file, config, { onProgress, signal } = {}) => {
    const reason = refuse(file, config);
    if (reason) {
      throw new Error(reason);
    }
    const sending = send(file, file.name || 'picture', config, { onProgress, signal });
    underWay.add(sending);
    return sending.finally(() => underWay.delete(sending));
  };

  // Uploads the first of some files and reports by `say(text, isError)`. Resolves to null when it was refused.
  const add = async ([file], config, say) => {
    say(fill(config.words.upload.uploading, { name: file.name }));
    try {
      return await upload(file, config);
    } catch (error) {
      say(error.message, true);
      return null;
    }
  };

  // Waits for all pending uploads, including new ones. Resolves to the first error.
  const settle = async () => {
    let fault;
    while (underWay.size) {
      const ends = await Promise.allSettled(underWay);
      fault ??= ends.find(({ reason }) => reason && reason.name !== 'AbortError')?.reason;
      await new Promise((resolve) => { setTimeout(resolve); }); // so that their callers can insert them
    }
    return fault;
  };

  const held = new WeakSet();

  // Holds back a form until its uploads are done, and does not send it if one failed. May be called twice.
  const holdUntilUploaded = (form, { words }) => {
    if (held.has(form)) {
      return;
    }
    held.add(form);
    const status = make('p', { className: 'picture-status picture-waiting' });
    status.setAttribute('role', 'status');
    form.querySelector('.submit-row').before(status);
    let wanted; // the button that was pressed last, while we wait
    const say = (text, isError = false) => {
      status.textContent = text;
      status.classList.toggle('is-error', isError);
      status.scrollIntoView({ block: 'nearest' });
    };
    const wait = async () => {
      say(words.upload.waiting);
      const fault = await settle();
      const submitter = wanted;
      wanted = undefined;
      say(fault ? fill(words.upload.notSaved, { reason: fault.message }) : '', Boolean(fault));
      return fault || form.requestSubmit(submitter);
    };
    form.addEventListener('submit', (event) => {
      if (wanted === undefined && !underWay.size) {
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      const isWaiting = wanted !== undefined;
      wanted = event.submitter;
      if (!isWaiting) {
        wait();
      }
    }, true);
  };

  const find = async (query, config) => {
    const answer = await fetch(`${config.libraryUrl}?${new URLSearchParams(query)}`);
    if (!answer.ok || answer.redirected) {
      throw new Error(config.words.upload.signedOut);
    }
    return answer.json();
  };

  // Office programs add a picture of the copied text: in a field only the text is wanted.
  const isText = ({ target, clipboardData }) => target.matches('input, textarea')
    && Boolean(clipboardData?.types.includes('text/plain'));

  // Passes files that are dropped on an element, or pasted while it has the focus, to `take` as a list.
  const takeFiles = (element, take) => {
    const files = (transfer) => [...(transfer?.files ?? [])];
    element.addEventListener('dragover', (event) => {
      if (event.dataTransfer?.types.includes('Files')) {
        event.preventDefault();
        element.classList.add('is-dragged-over');
      }
    });
    ['dragleave', 'drop'].forEach((name) => element.addEventListener(name, () => {
      element.classList.remove('is-dragged-over');
    }));
    ['drop', 'paste'].forEach((name) => element.addEventListener(name, (event) => {
      const given = files(event.dataTransfer ?? event.clipboardData);
      if (given.length && !isText(event)) {
        event.preventDefault();
        take(given);
      }
    }));
  };

  return { add, fill, find, holdUntilUploaded, make, megabytes, ownAddress, takeFiles, upload };
})();
