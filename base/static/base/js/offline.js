// Registers the service worker, so that the help page opens without a connection (home/templates/home/sw.js).
navigator.serviceWorker?.register('/sw.js', { scope: '/' }).catch(() => {});
