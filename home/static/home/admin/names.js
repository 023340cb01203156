// Wagtail's rich text and its box for tags have no name for those who listen: they get that of their field.
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
// Blocks are added while one writes; an editor is made a moment after its place.
let asked = 0;
new MutationObserver(() => { cancelAnimationFrame(asked); asked = requestAnimationFrame(give); }).observe(document.body, { childList: true, subtree: true });
give();
