// Buttons to copy and share, quick exit, filter sheet, menu, suggestions. All pages work without this file.
import './exit.js';
import './offline.js';
import './once.js';

document.addEventListener('click', (e) => {
  const share = e.target.closest('[data-share]');
  if (share) navigator.share?.({ title: share.dataset.name ?? document.title, url: share.dataset.address ?? document.querySelector('link[rel=canonical]')?.href ?? location.href }).catch(() => {});
});
document.querySelectorAll('[data-share]').forEach((b) => { b.hidden = !navigator.share; });

if (document.querySelector('[data-copy]')) import('./copying.js');

const wide = matchMedia('(width >= 67.5rem)');
const box = document.querySelector('.filterbox');
if (box) { const sync = () => { box.open = wide.matches; }; sync(); wide.addEventListener('change', sync); }

// Menu and filter sheet close with Escape and, by CloseWatcher, with a phone's Back. No history entry: after “Thoát nhanh”
// neither Back nor Forward may lead to this page. Browsers without CloseWatcher have Escape and the button.
const sheets = () => [...document.querySelectorAll('.menu[open], .filterbox[open]')].filter((s) => s.matches('.menu') || !wide.matches);
const shut = () => sheets().forEach((s) => { s.open = false; s.querySelector('summary').focus(); });
let watcher;
document.addEventListener('toggle', (e) => {
  if (!e.target.matches?.('.menu, .filterbox')) return;
  watcher?.destroy();
  watcher = null;
  if (sheets().length && 'CloseWatcher' in window) { watcher = new CloseWatcher(); watcher.onclose = shut; }
}, true);
addEventListener('keydown', (e) => { if (e.key === 'Escape') shut(); });
// A browser leaves what gets the focus half outside the window where a row of chips scrolls sideways. Only by keyboard:
// under a finger that presses, nothing may move.
document.addEventListener('focusin', ({ target }) => {
  const { left, right } = target.getBoundingClientRect();
  if ((left < 0 || right > innerWidth) && target.matches(':focus-visible')) target.scrollIntoView({ block: 'nearest', inline: 'nearest' });
});
document.addEventListener('focusin', (e) => { if (e.target.closest?.('form.searchform')) import('./suggest.js'); });

// After a form came back with errors, move the focus to the first one: a screen reader would read only the page's title.
const wrong = document.querySelector('main [role=alert], main form [aria-invalid=true]');
if (wrong) { if (wrong.role === 'alert') wrong.tabIndex = -1; wrong.focus(); }
