// Registers the service worker, so that the help pages open without a connection (home/templates/home/sw.js). It waits
// until the page is loaded: what the worker fetches must not delay what the reader sees.
const keep = () => navigator.serviceWorker?.register('/sw.js', { scope: '/' }).catch(() => {});
if (document.readyState === 'complete') keep(); else addEventListener('load', keep, { once: true });
