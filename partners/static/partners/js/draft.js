// Saves the draft while the user types and updates the summary of the last step. Without it: the save button.
// What was typed and cannot be saved is told beside its field, and stays through a reload.
const form = document.querySelector('[data-draft]');
const saved = form?.querySelector('[data-saved]');
const QUIET = 1200; // ms after the last key
const AGAIN = 5000; // ms until a save that did not arrive is tried again
let timer;
let saving = Promise.resolve();
let going = 0; // number of running saves
let behind = false;
let late = false; // the last save did not arrive
let away = false; // for its account is signed out: what is sent by the form itself would be lost
const touched = new Set(); // the boxes of fields, #o-<name>, that were typed into since the last save

function summary() {
  for (const shown of form.querySelectorAll('[data-shows]')) {
    const value = form.elements[shown.dataset.shows]?.value.trim();
    if (value) shown.textContent = value;
  }
  const ticks = form.querySelectorAll('[name=ticked]');
  const shown = form.querySelector('[data-ticked]');
  if (ticks.length) shown.textContent = shown.dataset.words.replace('{n}', form.querySelectorAll('[name=ticked]:checked').length).replace('{all}', ticks.length);
}

// Form data for autosave, without files: these are uploaded separately.
function words() {
  const body = new FormData(form);
  for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
  body.set('viec', 'luu');
  return body;
}

// Keeps what the server refused in the history entry. A page that answers a refused form becomes one that a reload gets
// anew: posted again, the old form would come after the saves of this page.
function hold() {
  const typed = [...form.querySelectorAll('[data-unsaved]')].map((field) => [field.name, field.value]);
  history.replaceState({ typed: Object.fromEntries(typed) }, '', location.href);
}

function unmark(box) {
  for (const line of box.querySelectorAll('.err')) line.parentElement.remove();
  for (const field of box.querySelectorAll('[aria-invalid]')) { field.removeAttribute('aria-invalid'); delete field.dataset.unsaved; }
}

function mark(name, sentences) {
  const box = document.getElementById(`o-${name}`);
  const field = form.elements[name];
  if (!box) return;
  unmark(box);
  const row = document.getElementById('loi').content.firstElementChild.cloneNode(true);
  row.querySelector('span span').textContent = sentences.join(' ');
  box.append(row);
  if (!(field instanceof HTMLElement)) return; // the answers of a question are several fields
  row.firstElementChild.id = `${field.id}-e`;
  field.setAttribute('aria-invalid', 'true');
  field.setAttribute('aria-describedby', `${field.id}-h ${field.id}-e`);
  field.dataset.unsaved = '';
}

// A save that did not arrive: what was typed stays through a reload, too, and is sent again.
function again() {
  for (const box of touched) for (const field of box.querySelectorAll('input:not([type=checkbox], [type=radio], [type=file]), textarea, select')) field.dataset.unsaved = '';
  hold();
  late = true;
  saved.textContent = away ? saved.dataset.away : saved.dataset.late;
  clearTimeout(timer);
  timer = setTimeout(soon, AGAIN);
}

async function save() {
  const answer = await fetch(form.action, { method: 'POST', body: words(), headers: { Accept: 'application/json' } }).catch(() => null);
  const data = await answer?.json().catch(() => null);
  late = false;
  away = answer?.status === 401 || (answer?.status === 403 && !data); // 403: without the cookie of the token
  if (data?.saved) {
    saved.textContent = data.saved;
    form.elements.ban.value = data.ban;
    touched.forEach(unmark);
    touched.clear();
    for (const field of form.querySelectorAll('[data-unsaved]:not([aria-invalid])')) delete field.dataset.unsaved;
    for (const [name, sentences] of Object.entries(data.errors)) mark(name, sentences);
    hold();
  } else if (data?.error) {
    behind = true; // another tab saved a newer version, or sent the piece: stop autosaving
    saved.textContent = data.error;
    saved.setAttribute('role', 'alert');
  } else again();
  saved.parentElement.classList.toggle('late', late);
  form.querySelector('[data-sign-in]').hidden = !away;
}

function queue(work) {
  going += 1;
  saving = saving.then(work).catch(() => {}).finally(() => { going -= 1; });
}

const soon = () => { timer = null; queue(() => (behind ? undefined : save())); };

if (form) {
  const typed = Object.entries(history.state?.typed ?? {}).filter(([name]) => form.elements[name]);
  for (const [name, value] of typed) { form.elements[name].value = value; form.elements[name].dataset.unsaved = ''; }
  if (typed.length) { summary(); queue(save); } // says again what is wrong
  if (form.dataset.draft !== 'stale') hold(); // what that page shows is not saved yet
  form.addEventListener('input', (e) => {
    if (e.target.type === 'file') return;
    summary();
    const box = e.target.closest('[id^="o-"]');
    if (box) touched.add(box);
    clearTimeout(timer);
    timer = setTimeout(soon, QUIET);
  });
  // Submitting waits for a save of what was typed, at most 5 s: a running one would look like one of another tab, and
  // without it the page of sign-in would come in the place of the form.
  form.addEventListener('submit', (e) => {
    clearTimeout(timer);
    timer = null;
    late = false;
    if (form.dataset.waited || (!going && !touched.size)) return;
    e.preventDefault();
    const { submitter } = e;
    if (touched.size) soon();
    Promise.race([saving, new Promise((done) => { setTimeout(done, 5000); })]).then(() => {
      if (away) { form.querySelector('[data-sign-in]').scrollIntoView({ block: 'center' }); return; }
      form.dataset.waited = '1';
      form.requestSubmit(submitter);
      delete form.dataset.waited;
    });
  });
  addEventListener('beforeunload', (e) => { if (late) e.preventDefault(); });
  // Save the last input when the page is hidden: the browser may be closed.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'hidden' || !timer || behind) return;
    hold();
    clearTimeout(timer);
    const body = words();
    const last = fetch(form.action, { method: 'POST', body, headers: { Accept: 'application/json' }, keepalive: true });
    queue(() => last.then((answer) => answer.json()).then((data) => { if (data?.saved) form.elements.ban.value = data.ban; }));
    timer = null;
  });
}
