// Translates two labels of wagtail-localize's editor that are fixed in English in its script.
const words = JSON.parse(document.getElementById('localize-words')?.textContent ?? '{}');
const editor = document.querySelector('.js-translation-editor');
const TITLE = /^(.+) to (.+) translation$/;
const translate = () => {
  const walk = document.createTreeWalker(editor, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const found = TITLE.exec(node.data);
    if (found) node.data = words.title.replace('{source}', found[1]).replace('{target}', found[2]);
    else if (node.data === 'More actions') node.data = words.more;
  }
};
if (editor) { translate(); new MutationObserver(translate).observe(editor, { childList: true, subtree: true }); }
