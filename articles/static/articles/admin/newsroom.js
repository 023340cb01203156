/* Newsroom pages: list of publish gates in the editor, autosave fixes, dragging in the calendar, counters. Forms work without it. */
import { foldWhatIsDone, unfoldForStops } from './folding.js';
import { erase } from './keeping/copies.js';
import { Keeper } from './keeping/keeper.js';
import { Together } from './keeping/together.js';
import { built } from './opening.js';
import { watchPasting } from './quick/pasting.js';
import { send } from './sending.js';

const list = document.querySelector('[data-newsroom-gates]');
async function readGates() {
  // A new article gets its id, and this page its URL, from the first autosave.
  const number = /\/pages\/(\d+)\/edit\//.exec(location.pathname)?.[1];
  if (!number) return;
  const answer = await fetch(list.dataset.newsroomGates.replace('/0/', `/${number}/`), { headers: { 'X-Requested-With': 'XMLHttpRequest' } });
  if (!answer.ok) return;
  list.innerHTML = await answer.text(); // rendered and escaped by our own Django template
  unfoldForStops();
}
if (list) {
  built.then(readGates).then(foldWhatIsDone);
  document.addEventListener('w-autosave:success', readGates);
  document.querySelector('[data-newsroom-again]')?.addEventListener('click', readGates);
  list.addEventListener('click', (event) => goTo(event.target.closest('[data-newsroom-field]')?.dataset.newsroomField));
}

/* Go from a gate to its field: unfold the panels around it and focus its first visible input. */
function goTo(name) {
  const place = name && document.querySelector(`[data-contentpath="${name}"], [id="id_${name}-FORMS"]`);
  if (!place) return;
  for (let panel = place.closest('.w-panel'); panel; panel = panel.parentElement?.closest('.w-panel')) {
    panel.querySelector(':scope > .w-panel__header [data-panel-toggle][aria-expanded=false]')?.click();
  }
  const first = 'input:not([type=hidden]), select, textarea, [role=textbox], button';
  const here = [place, place.closest('.w-panel__content')].flatMap((part) => [...(part?.querySelectorAll(first) ?? [])]);
  const target = here.find((one) => one.checkVisibility());
  (target ?? place).scrollIntoView({ block: 'center' });
  target?.focus({ preventScroll: true });
}

/* What is pasted with structure into the body becomes blocks; the note stands below it. */
const bodyField = document.querySelector('[data-contentpath="body"]');
const pasteNote = document.querySelector('.w-panel [data-paste-address]');
const editor = document.querySelector('form[data-edit-form]');
if (bodyField && pasteNote && editor) {
  bodyField.append(...pasteNote.children);
  watchPasting(bodyField, editor, pasteNote.dataset);
}

/* A workflow button writes hidden fields into the form, which Wagtail's autosave takes for a change: before a slow answer
   it would save another version, in the name of the person who only decided. So autosave stops when the page is left. */
if (editor) {
  let leaving = false;
  let waiting = null; // the last save event, which autosave delays by half a second
  document.addEventListener('w-autosave:save', (event) => {
    waiting = event;
    if (leaving) event.preventDefault();
  });
  window.addEventListener('beforeunload', () => {
    leaving = true;
    waiting?.preventDefault();
  });
  editor.addEventListener('input', () => { leaving = false; }); // the user stayed on the page and types again

  /* The first autosave creates a new page, and the form learns its id from the answer. If the form were sent before, it
     would create the page twice: so submitting waits for a running autosave, at most 15 seconds. */
  let waited = false;
  editor.addEventListener('submit', (event) => {
    const autosave = window.wagtail?.app?.getControllerForElementAndIdentifier(editor, 'w-autosave');
    if (waited || !autosave?.submitPromise) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    leaving = true;
    waiting?.preventDefault();
    const patience = new Promise((resolve) => { setTimeout(resolve, 15_000); });
    Promise.race([autosave.submitPromise, patience]).finally(() => {
      waited = true;
      send(editor, event.submitter);
      waited = false;
    });
  }, { capture: true });
}

