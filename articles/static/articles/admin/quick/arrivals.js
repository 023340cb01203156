/* A form that is sent while pictures are still travelling waits for them: without them the story would be saved bare. */
import { send } from '../sending.js';

/* Ends a picture's way on a line that was cut: 12 MB at 60 kB a second take 200 s. */
export const untilCut = () => AbortSignal.timeout(300_000);

/* Returns what to call with each promise of a picture (true: it has come). `say` tells that the form waits. */
export function waitFor(form, say) {
  const underWay = new Set();
  let isWaiting = false;
  form.addEventListener('submit', async (event) => {
    if (!underWay.size) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (isWaiting) return;
    isWaiting = true;
    say();
    let haveCome = true;
    while (underWay.size) haveCome = (await Promise.allSettled(underWay)).every(({ value }) => value) && haveCome;
    isWaiting = false;
    if (haveCome) send(form, event.submitter); // a refusal stays to be read; the next press sends without it
  }, { capture: true });
  return (arrival) => {
    const settled = arrival.finally(() => underWay.delete(settled));
    underWay.add(settled);
    return settled;
  };
}
