// Review queue: keys (J K X C R U), “choose all” with the number chosen, copy, check of file size. All works with the mouse and without this file.
const queue = document.querySelector('[data-queue]');
const cases = queue ? [...queue.querySelectorAll('[data-case]')] : [];
const here = () => cases.findIndex((one) => one.contains(document.activeElement));
const go = (place) => cases[Math.max(0, Math.min(cases.length - 1, place))]?.focus();
const keys = {
  j: () => go(here() + 1),
  k: () => go(here() < 0 ? 0 : here() - 1),
  x: (one) => one?.querySelector('[name=khai]').click(),
  c: (one) => (queue.querySelector('[name=khai]:checked') ? queue.querySelector('[data-bulk]') : one?.querySelector('[data-confirm]'))?.click(),
  r: (one) => one?.querySelector('input[maxlength]').focus(),
  u: () => document.querySelector('button[form=hoan-tac]')?.click(),
};
addEventListener('keydown', (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.target.matches('input:not([type=checkbox]), textarea, select')) {
    if (e.key === 'Escape') e.target.blur?.();
    return;
  }
  const act = keys[e.key.toLowerCase()];
  if (!act || (!queue && e.key.toLowerCase() !== 'u')) return;
  e.preventDefault();
  act(cases[here()]);
});
const count = () => {
  const [all, said] = [queue.querySelector('[data-all]'), queue.querySelector('[data-chosen]')];
  const chosen = queue.querySelectorAll('[name=khai]:checked').length;
  all.checked = chosen === cases.length;
  said.textContent = chosen ? said.dataset.words.replace('%n', chosen).replace('%t', cases.length) : '';
};
queue?.addEventListener('change', (e) => {
  if (e.target.matches('[data-all]')) queue.querySelectorAll('[name=khai]').forEach((box) => { box.checked = e.target.checked; });
  if (e.target.matches('[data-all], [name=khai]')) count();
});
if (cases.length) addEventListener('pageshow', count); // a browser may keep the ticks of a page that is opened again
document.querySelector('[data-copy-from]')?.addEventListener('click', async (e) => {
  await navigator.clipboard?.writeText(document.getElementById(e.target.dataset.copyFrom).value);
  e.target.textContent = e.target.dataset.copied;
});
const file = document.querySelector('[data-max]');
const weigh = () => {
  file.setCustomValidity(file.files[0]?.size > Number(file.dataset.max) ? file.dataset.tooLarge : '');
  file.reportValidity();
};
file?.addEventListener('change', weigh);
if (file?.files.length) weigh(); // chosen before this script was there
