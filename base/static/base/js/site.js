// Copy, share, quick exit, filter sheet, menu. Every page works without this file.
import './exit.js';

const say = (el, text) => { const s = el.closest('[data-says]')?.querySelector('[role=status]'); if (s) s.textContent = text; };

document.addEventListener('click', async (e) => {
  const copy = e.target.closest('[data-copy]');
  if (copy) {
    const from = document.getElementById(copy.dataset.copy);
    await navigator.clipboard?.writeText(from ? (from.value ?? from.innerText) : location.href);
    say(copy, copy.dataset.copied ?? '✓');
  }
  if (e.target.closest('[data-share]')) navigator.share?.({ title: document.title, url: location.href }).catch(() => {});
});
// Suggestions are fetched with the first touch of a search box, not with the page.
document.addEventListener('focusin', (e) => { if (e.target.closest?.('form.searchform')) import('./suggest.js'); });
if (!navigator.share) document.querySelectorAll('[data-share]').forEach((b) => { b.hidden = true; });

const wide = matchMedia('(width >= 67.5rem)');
const box = document.querySelector('.filterbox');
if (box) { const sync = () => { box.open = wide.matches; }; sync(); wide.addEventListener('change', sync); }

const menu = document.querySelector('.menu');
addEventListener('keydown', (e) => { if (e.key === 'Escape' && menu?.open) { menu.open = false; menu.querySelector('summary').focus(); } });
