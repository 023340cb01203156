// A quiz, one question a screen, with the reasons at once. Without this script the page's forms do the same.
// Also part of the offline copy, where nothing is sent. The number of safe answers is never shown.
const root = document.querySelector('[data-quiz]');
const stage = root.querySelector('[data-stage]');
const source = root.querySelector('template')?.content ?? stage;
const cards = [...source.querySelectorAll('[data-card]')];
const ends = [...source.querySelectorAll('[data-least]')]; // the highest first
const first = stage.querySelector('[data-level]')?.closest('.level');
let at = 0, safe = 0, given = '', level = '';

const show = (node, focus) => {
  stage.replaceChildren(node);
  if (focus) { node.querySelector('h2').focus(); node.scrollIntoView({ block: 'nearest' }); }
};

const report = (form, letter) => {
  const body = new URLSearchParams({ lam: given, chon: letter, cap: level });
  fetch(form.action, { method: 'POST', body, redirect: 'manual', keepalive: true }).catch(() => {});
};

// A reload, and Back from another page, go on where one was.
const remember = () => { try { history.replaceState({ given, level, at }, ''); } catch { /* no history in this document */ } };

const tell = (card, chosen, isNew = true) => {
  card.dataset.told = '';
  level = root.querySelector('[data-level]')?.value ?? level;
  card.querySelector('.level')?.remove();
  for (const one of card.querySelectorAll('[data-answer]')) {
    const right = 'right' in one.dataset;
    one.setAttribute('aria-disabled', 'true');
    one.classList.toggle('right', right);
    one.classList.toggle('picked', one === chosen);
    one.querySelector('.say').hidden = !(right || one === chosen);
  }
  const why = card.querySelector('[data-why]');
  for (const reason of why.querySelectorAll('[data-reason]')) {
    const mine = reason.dataset.reason === chosen.value;
    reason.hidden = !(mine || 'right' in reason.dataset);
    if (mine) why.querySelector('[data-reason]').before(reason);
  }
  why.hidden = false;
  if ('open' in why) why.open = true;
  card.querySelector('[data-next]').hidden = false;
  if (chosen.form && isNew) report(chosen.form, chosen.value);
  given += chosen.value;
  if ('right' in chosen.dataset) safe += 1;
};

const here = () => cards[at] ?? ends.find((end) => Number(end.dataset.least) <= safe) ?? ends.at(-1);

stage.addEventListener('click', (event) => {
  const card = event.target.closest('[data-card]');
  const answer = event.target.closest('[data-answer]');
  if (answer) {
    event.preventDefault();
    if (!('told' in card.dataset)) { tell(card, answer); remember(); }
  } else if (event.target.closest('[data-next]')) {
    at += 1;
    remember();
    show(here(), true);
  }
});

for (const card of cards) card.querySelector('[data-why]').hidden = true;
if (first) cards[0].querySelector('form').append(first);
const before = history.state?.given ? history.state : null;
if (before) {
  level = before.level;
  const chosen = [...before.given].map((letter, n) => cards[n]?.querySelector(`[data-answer][value="${letter}"]`));
  if (chosen.every(Boolean)) { // else the questions have changed meanwhile
    chosen.forEach((answer, n) => tell(cards[n], answer, false));
    at = before.at;
  }
}
show(here(), false);
