/* Settled once Wagtail has built the editor and the browser has drawn it: fields of rich text, panels that fold. What only
   asks the server waits for it, so that one may write sooner. */
const LONGEST = 2000; // ms for which a busy browser may put it off

export const built = new Promise((done) => {
  const rest = () => (globalThis.requestIdleCallback ? requestIdleCallback(done, { timeout: LONGEST }) : setTimeout(done));
  if (document.readyState === 'complete') rest();
  else addEventListener('load', rest, { once: true });
});
