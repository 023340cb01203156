/* In a story that was saved before and that no gate stops, what is done folds and says in its heading what it holds. */
const folded = [];

function answered(name) {
  const field = document.querySelector(`[data-edit-form] select[name=${name}]`);
  return field && ['true', 'false'].includes(field.value) ? field.selectedOptions[0].textContent.trim() : '';
}

function people() {
  const rows = [...document.querySelectorAll('#id_bylines-FORMS > *')];
  return rows.map((row) => row.querySelector('[data-chooser-title]')?.textContent.trim()).filter(Boolean).join(', ');
}

function fold(inside, said) {
  const panel = document.querySelector(inside)?.closest('.w-panel');
  if (!panel || !said || panel.querySelector('.error-message, .w-field--error') || panel.contains(document.activeElement)) return;
  const header = panel.querySelector(':scope > .w-panel__header');
  const words = document.createElement('span');
  words.className = 'newsroom-done';
  words.textContent = `✓ ${said}`;
  header?.querySelector('[data-panel-heading-text]')?.append(words);
  header?.querySelector('[data-panel-toggle][aria-expanded=true]')?.click();
  folded.push(panel);
}

/* What a gate stops now may have to be mended, or explained, in a panel that was folded before. */
export function unfoldForStops() {
  if (!document.querySelector('.newsroom-gate--stop')) return;
  for (const panel of folded.splice(0)) {
    panel.querySelector(':scope > .w-panel__header [data-panel-toggle][aria-expanded=false]')?.click();
  }
}

export function foldWhatIsDone() {
  if (!/\/pages\/\d+\/edit\//.test(location.pathname) || document.querySelector('.newsroom-gate--stop')) return;
  fold('#id_bylines-FORMS', people());
  const answers = [answered('has_minor'), answered('has_victim')];
  const warned = document.querySelector('[name=content_warning]')?.value.trim();
  if (answers.every(Boolean) && !warned) fold('[name=has_victim]', answers.join(' · '));
}
