// Service worker: caches the help pages and the pages of situations, and answers with a school's offline form where its
// home page has cached one (schools/js/home.js). Without a connection it answers with cached static files, and any search
// with the help page. Other requests go to the network.
const KEPT = {{ kept_json }};
const CACHE = 'can-giup-do-{{ version|stringformat:"d" }}';
const PAGES = new Set([...KEPT.pages, ...KEPT.situations]);
addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then(async (cache) => {
    await cache.addAll([...KEPT.pages, ...KEPT.files]);
    // One page that cannot be fetched now must not cost the others; it is kept when it is opened.
    await Promise.allSettled(KEPT.situations.map((page) => cache.add(page)));
  }).then(() => skipWaiting()));
});
addEventListener('activate', (event) => {
  event.waitUntil(caches.keys().then((keys) => Promise.all(keys.filter((key) => key.startsWith('can-giup-do') && key !== CACHE).map((key) => caches.delete(key)))).then(() => clients.claim()));
});
addEventListener('fetch', (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== 'GET' || origin !== location.origin) return;
  if (event.request.mode === 'navigate' && pathname.startsWith('/truong/')) {
    event.respondWith(fetch(event.request).catch((error) => caches.match('/truong/ngoai-tuyen/').then((form) => form ?? Promise.reject(error))));
    return;
  }
  const help = KEPT.pages.find((page) => pathname === page.replace('can-giup-do', 'tim-kiem'));
  if (event.request.mode === 'navigate' && help) {
    event.respondWith(fetch(event.request).catch(() => Response.redirect(help)));
    return;
  }
  if (!navigator.onLine && ['style', 'script', 'font', 'image'].includes(event.request.destination)) {
    event.respondWith(caches.match(event.request).then((kept) => kept ?? fetch(event.request)));
    return;
  }
  const isPage = PAGES.has(pathname);
  if (!isPage && !KEPT.files.includes(pathname)) return;
  const fresh = () => fetch(event.request).then((response) => {
    if (response.ok) { const copy = response.clone(); event.waitUntil(caches.open(CACHE).then((cache) => cache.put(pathname, copy))); }
    return response;
  });
  // Help numbers may change: use the network first; after 4 s or an error, the cached page.
  const late = () => new Promise((done, fail) => setTimeout(fail, 4000));
  const shelf = () => caches.match(pathname);
  event.respondWith(isPage ? Promise.race([fresh(), late()]).then((r) => (r.status < 500 ? r : shelf().then((s) => s ?? r))).catch(() => shelf().then((s) => s ?? fresh())) : shelf().then((s) => s ?? fresh()));
});
