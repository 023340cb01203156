// Quick exit: by the link, or by pressing Escape or Shift three times within two seconds. Without
// JavaScript the link works.
const exit = document.querySelector('[data-exit]');
const leave = () => { document.documentElement.hidden = true; document.title = ' '; location.replace(exit.href); };
if (exit) {
  document.addEventListener('click', (e) => { if (e.target.closest('[data-exit]')) { e.preventDefault(); leave(); } });
  let hits = [];
  addEventListener('keyup', (e) => {
    if (e.key !== 'Shift' && e.key !== 'Escape') { hits = []; return; }
    hits = [...hits.filter((hit) => hit.key === e.key), { key: e.key, at: Date.now() }].slice(-3);
    if (hits.length === 3 && hits[2].at - hits[0].at < 2000) leave();
  });
}

// Search engines read the page's own title; tab and history of a shared phone get one that says nothing of fear, as soon
// as somebody uses the page.
const { quietTitle } = document.body.dataset;
if (quietTitle) {
  const hush = () => { document.title = quietTitle; };
  ['pointerdown', 'keydown', 'scroll', 'visibilitychange'].forEach((name) => addEventListener(name, hush, { once: true, passive: true }));
  setTimeout(hush, 5000);
}
