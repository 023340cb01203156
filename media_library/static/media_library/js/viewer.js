// A document's page: arrow keys change the page; +, −, 0 and Ctrl with the wheel zoom. Links and pinching work without.
const box = document.querySelector('[data-viewer]');
const picture = box.querySelector('img');
const LARGEST = 4;
let zoom = 1;
const apply = (next) => {
  const before = zoom;
  zoom = Math.min(LARGEST, Math.max(1, next));
  const middle = [(box.scrollLeft + box.clientWidth / 2) / before, (box.scrollTop + box.clientHeight / 2) / before];
  picture.style.inlineSize = zoom === 1 ? '' : `${zoom * 100}%`;
  picture.style.maxInlineSize = zoom === 1 ? '' : 'none';
  picture.style.maxBlockSize = zoom === 1 ? '' : 'none';
  box.scrollTo(middle[0] * zoom - box.clientWidth / 2, middle[1] * zoom - box.clientHeight / 2);
};
document.querySelector('[data-keys]').hidden = !matchMedia('(hover: hover)').matches;
box.addEventListener('wheel', (e) => {
  if (!e.ctrlKey) return;
  e.preventDefault();
  apply(zoom * (e.deltaY < 0 ? 1.2 : 1 / 1.2));
}, { passive: false });
addEventListener('keydown', (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.target.closest('input, select, textarea')) return;
  if (e.key === '+' || e.key === '=') apply(zoom * 1.25);
  else if (e.key === '-') apply(zoom / 1.25);
  else if (e.key === '0') apply(1);
  else if (zoom === 1 && (e.key === 'ArrowRight' || e.key === 'PageDown')) document.querySelector('.viewnav [rel=next]')?.click();
  else if (zoom === 1 && (e.key === 'ArrowLeft' || e.key === 'PageUp')) document.querySelector('.viewnav [rel=prev]')?.click();
  else return;
  e.preventDefault();
});
