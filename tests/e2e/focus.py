"""Where the keyboard is: what has the focus must be seen (scripts for the page)."""

FOCUSED = "document.activeElement"
#: What has the focus and lies behind the bar at the bottom, or outside the window (WCAG 2.4.11); empty when neither.
HIDDEN = """() => {
  const e = document.activeElement, box = e.getBoundingClientRect(), bar = document.querySelector('.tabbar');
  if (!e.checkVisibility() || e.closest('.tabbar') || e === document.body || e.matches('.skip')) return '';
  const top = bar ? bar.getBoundingClientRect().top : innerHeight;
  return box.top >= top - 1 || box.bottom <= 0
    ? `${Math.round(box.top)}–${Math.round(box.bottom)} (${top}) ${e.outerHTML.slice(0, 60)}` : '';
}"""

#: What has the focus while no point of it can be touched: something that sticks lies over it (WCAG 2.4.11).
COVERED = """() => {
  const e = document.activeElement, box = e.getBoundingClientRect();
  if (e === document.body || e.matches('.skip') || !e.checkVisibility()) return '';
  const rects = [...e.getClientRects()];
  const seen = rects.some(r => [.1, .5, .9].some(x => [.1, .5, .9].some(y => {
    const hit = document.elementFromPoint(r.left + r.width * x, r.top + r.height * y);
    return hit && (e.contains(hit) || hit.contains(e) && !hit.matches('html, body, main'));
  })));
  return seen ? '' : `${Math.round(box.top)}–${Math.round(box.bottom)} ${e.outerHTML.slice(0, 80)}`;
}"""
