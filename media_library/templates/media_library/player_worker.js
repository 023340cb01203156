// Service worker of the player: caches its page and files, so that a screen can start offline.
const STORE = 'phat-trang-v1';
const FILES = [{% for file in files %}"{{ file|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
self.addEventListener('install', (e) => e.waitUntil(caches.open(STORE).then((store) => store.addAll(FILES)).then(() => self.skipWaiting())));
self.addEventListener('activate', (e) => e.waitUntil(self.clients.claim()));
const fresh = async (request) => {
  const store = await caches.open(STORE);
  try {
    const answer = await fetch(request);
    if (answer.ok) await store.put(request, answer.clone());
    else if (answer.status === 404 || answer.status === 410) await store.delete(request);
    return answer;
  } catch (error) {
    const found = await store.match(request, { ignoreSearch: true });
    if (found) return found;
    throw error;
  }
};
self.addEventListener('fetch', (e) => {
  const address = new URL(e.request.url);
  const own = address.origin === location.origin;
  const page = e.request.mode === 'navigate' && /^\/[a-z-]+\/phat\/[\w-]+\/$/.test(address.pathname);
  if (e.request.method === 'GET' && own && (page || FILES.some((file) => new URL(file, location.href).pathname === address.pathname))) e.respondWith(fresh(e.request));
  else if (own && address.pathname.startsWith('/media/')) e.respondWith(caches.match(e.request).then((found) => found ?? fetch(e.request)));
});