const parts = document.getElementById('newsroom-keeping');
const written = document.querySelector('form[data-edit-form][data-controller~="w-autosave"]');
if (parts && written) {
  globalThis.newsroomKeeper = new Keeper(written, parts);
  if (list || document.querySelector('.quick-paper')) new Together(globalThis.newsroomKeeper, parts); // a story
}
/* Signing out leaves no draft in this browser. */
document.addEventListener('submit', (event) => { if (/\/(logout|dang-xuat)\/$/.test(event.target.action)) erase(); });

const sheet = document.querySelector('[data-newsroom-calendar]');
if (sheet) {
  const said = document.querySelector('[data-newsroom-said]');
  const token = document.querySelector('[data-newsroom-csrf] [name=csrfmiddlewaretoken]').value;
  let dragged = null;
  sheet.addEventListener('dragstart', (event) => {
    dragged = event.target.closest('[data-move]');
    event.dataTransfer.setData('text/plain', dragged?.dataset.move ?? '');
  });
  for (const kind of ['dragover', 'dragleave', 'drop']) {
    sheet.addEventListener(kind, (event) => {
      const day = event.target.closest('[data-day]');
      if (!day || !dragged) return;
      if (kind === 'dragover') event.preventDefault();
      day.classList.toggle('is-target', kind === 'dragover');
      if (kind === 'drop') { event.preventDefault(); if (!day.contains(dragged)) move(dragged, day); dragged = null; }
    });
  }
  /* Move the card after the server's answer; an answer without “moved” is a refusal with its reason in “error”. */
  async function move(item, day) {
    const body = new URLSearchParams({ day: day.dataset.day });
    const headers = { 'X-CSRFToken': token };
    said.textContent = ''; // a screen reader does not announce the same text again
    const answer = await fetch(item.dataset.move, { method: 'POST', body, headers }).catch(() => null);
    const words = (await answer?.json().catch(() => null)) ?? {};
    if (words.moved) {
      item.querySelector('[data-hour]').textContent = words.hour;
      if (words.kind) {
        item.className = `newsroom-item is-${words.kind}`;
        item.querySelector('[data-kind]').textContent = words.label;
      }
      day.append(item);
    }
    said.textContent = words.moved ?? words.error ?? sheet.dataset.failed;
    said.className = words.moved ? 'help-block help-info' : 'help-block help-critical';
    said.scrollIntoView({ block: 'nearest' });
  }
}

/* With maxlength the browser cuts pasted text silently; without it the server reports the excess. */
document.addEventListener('paste', (event) => event.target.removeAttribute?.('maxlength'), { capture: true });

/* Counters in tiếng (syllables between spaces); the server's gate counts the same way. */
for (const [name, least, most] of [['title', 1, 14], ['sapo', 25, 55]]) {
  const field = document.querySelector(`[name=${name}]`);
  if (!field || !document.querySelector('[name=sapo]')) continue;
  const counter = document.createElement('p');
  counter.className = 'help newsroom-counter';
  counter.setAttribute('aria-live', 'polite');
  field.closest('[data-field]')?.append(counter);
  const genre = document.querySelector('[name=genre]');
  const free = (field.dataset.newsroomFree ?? '').split(' '); // genres whose sapo has no measure
  const count = () => {
    counter.hidden = Boolean(field.dataset.newsroomFree) && (!genre || free.includes(genre.value));
    const number = field.value.trim().split(/\s+/).filter(Boolean).length;
    counter.textContent = `${number} tiếng (${least}–${most}), ${[...field.value].length} ký tự`;
    counter.classList.toggle('newsroom-counter--off', number > most || (number > 0 && number < least));
  };
  field.addEventListener('input', count);
  genre?.addEventListener('change', count);
  count();
}
