// The dialog before publication: now or later, the results of the checks, one button. Also the undo countdown.
import { later } from './desk.js';

const dialog = document.getElementById('publish-dialog');

class PublishDialog {
  constructor() {
    this.form = document.getElementById('post_form');
    this.fields = ['0', '1'].map((part) => document.getElementById(`id_published_at_${part}`));
    [this.day, this.time] = ['date', 'time'].map((kind) => dialog.querySelector(`input[type="${kind}"]`));
    this.confirm = dialog.querySelector('[data-confirm]');
    this.found = this.readChecks();
    [this.day.value, this.time.value] = [dialog.dataset.day, '20:00'];
    this.tellWhen();
    this.listen();
  }

  listen() {
    document.addEventListener('masthead:open-publish', () => this.open());
    document.addEventListener('masthead:checked', ({ detail }) => { this.found = detail; this.tellChecks(); });
    dialog.querySelectorAll('[name="publish-when"]').forEach((radio) => radio.addEventListener('change', () => this.tellWhen()));
    [this.day, this.time].forEach((input) => input.addEventListener('input', () => this.choose('later')));
    dialog.querySelectorAll('[data-days]').forEach((chip) => chip.addEventListener('click', () => this.take(chip.dataset)));
    dialog.querySelector('[data-cancel]').addEventListener('click', () => dialog.close());
    this.confirm.addEventListener('click', () => this.publish());
    dialog.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && event.target.matches('input')) { // Enter would press the form's first button
        event.preventDefault();
        this.confirm.click();
      }
    });
  }

  // Reads the checks served with the page, which were announced before this script could listen.
  readChecks() {
    const shown = document.querySelector('[data-checks-summary]')?.dataset;
    return shown ? { errors: Number(shown.errors), warnings: Number(shown.warnings) } : null;
  }

  get when() {
    return dialog.querySelector('[name="publish-when"]:checked').value;
  }

  // The time on the site's clock, whatever the browser's time zone: «2026-11-26T20:15».
  now() {
    const [, sign, hours, minutes] = dialog.dataset.offset.match(/([+-])(\d\d)(\d\d)/);
    const offset_ms = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
    return new Date(Date.now() + offset_ms).toISOString().slice(0, 16);
  }

  choose(when) {
    dialog.querySelector(`[name="publish-when"][value="${when}"]`).checked = true;
    this.tellWhen();
  }

  take({ days, time }) {
    const day = new Date(`${this.now().slice(0, 10)}T00:00Z`);
    day.setUTCDate(day.getUTCDate() + Number(days));
    this.day.value = day.toISOString().slice(0, 10);
    this.time.value = time;
    this.choose('later');
  }

  open() {
    if (dialog.open) {
      return;
    }
    this.readTime();
    this.tellWhere();
    this.tellChecks();
    dialog.showModal();
    this.confirm.focus();
  }

  // A future time in the form becomes the dialog's choice.
  readTime() {
    const [day, time] = this.fields.map((field) => field?.value ?? '');
    if (day && time && `${day}T${time}` > this.now()) {
      [this.day.value, this.time.value] = [day, time.slice(0, 5)];
      this.choose('later');
    }
  }

  // Shows the first category of the form, as its widget displays it.
  tellWhere() {
    const chosen = this.form.querySelector('.category-field .chosen-list :is(.chosen-name, label span)')?.textContent.trim();
    const { where, nowhere, front } = dialog.dataset;
    const words = [chosen ? where.replace('{category}', chosen) : nowhere];
    if (document.getElementById('id_is_featured')?.checked) {
      words.push(front);
    }
    dialog.querySelector('.publish-where').textContent = words.join(' · ');
  }

  tellWhen() {
    const isLater = this.when === 'later';
    this.confirm.textContent = isLater ? dialog.dataset.later : dialog.dataset.now;
    dialog.querySelector('.publish-time').classList.toggle('is-off', !isLater);
  }

  tellChecks() {
    const { errors = 0, warnings = 0 } = this.found ?? {};
    const { dataset } = dialog;
    const words = [];
    if (errors) {
      words.push(dataset.errors.replace('{count}', errors));
    }
    if (warnings) {
      words.push(dataset.warnings.replace('{count}', warnings));
    }
    if (this.found && !words.length) {
      words.push(dataset.clean);
    }
    dialog.querySelector('.publish-checks').textContent = words.join(' ');
    this.confirm.disabled = errors > 0;
  }

  // A past time stays, so that a republished post keeps its day. With «now» a future time is cleared.
  publish() {
    const [day, time] = this.fields;
    if (day && time) {
      if (this.when === 'later') {
        [day.value, time.value] = [this.day.value, `${this.time.value}:00`];
      } else if (`${day.value}T${time.value}` > this.now()) {
        [day.value, time.value] = ['', ''];
      }
    }
    dialog.close();
    this.form.requestSubmit(document.getElementById('publish-submit'));
  }
}

const countDown = (line) => {
  const shown = line.querySelector('[data-seconds]');
  let left = Number(line.dataset.undo);
  const tick = later(() => {
    left -= 1;
    shown.textContent = left;
    if (left > 0) {
      tick();
    } else {
      line.remove();
    }
  }, 1000);
  shown.textContent = left;
  tick();
};

if (dialog) {
  new PublishDialog();
}
document.querySelectorAll('[data-undo]').forEach(countDown);
