// The projector: asks for the figures every few seconds and lays new bricks. Space pauses, B blanks, F fills the screen.
const stage = document.querySelector('[data-figures]');
const list = stage.querySelector('[data-bricks]');
const state = stage.querySelector('[data-state]');
const number = new Intl.NumberFormat(document.documentElement.lang);
const pauseButton = stage.querySelector('[data-pause]');
const fullButton = stage.querySelector('[data-full]');
let paused = false;

const part = (name, text) => Object.assign(document.createElement(name), { textContent: text, lang: 'vi' });

const lay = (brick) => {
  list.querySelectorAll('.new').forEach((old) => { old.className = old.dataset.tone; });
  const item = document.createElement('li');
  item.dataset.key = brick.key;
  item.dataset.tone = brick.tone;
  item.className = 'new';
  item.append(part('span', brick.name));
  if (brick.place) item.append(part('small', brick.place));
  list.prepend(item);
};

const show = (figures) => {
  if (figures.total === null) return;
  stage.querySelector('[data-total]').textContent = number.format(figures.total);
  stage.querySelector('[data-wait]').hidden = figures.bricks.length > 0;
  const newest = Math.max(0, ...[...list.children].map((item) => Number(item.dataset.key)));
  figures.bricks.filter((brick) => brick.key > newest).reverse().forEach(lay);
  while (list.children.length > 60) list.lastElementChild.remove();
};

const ask = async () => {
  try {
    if (!paused && !document.hidden) {
      const answer = await fetch(stage.dataset.figures, { signal: AbortSignal.timeout(8000) });
      if (!answer.ok) throw new Error(answer.status);
      show(await answer.json());
      state.textContent = '';
    }
  } catch { state.textContent = state.dataset.away; }
  setTimeout(ask, stage.dataset.seconds * 1000);
};
setTimeout(ask, stage.dataset.seconds * 1000);

const pause = () => { paused = !paused; state.textContent = paused ? state.dataset.paused : ''; };
const full = () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.())?.catch(() => {});
pauseButton.hidden = false;
fullButton.hidden = !document.fullscreenEnabled;
pauseButton.addEventListener('click', pause);
fullButton.addEventListener('click', full);
addEventListener('keydown', (e) => {
  if (e.target.closest('button') || e.ctrlKey || e.metaKey || e.altKey) return;
  if (e.key === ' ') { e.preventDefault(); pause(); }
  if (e.key === 'b' || e.key === 'B') stage.classList.toggle('blank');
  if (e.key === 'f' || e.key === 'F') full();
});
