// Saves the draft while you type, and keeps the summary of the last step true. Without this file: the save button.
const form = document.querySelector('[data-draft]');
const saved = form?.querySelector('[data-saved]');
let timer;

function summary() {
  for (const shown of form.querySelectorAll('[data-shows]')) {
    const value = form.elements[shown.dataset.shows]?.value.trim();
    if (value) shown.textContent = value;
  }
  const ticks = form.querySelectorAll('[name=ticked]');
  const shown = form.querySelector('[data-ticked]');
  shown.textContent = shown.dataset.words.replace('{n}', form.querySelectorAll('[name=ticked]:checked').length).replace('{all}', ticks.length);
}

async function save() {
  const body = new FormData(form);
  body.delete('tep');
  body.set('viec', 'luu');
  const answer = await fetch(form.action, { method: 'POST', body, headers: { Accept: 'application/json' } }).catch(() => null);
  const data = answer?.ok ? await answer.json().catch(() => null) : null;
  if (data?.saved) saved.textContent = data.saved;
}

if (form) {
  form.addEventListener('input', (e) => {
    if (e.target.type === 'file') return;
    summary();
    clearTimeout(timer);
    timer = setTimeout(save, 2500);
  });
  form.addEventListener('submit', () => clearTimeout(timer));
}
