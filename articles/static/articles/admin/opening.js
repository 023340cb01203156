/* Settled a moment after Wagtail has built the editor and the browser has drawn it: fields of rich text, panels that fold.
   What only asks the server, and fields that start later, wait for it: that moment belongs to whoever waited to write. Not
   longer than LONGEST, for a picture that does not come holds “load” back, and until then no copy of what is written is kept. */
const QUIET = 150, LONGEST = 2000; // ms

export const built = new Promise((done) => {
  const rest = () => (globalThis.requestIdleCallback ? requestIdleCallback(done, { timeout: LONGEST }) : setTimeout(done));
  addEventListener('load', () => setTimeout(rest, QUIET), { once: true });
  setTimeout(rest, document.readyState === 'complete' ? 0 : LONGEST);
});
