// Quick times below a date and a time: now, tonight, tomorrow morning, by the clock in the newsroom's time zone.

import { make } from './desk.js';

const [EVENING, MORNING] = ['20:00', '08:00'];

// The present date and time there, in the format of the fields.
const nowIn = (zone) => {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit',
  });
  const part = Object.fromEntries(format.formatToParts(new Date()).map(({ type, value }) => [type, value]));
  return { day: `${part.year}-${part.month}-${part.day}`, time: `${part.hour}:${part.minute}` };
};

const nextDay = (day) => {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
};

// `words`: now, tonight, tomorrow, group (label of the buttons), zone (an IANA name), and clear if the fields may be
// emptied. Both inputs are native (type=date, type=time). Returns the element that holds the buttons.
export const addChips = (dateInput, timeInput, words) => {
  const set = (day, time) => {
    [[dateInput, day], [timeInput, time]].forEach(([input, value]) => {
      input.value = value;
      ['input', 'change'].forEach((kind) => input.dispatchEvent(new Event(kind, { bubbles: true })));
    });
  };
  const chip = (text, act) => {
    const button = make('button', { type: 'button', className: 'chip', textContent: text });
    button.addEventListener('click', act);
    return button;
  };
  const evening = chip(words.tonight, () => set(nowIn(words.zone).day, EVENING));
  const chips = make('div', { className: 'chips' },
    chip(words.now, () => { const { day, time } = nowIn(words.zone); set(day, time); }),
    evening,
    chip(words.tomorrow, () => set(nextDay(nowIn(words.zone).day), MORNING)));
  if (words.clear) {
    chips.append(chip(words.clear, () => set('', '')));
  }
  chips.setAttribute('role', 'group');
  chips.setAttribute('aria-label', words.group);
  const follow = () => { evening.disabled = nowIn(words.zone).time >= EVENING; };
  follow();
  chips.addEventListener('pointerenter', follow);
  chips.addEventListener('focusin', follow);
  (timeInput.closest('.moment') ?? timeInput).after(chips);
  return chips;
};
