// Sends entries stored on the phone as soon as a page of the unit is open with a connection.
import { all, drop, put, send } from './store.js';

const box = document.querySelector('[data-outbox]');
const say = (entries, words, links = false) => {
  const line = document.createElement('p');
  line.append(`${words} `);
  entries.forEach((entry, place) => {
    if (place) line.append(', ');
    if (!links) { line.append(entry.label); return; }
    const link = document.createElement('a');
    link.href = `/truong/viec/${entry.code}/`;
    link.textContent = entry.label;
    const off = document.createElement('button');
    [off.type, off.className, off.textContent] = ['button', 'button bare', box.dataset.drop];
    off.setAttribute('aria-label', `${box.dataset.drop}: ${entry.label}`);
    off.addEventListener('click', async () => { if (confirm(`${box.dataset.drop}: ${entry.label}?`)) { await drop(entry.key); await flush(); document.dispatchEvent(new CustomEvent('outbox-dropped', { detail: entry.code })); } });
    line.append(link, entry.error ? ` (${entry.error}) ` : ' ', off);
  });
  return line;
};
const signIn = () => Object.assign(document.createElement('a'), { className: 'button line', href: `${box.dataset.signIn}?next=${encodeURIComponent(location.pathname)}`, textContent: box.dataset.again });
let busy = false;
async function flush() {
  if (busy) return;
  busy = true;
  const mine = (await all().catch(() => [])).filter((entry) => entry.unit === box.dataset.outbox);
  const [sent, kept, stuck, away] = [[], [], [], []]; // away: signed out
  for (const entry of mine) {
    if (entry.error) { stuck.push(entry); continue; } // refused before: the user has to change it
    const answer = navigator.onLine ? await send(entry, box.querySelector('form')).catch(() => null) : null;
    if (answer?.status === 200 && !Object.keys(answer.data.errors ?? {}).length) { await drop(entry.key); sent.push(entry); } else if (answer?.status === 401) away.push(entry); else if (!answer || answer.status >= 500 || answer.status === 429) kept.push(entry);
    else { entry.theirs = answer.data.theirs; entry.error = answer.data.brief || answer.data.error || Object.values(answer.data.errors ?? {}).join(' ') || box.dataset.unclear; await put(entry); stuck.push(entry); }
  }
  box.querySelector('[role=status]').replaceChildren(...[[sent, 'sent'], [kept, 'kept'], [stuck, 'stuck'], [away, 'away']].filter(([list]) => list.length).map(([list, word]) => say(list, box.dataset[word], word === 'stuck')));
  if (away.length) box.querySelector('[role=status]').append(signIn());
  box.hidden = !mine.length;
  box.classList.toggle('done', mine.length > 0 && sent.length === mine.length);
  busy = false;
  if (sent.length) document.dispatchEvent(new CustomEvent('outbox-sent', { detail: sent.map((entry) => entry.code) }));
}
if (box) {
  addEventListener('online', flush);
  document.addEventListener('outbox-kept', flush);
  flush();
}
