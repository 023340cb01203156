// Quick exit: by the link, or by pressing Shift three times within two seconds. Without JavaScript the link works.
const exit = document.querySelector('[data-exit]');
const leave = () => { document.documentElement.hidden = true; document.title = ' '; location.replace(exit.href); };
if (exit) {
  document.addEventListener('click', (e) => { if (e.target.closest('[data-exit]')) { e.preventDefault(); leave(); } });
  let hits = [];
  addEventListener('keyup', (e) => {
    if (e.key !== 'Shift') { hits = []; return; }
    hits = [...hits, Date.now()].slice(-3);
    if (hits.length === 3 && hits[2] - hits[0] < 2000) leave();
  });
}
