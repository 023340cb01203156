// Saves the draft while the user types and updates the summary of the last step. Without it: the save button.
const form = document.querySelector('[data-draft]');
const saved = form?.querySelector('[data-saved]');
const QUIET = 1200; // ms after the last key
let timer;
let saving = Promise.resolve();
let going = 0; // number of running saves
let behind = false;

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

async function save() {
  const answer = await fetch(form.action, { method: 'POST', body: words(), headers: { Accept: 'application/json' } }).catch(() => null);
  const data = await answer?.json().catch(() => null);
  if (data?.saved) {
    saved.textContent = data.saved;
    form.elements.ban.value = data.ban;
  } else if (data?.stale) {
    behind = true; // another tab saved a newer version: stop autosaving
    saved.textContent = data.error;
    saved.setAttribute('role', 'alert');
  }
}

function queue(work) {
  going += 1;
  saving = saving.then(work).catch(() => {}).finally(() => { going -= 1; });
}

const soon = () => { timer = null; queue(() => (behind ? undefined : save())); };

if (form) {
  form.addEventListener('input', (e) => {
    if (e.target.type === 'file') return;
    summary();
    clearTimeout(timer);
    timer = setTimeout(soon, QUIET);
  });
  // Submitting waits for a running save, at most 5 s; else that save would look like one of another tab.
  form.addEventListener('submit', (e) => {
    clearTimeout(timer);
    timer = null;
    if (!going || form.dataset.waited) return;
    e.preventDefault();
    const { submitter } = e;
    Promise.race([saving, new Promise((done) => { setTimeout(done, 5000); })]).then(() => {
      form.dataset.waited = '1';
      form.requestSubmit(submitter);
      delete form.dataset.waited;
    });
  });
  // Save the last input when the page is hidden: the browser may be closed.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'hidden' || !timer || behind) return;
    clearTimeout(timer);
    const body = words();
    const last = fetch(form.action, { method: 'POST', body, headers: { Accept: 'application/json' }, keepalive: true });
    queue(() => last.then((answer) => answer.json()).then((data) => { if (data?.saved) form.elements.ban.value = data.ban; }));
    timer = null;
  });
}
