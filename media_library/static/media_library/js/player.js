// A school's screen: plays the list in a loop from what it has kept, compares the list every few minutes,
// takes up new pieces and drops recalled ones. Without a line it goes on with what it has.
const stage = document.querySelector('[data-player]');
const video = stage.querySelector('video');
const picture = stage.querySelector('img');
const status = stage.querySelector('[role=status]');
const STORE = 'phat-v1';
const AGAIN = Number(stage.dataset.again || 180) * 1000;
let pieces = JSON.parse(document.getElementById('pieces').textContent);
let at = -1;
let object;
let turn;

const say = (text) => { status.textContent = text; };

const keepClip = async (piece) => {
  const store = await caches.open(STORE);
  if (await store.match(piece.clip)) return;
  const answer = await fetch(`${piece.clip}?luu=1`);
  if (answer.ok) await store.put(piece.clip, new Response(await answer.blob(), { headers: { 'Content-Type': 'video/mp4' } }));
};

const keepAll = async () => {
  if (!('caches' in window)) return;
  for (const piece of pieces) {
    try {
      if (piece.clip) await keepClip(piece);
      else { const store = await caches.open(STORE); if (!(await store.match(piece.picture))) await store.add(piece.picture); }
    } catch { /* no line, or no room: it is played from the line instead */ }
  }
  stage.dataset.kept = String(pieces.length);
};

const forgetOthers = async () => {
  if (!('caches' in window)) return;
  const wanted = new Set(pieces.map((piece) => new URL(piece.clip ?? piece.picture, location.href).pathname));
  const store = await caches.open(STORE);
  for (const request of await store.keys()) if (!wanted.has(new URL(request.url).pathname)) await store.delete(request);
};

const sourceOf = async (address) => {
  const found = 'caches' in window ? await (await caches.open(STORE)).match(address) : undefined;
  if (!found) return address;
  object = URL.createObjectURL(await found.blob());
  return object;
};

const next = async () => {
  clearTimeout(turn);
  if (object) { URL.revokeObjectURL(object); object = undefined; }
  if (!pieces.length) { video.hidden = picture.hidden = true; say(stage.dataset.empty); turn = setTimeout(next, 15000); return; }
  at = (at + 1) % pieces.length;
  const piece = pieces[at];
  stage.dataset.playing = piece.id;
  document.title = piece.title;
  video.hidden = !piece.clip;
  picture.hidden = !!piece.clip;
  if (piece.clip) {
    video.src = await sourceOf(piece.clip);
    video.loop = pieces.length === 1;
    try { await video.play(); say(''); } catch { say(stage.dataset.tap); }
  } else {
    picture.src = piece.picture;
    picture.alt = piece.title;
    say('');
    turn = setTimeout(next, piece.seconds * 1000);
  }
};

const compare = async () => {
  try {
    const answer = await fetch(stage.dataset.list, { cache: 'no-store' });
    if (answer.status === 404 || answer.status === 410) { pieces = []; await forgetOthers(); await next(); return; }
    const fresh = (await answer.json()).pieces;
    const gone = !fresh.some((piece) => piece.id === stage.dataset.playing);
    const changed = JSON.stringify(fresh) !== JSON.stringify(pieces);
    pieces = fresh;
    keep();
    if (changed) { await forgetOthers(); await keepAll(); }
    if (gone) await next();
    stage.dataset.line = 'on';
  } catch { stage.dataset.line = 'off'; }
};
const keep = () => { try { localStorage.setItem(stage.dataset.list, JSON.stringify(pieces)); } catch { /* private window */ } };

video.addEventListener('ended', next);
video.addEventListener('error', () => { if (pieces.length > 1) setTimeout(next, 2000); else setTimeout(next, 10000); });
stage.addEventListener('click', (e) => {
  if (e.target.closest('a')) return;
  if (e.target.closest('[data-full]')) { stage.requestFullscreen?.(); navigator.wakeLock?.request('screen').catch(() => {}); }
  if (video.paused && !video.hidden) video.play().catch(() => {});
});
addEventListener('keydown', (e) => { if (e.key === 'ArrowRight') next(); if (e.key === 'f') stage.requestFullscreen?.(); });
if (stage.dataset.stale === 'offline') { try { pieces = JSON.parse(localStorage.getItem(stage.dataset.list)) ?? pieces; } catch { /* first visit */ } }
navigator.serviceWorker?.register(stage.dataset.worker, { scope: stage.dataset.scope }).catch(() => {});
stage.classList.add('runs');
keep();
await next();
await keepAll();
await compare();
setInterval(compare, AGAIN);
addEventListener('online', compare);
