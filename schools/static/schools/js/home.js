// Stores the list of open items on the phone and caches the offline form, so that it opens without a connection.
const words = document.getElementById('viec-cua-truong');
try { localStorage.setItem('viec-cua-truong', words.textContent); } catch { /* no storage */ }
async function keepForm() {
  const inCharge = navigator.serviceWorker.controller ?? new Promise((done) => { navigator.serviceWorker.addEventListener('controllerchange', done, { once: true }); });
  await navigator.serviceWorker.register('/sw.js', { scope: '/' });
  const answer = await fetch('/truong/ngoai-tuyen/', { credentials: 'omit' });
  if (!answer.ok) return;
  const shelf = await caches.open('truong-ngoai-tuyen');
  await shelf.put('/truong/ngoai-tuyen/', answer.clone());
  const form = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const parts = [...form.querySelectorAll('link[rel=stylesheet], link[rel=modulepreload], link[rel=icon], script[src]')];
  await shelf.addAll([...new Set(parts.map((part) => part.getAttribute('href') ?? part.getAttribute('src')))]);
  await inCharge;
  document.documentElement.dataset.offline = 'ready';
}
if (navigator.serviceWorker && window.caches) keepForm().catch(() => {});
// Reload after stored entries were sent: the list has changed.
document.addEventListener('outbox-sent', () => setTimeout(() => location.reload(), 1500));
