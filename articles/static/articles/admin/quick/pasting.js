/* Pasting from Word, Google Docs, Zalo: headings, tables, quotations and pictures become blocks, by the server's cleaning. */
import { takeOutPictures } from './pasted_pictures.js';

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

/* Whether the nearest element that says how heavy `text` is makes it bold; Google Docs has a <b> that is not. */
function isBold(text) {
  for (let tag = text.parentElement; tag; tag = tag.parentElement) {
    const weight = tag.style.fontWeight;
    if (weight) return weight.startsWith('bold') || Number(weight) >= 600;
    if (/^(B|STRONG)$/.test(tag.tagName)) return true;
  }
  return false;
}

/* Whether a whole line before the last one is bold: the server takes it for a heading. */
function hasBoldLine(html) {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const lines = [...page.querySelectorAll('p, div')].filter((line) => !line.querySelector('p, div') && line.textContent.trim());
  return lines.slice(0, -1).some((line) => {
    const texts = page.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) if (texts.currentNode.data.trim() && !isBold(texts.currentNode)) return false;
    return true;
  });
}

/* The words alone as a block: what the server could not clean is not lost. */
function plainBlock(clipboardText, html) {
  const words = clipboardText || new DOMParser().parseFromString(html, 'text/html').body.textContent;
  const lines = words.split(/[\r\n]+/).filter((line) => line.trim());
  const blocks = lines.map((text, number) => ({ key: `dan${number}`, text, type: 'unstyled', depth: 0, inlineStyleRanges: [], entityRanges: [] }));
  return { type: 'paragraph', value: JSON.stringify({ blocks, entityMap: {} }) };
}

/* `place`: around the body and its note; `words`: `pasteAddress` and the sentences `busy`, `failed` and `plain`. */
export function watchPasting(place, form, words) {
  const note = place.querySelector('[data-pasted]');
  const say = (text) => {
    note.textContent = text;
    note.hidden = !text;
  };
  place.addEventListener('paste', async (event) => {
    const whole = event.clipboardData?.getData('text/html') ?? '';
    const blocks = streamIn(place);
    if (!blocks || !event.target.closest('.Draftail-Editor') || !(STRUCTURE.test(whole) || hasBoldLine(whole))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const written = event.target.closest('[data-streamfield-child]');
    const text = event.clipboardData.getData('text/plain');
    const { html, pictures } = takeOutPictures(event.clipboardData);
    say(words.busy);
    const body = new FormData();
    body.set('html', html);
    for (const [number, picture] of pictures.entries()) body.append('picture', picture, `${number}`);
    const headers = { 'X-CSRFToken': form.elements.namedItem('csrfmiddlewaretoken').value };
    const answer = await fetch(words.pasteAddress, { method: 'POST', body, headers }).catch(() => null);
    const data = await answer?.json().catch(() => null);
    let index = indexBehind(blocks, written);
    for (const block of data?.blocks ?? [plainBlock(text, html)]) {
      blocks.insert(block, index, {});
      index += 1;
    }
    say(data?.blocks ? data.said : `${data?.error ?? words.failed} ${words.plain}`);
  }, { capture: true });
}
