/* Many pictures at once: each travels alone, so that one that is refused holds up no other. */
import { untilCut, waitFor } from './arrivals.js';

const form = document.querySelector('[data-gallery]');
const cards = form?.querySelector('[data-cards]');
const words = form?.dataset ?? {};
const AT_ONCE = 2; // uploads that travel together
let isChanged = false;
let travelling = 0; // pictures that are chosen and have not come
let isAwaited = false; // by a form that goes once they have come

function all() {
  return [...cards.querySelectorAll('[data-picture]')];
}

function say(text) {
  const said = form.querySelector('[data-said]');
  said.textContent = text;
  said.hidden = !text;
}

function refuse(name, reason) {
  const list = form.querySelector('[data-refusals]');
  const item = document.createElement('li');
  item.textContent = `${name}: ${reason}`;
  list.append(item);
  list.hidden = false;
}

function renumber() {
  const shown = all();
  shown.forEach((card, index) => { card.querySelector('[data-place]').textContent = index + 1; });
  const bare = shown.filter((card) => !card.querySelector('[data-alt]').value.trim()).length;
  form.querySelector('[data-state]').textContent = `${words.taken.replace('{}', shown.length)}${bare ? ` · ${words.bare.replace('{}', bare)}` : ''}`;
}

/* `place`: what stands in the list for the picture until it has come. */
function draw(data, place) {
  const card = form.querySelector('[data-card]').content.firstElementChild.cloneNode(true);
  card.querySelector('[name=picture]').value = data.id;
  card.querySelector('img').src = data.preview.url;
  for (const [part, value] of [['alt', data.alt], ['caption', data.caption ?? '']]) {
    const field = card.querySelector(`[data-${part}]`);
    field.name = `${part}-${data.id}`;
    field.value = value;
  }
  card.querySelector('[data-minor]').name = `minor-${data.id}`;
  card.querySelector('.quick-warnings').replaceChildren(...data.notes.map((note) => {
    const item = document.createElement('li');
    item.textContent = note;
    return item;
  }));
  const credit = form.elements.namedItem('credit');
  if (!credit.value && credit !== document.activeElement) credit.value = data.credit; // not into what is being typed
  place.replaceWith(card);
  isChanged = true;
}

async function send({ file, place }) {
  const body = new FormData();
  body.set('file', file);
  const headers = { 'X-CSRFToken': form.elements.namedItem('csrfmiddlewaretoken').value };
  const post = () => fetch(words.addAddress, { method: 'POST', body, headers, signal: untilCut() }).catch(() => null);
  let answer = await post();
  for (let tries = 1; answer?.status === 429 && tries < 5; tries += 1) { // the server is checking other files
    await new Promise((resolve) => { setTimeout(resolve, 2000); });
    answer = await post();
  }
  const data = await answer?.json().catch(() => null);
  if (data?.id) draw(data, place);
  else refuse(file.name, data?.error ?? words.failed);
  place.remove();
  travelling -= 1;
  return Boolean(data?.id);
}

async function take(files) {
  const room = Math.max(0, Number(words.most) - all().length - travelling);
  if (files.length > room) refuse(files[room].name, words.full);
  const waiting = [...files].slice(0, room).map((file) => ({ file, place: cards.appendChild(document.createComment('')) }));
  travelling += waiting.length;
  let taken = 0;
  let refused = 0;
  const work = async () => {
    while (waiting.length) {
      if (await send(waiting.shift())) taken += 1;
      else refused += 1;
      isAwaited &&= travelling > 0;
      const counts = `${words.taken.replace('{}', taken)}${refused ? `, ${words.refused.replace('{}', refused)}` : ''}`;
      say(isAwaited ? `${counts}. ${words.waiting}` : counts);
      renumber();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return !refused;
}

function move(card, step) {
  const shown = all();
  const to = Math.min(shown.length - 1, Math.max(0, shown.indexOf(card) + step));
  if (shown[to] === card) return;
  if (step < 0) shown[to].before(card);
  else shown[to].after(card);
  renumber();
  say(words.moved.replace('{}', to + 1));
  card.querySelector('[data-place]').focus();
}

function remove(card) {
  const next = card.nextElementSibling ?? card.previousElementSibling;
  card.remove();
  renumber();
  next?.querySelector('[data-place]').focus();
}

if (form) {
  const awaited = waitFor(form, () => {
    isAwaited = true;
    say(words.waiting);
  });
  const field = form.querySelector('[data-files]');
  const takeChosen = async () => {
    await awaited(take([...field.files]));
    field.value = '';
  };
  field.addEventListener('change', takeChosen);
  if (field.files.length) takeChosen(); // chosen before this script was there
  const place = form.querySelector('[data-drop]');
  for (const kind of ['dragover', 'dragleave', 'drop']) {
    form.addEventListener(kind, (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      place.classList.toggle('is-over', kind === 'dragover');
      if (kind === 'drop') awaited(take([...event.dataTransfer.files]));
    });
  }
  cards.addEventListener('click', (event) => {
    const card = event.target.closest('[data-picture]');
    if (event.target.closest('[data-back]')) move(card, -1);
    else if (event.target.closest('[data-on]')) move(card, 1);
    else if (event.target.closest('[data-out]')) remove(card);
  });
  cards.addEventListener('keydown', (event) => {
    if (!event.target.closest('[data-place]')) return;
    const card = event.target.closest('[data-picture]');
    const steps = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1, Home: -Infinity, End: Infinity };
    if (event.key in steps) move(card, Math.max(-99, Math.min(99, steps[event.key])));
    else if (event.key === 'Delete') remove(card);
    else return;
    event.preventDefault();
  });
  let lifted = null;
  cards.addEventListener('dragstart', (event) => {
    lifted = event.target.closest('[data-picture]');
    lifted?.classList.add('is-lifted');
  });
  cards.addEventListener('dragover', (event) => {
    const under = event.target.closest('[data-picture]');
    if (!lifted || !under || under === lifted) return;
    event.preventDefault();
    if (all().indexOf(under) < all().indexOf(lifted)) under.before(lifted);
    else under.after(lifted);
  });
  cards.addEventListener('dragend', () => {
    lifted?.classList.remove('is-lifted');
    lifted = null;
    renumber();
  });
  form.addEventListener('input', () => { isChanged = true; renumber(); });
  form.addEventListener('submit', () => { isChanged = false; });
  addEventListener('beforeunload', (event) => { if (isChanged) event.preventDefault(); });
  renumber();
}
