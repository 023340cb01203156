/* Pasting from Word, Google Docs, Zalo: headings, tables and quotations become blocks of their own, by the server's cleaning. */
const STRUCTURE = /<(h[1-6]|table|blockquote|img)[\s>]/i;

export function watchPasting(place, form, stream, indexBehind) {
  const { pasteAddress } = place.dataset;
  const note = place.querySelector('[data-pasted]');
  if (!pasteAddress) return;
  const say = (words) => {
    note.textContent = words;
    note.hidden = !words;
  };
  place.addEventListener('paste', async (event) => {
    const html = event.clipboardData?.getData('text/html') ?? '';
    const blocks = stream();
    if (!STRUCTURE.test(html) || !blocks || !event.target.closest('.Draftail-Editor')) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    say(place.dataset.busy);
    const body = new FormData();
    body.set('html', html.replace(/(src=["'])data:[^"']*/gi, '$1')); // pictures go their own way, through the gate
    const headers = { 'X-CSRFToken': form.elements.namedItem('csrfmiddlewaretoken').value };
    const answer = await fetch(pasteAddress, { method: 'POST', body, headers }).catch(() => null);
    const data = await answer?.json().catch(() => null);
    if (!data?.blocks) {
      say(data?.error ?? place.dataset.failed);
      return;
    }
    let index = indexBehind(blocks);
    for (const block of data.blocks) {
      blocks.insert(block, index, {});
      index += 1;
    }
    say(data.said);
  }, { capture: true });
}
