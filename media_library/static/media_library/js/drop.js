// “Thả tệp”: the groups are fetched anew after each file; J and K walk through them, Ctrl+Enter sends them.
const groups = () => [...document.querySelectorAll('[data-group]')];
const isTyping = (e) => e.target.closest('input:not([type=checkbox], [type=radio]), select, textarea');
let changed = false;
let waiting;
const paint = () => document.querySelectorAll('[data-keys]').forEach((one) => { one.hidden = false; });
const refresh = async () => {
  if (changed) return; // what is being typed stays; the next page shows the new files
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const fresh = page.querySelector('[data-groups]');
  if (fresh && !changed) document.querySelector('[data-groups]').replaceWith(fresh);
  paint();
};
document.addEventListener('upload-decided', () => { clearTimeout(waiting); waiting = setTimeout(refresh, 600); });
document.addEventListener('input', (e) => { if (e.target.closest('[data-groups]')) changed = true; });
addEventListener('keydown', (e) => {
  if ((e.ctrlKey || e.metaKey) && e.key === 'Enter') {
    document.querySelector('#nhom [value=submit]')?.click();
    return;
  }
  if (e.ctrlKey || e.metaKey || e.altKey || isTyping(e) || !['j', 'k'].includes(e.key.toLowerCase())) return;
  const list = groups();
  const at = list.findIndex((one) => one.contains(document.activeElement));
  const next = list[Math.min(list.length - 1, Math.max(0, at + (e.key.toLowerCase() === 'j' ? 1 : -1)))];
  next?.focus();
  next?.scrollIntoView({ block: 'start' });
  e.preventDefault();
});
paint();
