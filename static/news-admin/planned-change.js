// Sends the form as a scheduled change, or cancels the scheduled one. Typed text stays in the form until the server has
// it. Without this script the buttons send the form itself.
import { announce, readForm, send } from './desk.js';

const form = document.getElementById('post_form');
const plan = document.querySelector('.plan[data-plan-url]');

const tell = (text) => {
  plan.querySelector('.plan-said').textContent = text;
  announce(text);
};

const sendPlan = async (button) => {
  button.disabled = true;
  const { ok, status, data } = await send(plan.dataset.planUrl, readForm(form));
  button.disabled = false;
  const errors = Object.values(data?.errors ?? {}).flat();
  if (!ok) {
    tell([data?.said ?? `${status || '–'}`, ...errors].join(' '));
    return;
  }
  document.dispatchEvent(new CustomEvent('masthead:saved'));
  tell(data.said);
  window.location.reload();
};

plan?.querySelector('[data-plan]').addEventListener('click', (event) => {
  event.preventDefault();
  sendPlan(event.currentTarget);
});

// Cancelling a change does not leave the form: typed text stays in it.
document.querySelectorAll('.history-part [data-cancel-change]').forEach((button) => {
  button.addEventListener('click', async () => {
    button.disabled = true;
    const { data, status } = await send(button.dataset.cancelChange, { cancel_change: button.value });
    const box = button.closest('.planned');
    box.replaceChildren(data?.said ?? `${status || '–'}`);
    announce(box.textContent);
  });
});
