/* Pasting from Word, Google Docs, Zalo: headings, tables and quotations become blocks of their own, by the server's cleaning. */
const STRUCTURE = /<(h[1-6]|table|blockquote|img)[\s>]|mso-list:/i; // Word writes lists as paragraphs with this style

/* Index behind the block of a stream that holds `element`, else behind the last one. */
export function indexBehind(blocks, element) {
  const index = blocks.children.findIndex((child) => child.element?.contains(element));
  return index < 0 ? blocks.children.length : index + 1;
}

/* The body's stream in `place`, once Wagtail has drawn it. */
export function streamIn(place) {
  return place?.querySelector('[id$="-root"]')?.rootBlock;
}

/* `place`: around the body and its note; `words`: `pasteAddress` and the sentences `busy` and `failed`. */
export function watchPasting(place, form, words) {
  const note = place.querySelector('[data-pasted]');
  const say = (text) => {
    note.textContent = text;
    note.hidden = !text;
  };
  place.addEventListener('paste', async (event) => {
    const html = event.clipboardData?.getData('text/html') ?? '';
    const blocks = streamIn(place);
    if (!STRUCTURE.test(html) || !blocks || !event.target.closest('.Draftail-Editor')) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const written = event.target.closest('[data-streamfield-child]');
    say(words.busy);
    const body = new FormData();
    body.set('html', html.replace(/(src=["'])data:[^"']*/gi, '$1')); // pictures go their own way, through the gate
    const headers = { 'X-CSRFToken': form.elements.namedItem('csrfmiddlewaretoken').value };
    const answer = await fetch(words.pasteAddress, { method: 'POST', body, headers }).catch(() => null);
    const data = await answer?.json().catch(() => null);
    if (!data?.blocks) {
      say(data?.error ?? words.failed);
      return;
    }
    let index = indexBehind(blocks, written);
    for (const block of data.blocks) {
      blocks.insert(block, index, {});
      index += 1;
    }
    say(data.said);
  }, { capture: true });
}
