// Class mode: asks every two seconds where the class stands, and takes a new part of the page when that changed.
// On the projector: Enter goes on, 1 to 4 mark the answer that the class chose by a show of hands.
// On a phone: an answer is kept from the tap until it has arrived, also while the tab is closed, and sent by the next
// round that reaches the network. The browser remembers its phone until the session ends (class-join.js), and no more.
const main = document.querySelector('[data-poll]');
const EVERY = 2000; // ms
const now = () => main.querySelector('[data-state]').dataset.state;
const PHONE = 'lop-may', LASTS = 90 * 60e3, PATIENCE = 8000; // ms
let busy = false;

const part = () => main.querySelector('[data-state]').dataset;
const remembered = () => { try { return JSON.parse(localStorage.getItem(PHONE)) ?? {}; } catch { return {}; } };
const remember = (more) => {
  const { code, key } = part();
  try {
    if (now() === 'gone') localStorage.removeItem(PHONE);
    else if (key) localStorage.setItem(PHONE, JSON.stringify({ code, key, until: Date.now() + LASTS, ...more }));
  } catch { /* no storage: an answer is kept as long as the page is open */ }
};
let kept = remembered().key === part().key ? remembered().kept ?? null : null; // {cau, chon}: not arrived yet

/** Takes the part of the page anew; false where the network did not answer. */
const take = async (options = {}) => {
  busy = true;
  try {
    const answer = await fetch(location.href, { ...options, headers: { 'X-Part': '1' }, signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok && answer.status !== 410) return false;
    if (new URL(answer.url).pathname !== location.pathname) { location.replace(answer.url); return true; }
    main.innerHTML = await answer.text();
    return true;
  } catch { return false; } finally { busy = false; } // no network for a moment: the next round asks again
};

const mark = ({ cau, chon }, sentence) => {
  const form = main.querySelector('form.mid');
  if (form?.elements.cau?.value !== cau) return;
  for (const button of form.querySelectorAll('.ans')) {
    if (button.value === chon) button.setAttribute('aria-pressed', 'true'); else button.removeAttribute('aria-pressed');
  }
  form.querySelector('.up').textContent = form.querySelector(sentence).innerHTML.trim();
};

const send = async (choice) => {
  const arrived = await take({ method: 'POST', body: new URLSearchParams(choice), keepalive: true });
  if (arrived && kept === choice) {
    kept = null;
    const counted = now().endsWith(`-${choice.cau}`) && part().mine === choice.chon;
    const late = main.querySelector('template[data-late]');
    if (!counted && late) late.replaceWith(late.content.cloneNode(true));
  }
  if (kept) mark(kept, arrived ? '[data-sending]' : '[data-kept]');
  remember({ kept });
};

const vote = async (choice) => {
  kept = choice;
  mark(choice, '[data-sending]');
  remember({ kept });
  while (busy) await new Promise((done) => setTimeout(done, 50)); // a round is on its way
  if (kept === choice) await send(choice); // else that round has sent it, or another answer was tapped
};

const draw = (told) => {
  for (const place of main.querySelectorAll('[data-phones]')) place.textContent = told.phones;
  for (const place of main.querySelectorAll('[data-voted]')) place.textContent = told.voted;
  for (const bar of main.querySelectorAll('[data-letter]')) {
    const votes = told.votes?.[bar.dataset.letter] ?? 0;
    bar.querySelector('[data-votes]').textContent = votes;
    bar.querySelector('rect').setAttribute('width', told.voted ? Math.round((100 * votes) / told.voted) : 0);
  }
};

const ask = async () => {
  if (busy || (document.hidden && !kept) || now() === 'gone') return;
  if (kept) { await send(kept); return; }
  try {
    const answer = await fetch(main.dataset.poll, { signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok && answer.status !== 410) return;
    const told = await answer.json();
    if (told.state !== now()) { await take(); remember({}); } else draw(told);
  } catch { /* as above */ }
};

main.addEventListener('submit', (event) => {
  const button = event.submitter;
  if (button?.value === 'dung') return; // ends the session: the page goes on as a form does
  event.preventDefault();
  const choice = Object.fromEntries(new FormData(event.target, button));
  if (choice.cau) vote(choice);
  else if (!busy) take({ method: 'POST', body: new URLSearchParams(choice) });
});

document.addEventListener('keydown', (event) => {
  const go = main.querySelector('[data-go]');
  if (!go && !main.querySelector('.votes')) return;
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest('a, button')) return;
  if (event.key === 'Enter' || event.key === 'ArrowRight') { event.preventDefault(); go?.click(); }
  const marked = main.querySelectorAll('.votes li')[Number(event.key) - 1];
  if (marked) for (const one of main.querySelectorAll('.votes li')) one.classList.toggle('picked', one === marked);
});

remember({ kept });
if (kept) mark(kept, '[data-kept]');
addEventListener('online', ask);
setInterval(ask, EVERY);
document.addEventListener('visibilitychange', ask);
