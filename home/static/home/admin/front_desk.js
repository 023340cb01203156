/* The desk “Trang nhất”: drag and keys. Every act is a button of the desk's form; without this script the buttons do. */
const desk = () => document.querySelector('[data-front-desk]');
const form = () => document.getElementById('front-arrange');

/* Send the form with `act` as its button, and show the answer in place, so that the place on the page stays. */
async function send(act, focus) {
  const body = new FormData(form());
  body.set('do', act);
  const answer = await fetch(location.href, { method: 'POST', body }).catch(() => null);
  const text = await answer?.text();
  const page = text && new DOMParser().parseFromString(text, 'text/html');
  const next = page?.querySelector('[data-front-desk]');
  if (!next) {
    say(desk().dataset.failed);
    return;
  }
  desk().replaceWith(next);
  const said = page.querySelector('.messages');
  if (said) document.querySelector('.messages')?.replaceWith(said);
  fit();
  document.querySelector(`[data-slot="${focus}"] [data-lift]`)?.focus({ preventScroll: true });
}

function say(words) {
  const place = document.querySelector('[data-lifted]');
  if (place) place.textContent = words;
}

document.addEventListener('submit', (event) => {
  const act = event.submitter?.name === 'do' ? event.submitter.value : '';
  if (event.target !== form() || !act) return;
  event.preventDefault();
  send(act, act.split(':')[2] ?? act.split(':')[1]);
});

/* Drag a slot onto a slot, or a candidate into one. */
let dragged = null;
document.addEventListener('dragstart', (event) => {
  dragged = event.target.closest?.('[data-slot], [data-story]') ?? null;
  if (dragged) event.dataTransfer.setData('text/plain', dragged.dataset.title);
});
for (const kind of ['dragover', 'dragleave', 'drop']) {
  document.addEventListener(kind, (event) => {
    const slot = event.target.closest?.('[data-slot]');
    if (!slot || !dragged || slot === dragged) return;
    if (kind !== 'dragleave') event.preventDefault();
    slot.classList.toggle('is-target', kind === 'dragover');
    if (kind === 'drop') { put(dragged, slot); dragged = null; }
  });
}

function put(source, slot) {
  const to = slot.dataset.slot;
  send(source.dataset.story ? `place:${to}:${source.dataset.story}` : `move:${source.dataset.slot}:${to}`, to);
}

/* Keys: space lifts, arrows choose a slot, Enter puts, Escape leaves it; G opens the hours. */
let lifted = null;
let target = null;
function leave() {
  lifted?.classList.remove('is-lifted');
  target?.classList.remove('is-target');
  lifted = target = null;
}
document.addEventListener('keydown', (event) => {
  const grip = event.target.closest?.('[data-lift]');
  if (!grip) return;
  const slots = [...document.querySelectorAll('[data-slot]')];
  const own = grip.closest('[data-slot]');
  if (event.key === ' ' && !lifted) {
    lifted = target = own;
    own.classList.add('is-lifted');
    say(own.dataset.title);
  } else if (lifted && ['ArrowUp', 'ArrowDown'].includes(event.key)) {
    const next = slots[slots.indexOf(target) + (event.key === 'ArrowUp' ? -1 : 1)];
    if (next) {
      target.classList.remove('is-target');
      next.classList.add('is-target');
      next.scrollIntoView({ block: 'nearest' });
      target = next;
      say(`${lifted.dataset.title} → ${next.querySelector('b').textContent}`);
    }
  } else if (lifted && ['Enter', ' '].includes(event.key)) {
    const [from, to] = [lifted, target];
    leave();
    if (from !== to) put(from, to);
  } else if (lifted && event.key === 'Escape') {
    leave();
    say('');
  } else if (!lifted && ['g', 'G'].includes(event.key)) {
    const hours = own.querySelector('[data-hours]');
    if (hours) { hours.open = true; hours.querySelector('button').focus(); }
  } else return;
  event.preventDefault();
});

/* The preview keeps the width of a reader's window, drawn small enough for this one. */
function fit() {
  const frame = document.querySelector('.front-frame');
  if (!frame) return;
  const width = document.querySelector('.front-preview [value="390"]').checked ? 390 : 1280;
  frame.style.setProperty('--scale', Math.min(1, frame.clientWidth / width));
}
document.addEventListener('change', (event) => { if (event.target.name === 'width') fit(); });
window.addEventListener('resize', fit);
if (matchMedia('(max-width: 50rem)').matches) document.querySelector('.front-preview [value="390"]').checked = true;
fit();
