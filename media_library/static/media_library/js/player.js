// A school's screen: plays the playlist in a loop from its cache, fetches the list every AGAIN milliseconds, caches new
// pieces and removes recalled ones. Offline it continues with what is cached.
const stage = document.querySelector('[data-player]');
const video = stage.querySelector('video');
const picture = stage.querySelector('img');
const status = stage.querySelector('[role=status]');
const STORE = 'phat-v1';
const AGAIN = 50_000; // ms; a recalled piece must leave the screen within a minute
let pieces = JSON.parse(document.getElementById('pieces').textContent);
let at = -1;
let object;
let turn;

const say = (text) => { status.textContent = text; };

const keepClip = async (piece) => {
  const store = await caches.open(STORE);
  if (await store.match(piece.clip)) return;
  const answer = await fetch(`${piece.clip}?luu=1`);
  if (!answer.ok) throw new Error(String(answer.status));
  await store.put(piece.clip, new Response(await answer.blob(), { headers: { 'Content-Type': 'video/mp4' } }));
};

const keepAll = async () => {
  if (!('caches' in window)) return;
  let kept = 0;
  for (const piece of pieces) {
    try {
      if (piece.clip) await keepClip(piece);
      else { const store = await caches.open(STORE); if (!(await store.match(piece.picture))) await store.add(piece.picture); }
      kept += 1;
    } catch { /* offline or storage full: streamed meanwhile, tried again at the next comparison */ }
  }
  stage.dataset.kept = String(kept);
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

/* The current list; [] where the playlist was removed, undefined offline. */
const ask = async () => {
  try {
    const answer = await fetch(stage.dataset.list, { cache: 'no-store', signal: AbortSignal.timeout(8000) });
    if (answer.status === 404 || answer.status === 410) return [];
    return answer.ok ? (await answer.json()).pieces : undefined;
  } catch { return undefined; }
};
const keepList = () => { try { localStorage.setItem(stage.dataset.list, JSON.stringify(pieces)); } catch { /* private window */ } };
const keptList = () => { try { return JSON.parse(localStorage.getItem(stage.dataset.list)) ?? undefined; } catch { return undefined; } };

const compare = async () => {
  const fresh = await ask();
  stage.dataset.line = fresh ? 'on' : 'off';
  if (!fresh) return;
  const changed = JSON.stringify(fresh) !== JSON.stringify(pieces);
  pieces = fresh;
  keepList();
  if (changed) await forgetOthers();
  if (!fresh.some((piece) => piece.id === stage.dataset.playing)) await next(); // stop a recalled piece first
  if (changed || stage.dataset.kept !== String(fresh.length)) await keepAll();
};

video.addEventListener('ended', next);
video.addEventListener('error', () => { if (pieces.length > 1) setTimeout(next, 2000); else setTimeout(next, 10000); });
stage.addEventListener('click', (e) => {
  if (e.target.closest('a')) return;
  if (e.target.closest('[data-full]')) { stage.requestFullscreen?.(); e.target.closest('[data-full]').blur(); navigator.wakeLock?.request('screen').catch(() => {}); }
  if (video.paused && !video.hidden) video.play().catch(() => {});
});
/* Hide the bar after STILL ms without pointer, touch or keyboard (class `still`). */
const STILL = 4000;
let rest;
const wake = () => { stage.classList.remove('still'); clearTimeout(rest); rest = setTimeout(() => stage.classList.add('still'), STILL); };
for (const event of ['pointermove', 'pointerdown', 'keydown', 'focusin']) addEventListener(event, wake);
wake();
addEventListener('keydown', (e) => { if (e.key === 'ArrowRight') next(); if (e.key === 'f') stage.requestFullscreen?.(); });
navigator.serviceWorker?.register(stage.dataset.worker, { scope: stage.dataset.scope }).catch(() => {});
// Cache this page now: the service worker handles only later requests, and there may be only one visit.
navigator.serviceWorker?.ready.then(() => caches.open('phat-trang-v1')).then((store) => store.add(location.pathname)).catch(() => {});
navigator.storage?.persist?.().catch(() => {});
stage.classList.add('runs');
pieces = (await ask()) ?? keptList() ?? pieces; // the page itself may come from the cache
keepList();
await next();
await keepAll();
await compare();
setInterval(compare, AGAIN);
addEventListener('online', compare);
