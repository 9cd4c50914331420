// Who else has the post open, and the lock: requested and reported every half minute while the form is visible.
import { announce, csrfToken, make, send } from './desk.js';

const EVERY_MS = 30_000;

export const startCompany = (facts) => {
  const { words } = facts;
  let isActive = false;
  let timer;
  let said = '';
  const place = () => document.getElementById('company') ?? (() => {
    const made = make('div', { id: 'company', className: 'company' });
    document.getElementById('unsaved-notes').after(made);
    return made;
  })();

  const changeLock = async (lock) => {
    const { data } = await send(facts.lock, { lock });
    if (data) {
      show(data.company);
    }
  };

  const button = (act) => {
    const made = make('button', { type: 'button', className: 'button small', textContent: words[act] });
    made.addEventListener('click', () => {
      if (act !== 'break' || window.confirm(words.breakSure)) {
        changeLock(act);
      }
    });
    return made;
  };

  // The lock is rarely wanted, so a menu item sets it; its state is shown above the form.
  const offerLock = (isOffered) => {
    document.getElementById('take-lock')?.remove();
    if (isOffered) {
      const made = button('take');
      made.id = 'take-lock';
      document.querySelector('.bar-menu-list')?.prepend(made);
    }
  };

  const lockLine = (lock) => {
    if (!lock) {
      return [];
    }
    const ways = [...(lock.is_own ? ['release'] : []), ...(lock.may_break ? ['break'] : [])];
    return [make('span', { className: lock.is_own ? '' : 'company-locked', textContent: lock.text }), ...ways.map(button)];
  };

  const show = ({ people, lock }) => {
    const hasFocus = place().contains(document.activeElement) && document.activeElement.tagName === 'BUTTON';
    place().replaceChildren(
      make('p', { className: 'company-people', textContent: people.join(' · ') }),
      make('p', { className: 'company-lock' }, ...lockLine(lock)),
    );
    const isInMenu = document.activeElement?.id === 'take-lock';
    offerLock(!lock);
    if (hasFocus || (isInMenu && lock)) {
      (place().querySelector('button') ?? document.querySelector('.bar-menu > summary'))?.focus();
    } else if (isInMenu) {
      document.getElementById('take-lock')?.focus();
    }
    const news = lock && !lock.is_own ? lock.text : people.map((text) => text.split(' ')[0]).join();
    if (news && news !== said) {
      announce(lock && !lock.is_own ? lock.text : people.join(', '));
    }
    said = news;
  };

  const ping = async () => {
    clearTimeout(timer);
    if (document.visibilityState === 'visible' && facts.presence) {
      const { data } = await send(facts.presence, isActive ? { active: '1' } : {});
      isActive = false;
      if (data?.company) {
        show(data.company);
      }
    }
    clearTimeout(timer);
    timer = setTimeout(ping, EVERY_MS);
  };

  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') {
      ping();
    }
  });
  window.addEventListener('pageshow', ({ persisted }) => persisted && ping());
  window.addEventListener('pagehide', () => {
    if (facts.presence) {
      const data = new FormData();
      data.set('csrfmiddlewaretoken', csrfToken());
      data.set('left', '1');
      navigator.sendBeacon(facts.presence, data);
    }
  });
  if (facts.company) {
    show(facts.company);
  }
  ping();
  return { show, ping, noteActivity: () => { isActive = true; } };
};
