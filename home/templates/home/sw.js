// Keeps the help page for the moment without a connection. Nothing else of the site is touched.
const KEPT = {{ kept_json }};
const CACHE = 'can-giup-do-{{ version|stringformat:"d" }}';
addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([...KEPT.pages, ...KEPT.files])).then(() => skipWaiting()));
});
addEventListener('activate', (event) => {
  event.waitUntil(caches.keys().then((keys) => Promise.all(keys.filter((key) => key !== CACHE).map((key) => caches.delete(key)))).then(() => clients.claim()));
});
addEventListener('fetch', (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== 'GET' || origin !== location.origin) return;
  const isPage = KEPT.pages.includes(pathname);
  if (!isPage && !KEPT.files.includes(pathname)) return;
  const fresh = () => fetch(event.request).then((response) => {
    if (response.ok) { const copy = response.clone(); event.waitUntil(caches.open(CACHE).then((cache) => cache.put(pathname, copy))); }
    return response;
  });
  // A number may have changed: the page comes fresh when it can, after four seconds or an error from the shelf.
  const late = () => new Promise((done, fail) => setTimeout(fail, 4000));
  const shelf = () => caches.match(pathname);
  event.respondWith(isPage ? Promise.race([fresh(), late()]).then((r) => (r.status < 500 ? r : shelf().then((s) => s ?? r))).catch(() => shelf().then((s) => s ?? fresh())) : shelf().then((s) => s ?? fresh()));
});
