// Offers text that an earlier visit has left in this browser and that the server does not have.
import { announce, make, send } from './desk.js';
import { copiesHere, dropHere, onceClosed } from './local-copies.js';

const clock = (at, language) => new Date(at).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit' });

// The server knows a copy if it has this or a later number from the same tab, or has saved the form since.
const isKnown = (copy, { tabs, saved_tabs: saved }) => (tabs[copy.tab] ?? -1) >= copy.number || saved.includes(copy.tab);

const upload = async (copy, facts) => {
  const data = new FormData();
  copy.values.forEach(([name, value]) => data.append(name, value));
  data.set('draft_tab', copy.tab);
  data.set('draft_number', String(Math.floor(copy.number) + 1));
  const { ok, data: answer } = await send(copy.post === 'new' ? facts.begin : facts.autosave, data);
  if (!ok || answer?.is_empty) {
    announce(facts.words.unreached);
    return null;
  }
  dropHere(copy);
  return answer.url ?? facts.change;
};

const offer = (copy, facts, place) => {
  const { words } = facts;
  const restore = make('button', { type: 'button', className: 'button', textContent: words.restore });
  const compare = make('button', { type: 'button', className: 'button', textContent: words.compare });
  const discard = make('button', { type: 'button', className: 'button', textContent: words.discard });
  const bar = make('div', { className: 'note unsaved' },
    make('p', { textContent: words.keptHere.replace('%s', clock(copy.at, facts.language)) }),
    make('p', { className: 'unsaved-ways' }, restore, ...(copy.post === 'new' ? [] : [compare]), discard));
  bar.dataset.local = copy.tab;
  restore.addEventListener('click', async () => {
    const url = await upload(copy, facts);
    if (url) {
      window.location = `${url}?draft=1&tab=${encodeURIComponent(copy.tab)}`;
    }
  });
  compare.addEventListener('click', async () => {
    if (await upload(copy, facts)) {
      window.location = `${facts.draft}?tab=${encodeURIComponent(copy.tab)}`;
    }
  });
  discard.addEventListener('click', () => {
    if (window.confirm(words.discardSure)) {
      dropHere(copy);
      bar.remove();
    }
  });
  place.append(bar);
};

// True if another tab sent it after this page was made. Only the next page can tell whether it arrived.
const isUnderway = ({ submitted, at }) => submitted && at > performance.timeOrigin;

// `shown` is the text of the form as it was opened; a copy with the same text is not offered.
export const offerCopies = (facts, place, textOf, shown, ownTab) => {
  const { user, post } = facts; // those of a new post change when its first words are saved
  const look = (tab) => {
    const copy = copiesHere(user, post).find((each) => each.tab === tab); // it may have changed or gone since
    if (!copy || isUnderway(copy)) {
      return;
    }
    if (isKnown(copy, facts) || textOf(copy.values) === shown) {
      dropHere(copy);
    } else {
      offer(copy, facts, place);
    }
  };
  copiesHere(user, post).map(({ tab }) => tab).filter((tab) => tab !== ownTab)
    .forEach((tab) => onceClosed(tab, () => look(tab)));
};
