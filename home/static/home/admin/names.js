// Gives Wagtail's rich text and tag fields, which have no accessible name, the label of their field as aria-label.
const name = (field) => {
  const own = field.closest('.w-field__wrapper')?.querySelector('.w-field__label');
  const words = own ?? field.closest('.w-panel')?.querySelector('.w-panel__heading');
  return words?.textContent.replace('*', '').trim();
};
const give = () => {
  for (const field of document.querySelectorAll('.public-DraftEditor-content:not([aria-label]), .tagit-new input:not([aria-label])')) {
    const words = name(field);
    if (words) field.setAttribute('aria-label', words);
  }
};
// Observe the page: blocks are added later, and an editor appears shortly after its container. Once for many changes.
const PAUSE = 250; // ms
let asked = 0;
const later = () => { asked ||= setTimeout(() => { asked = 0; give(); }, PAUSE); };
new MutationObserver(later).observe(document.body, { childList: true, subtree: true });
give();
