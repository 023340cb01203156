// Class mode: asks every two seconds where the class stands, and takes a new part of the page when that changed.
// On the projector: Enter goes on, 1 to 4 mark the answer that the class chose by a show of hands.
const main = document.querySelector('[data-poll]');
const EVERY = 2000; // ms
const now = () => main.querySelector('[data-state]').dataset.state;
let busy = false;

const take = async (options = {}) => {
  busy = true;
  try {
    const answer = await fetch(location.href, { ...options, headers: { 'X-Part': '1' } });
    if (!answer.ok && answer.status !== 410) return;
    if (new URL(answer.url).pathname !== location.pathname) { location.replace(answer.url); return; }
    main.innerHTML = await answer.text();
  } catch { /* no network for a moment: the next round asks again */ } finally { busy = false; }
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
  if (busy || document.hidden || now() === 'gone') return;
  try {
    const answer = await fetch(main.dataset.poll);
    if (!answer.ok && answer.status !== 410) return;
    const told = await answer.json();
    if (told.state !== now()) await take(); else draw(told);
  } catch { /* as above */ }
};

main.addEventListener('submit', (event) => {
  const button = event.submitter;
  if (button?.value === 'dung') return; // ends the session: the page goes on as a form does
  event.preventDefault();
  if (!busy) take({ method: 'POST', body: new URLSearchParams(new FormData(event.target, button)) });
});

document.addEventListener('keydown', (event) => {
  const go = main.querySelector('[data-go]');
  if (!go && !main.querySelector('.votes')) return;
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest('a, button')) return;
  if (event.key === 'Enter' || event.key === 'ArrowRight') { event.preventDefault(); go?.click(); }
  const marked = main.querySelectorAll('.votes li')[Number(event.key) - 1];
  if (marked) for (const one of main.querySelectorAll('.votes li')) one.classList.toggle('picked', one === marked);
});

setInterval(ask, EVERY);
document.addEventListener('visibilitychange', ask);
