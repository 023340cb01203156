// Lets this page open without a connection. The rest of the site is not kept.
navigator.serviceWorker?.register('/sw.js', { scope: '/' }).catch(() => {});
