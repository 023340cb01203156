/* Buttons beside the points of the safety check lead to their place in the draft, which stands in a frame of this site. */
const frame = document.querySelector('[data-jump-frame]');

/* The elements that hold `words`, in the order of reading. */
function holding(page, words) {
  const found = [];
  const texts = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  const plain = (text) => text.replaceAll(/\s+/g, ' '); // the page joins words by no-break spaces
  while (texts.nextNode()) if (plain(texts.currentNode.data).includes(plain(words))) found.push(texts.currentNode.parentElement);
  return found.filter((element) => element.checkVisibility());
}

let shown = null;
function jump(button) {
  const page = frame.contentDocument;
  const { words, selector } = button.dataset;
  const found = words ? holding(page, words) : [...page.querySelectorAll(selector)].filter((one) => one.checkVisibility());
  button.disabled = !found.length;
  if (!found.length) return;
  const next = Number(button.dataset.next ?? 0) % found.length; // pressed again: the next one
  button.dataset.next = next + 1;
  if (shown) shown.style.outline = '';
  shown = found[next];
  shown.style.outline = '3px solid #b3261e';
  // At once, the words last: a smooth scroll of the page, as the administration's is, ends where another one begins.
  frame.scrollIntoView({ block: 'nearest', behavior: 'instant' });
  shown.scrollIntoView({ block: 'center', behavior: 'instant' });
}

for (const list of document.querySelectorAll('[data-jumps]')) {
  list.hidden = false;
  list.addEventListener('click', (event) => event.target.closest('button') && jump(event.target.closest('button')));
}
