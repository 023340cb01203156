// Saves the draft while you type, and keeps the summary of the last step true. Without this file: the save button.
const form = document.querySelector('[data-draft]');
const saved = form?.querySelector('[data-saved]');
const QUIET = 1200; // ms without a key
let timer;
let saving = Promise.resolve();
let going = 0; // savings on their way
let behind = false;

function summary() {
  for (const shown of form.querySelectorAll('[data-shows]')) {
    const value = form.elements[shown.dataset.shows]?.value.trim();
    if (value) shown.textContent = value;
  }
  const ticks = form.querySelectorAll('[name=ticked]');
  const shown = form.querySelector('[data-ticked]');
  shown.textContent = shown.dataset.words.replace('{n}', form.querySelectorAll('[name=ticked]:checked').length).replace('{all}', ticks.length);
}

// Files never travel with the quiet saving: they have their own way.
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
    behind = true; // another tab is ahead: overwrite nothing by itself
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
  // A press while a saving is on its way waits for it (5 s at most): one's own saving is no other tab.
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
  // The last words before the browser is closed or another app comes to the front.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'hidden' || !timer || behind) return;
    clearTimeout(timer);
    const body = words();
    const last = fetch(form.action, { method: 'POST', body, headers: { Accept: 'application/json' }, keepalive: true });
    queue(() => last.then((answer) => answer.json()).then((data) => { if (data?.saved) form.elements.ban.value = data.ban; }));
    timer = null;
  });
}
