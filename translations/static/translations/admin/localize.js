// In wagtail-localize's editor: two labels that are fixed in English in its script, and “Xong, gửi duyệt”.
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
// For who may not publish: the page's form goes to its own address, where a hook takes this action.
const offerReview = () => {
  const actions = editor.querySelector('footer form nav.actions');
  if (!actions || actions.querySelector('[name="action"]')) return;
  const button = document.createElement('button');
  Object.assign(button, { type: 'submit', name: 'action', value: words.action, className: 'button', textContent: words.submit });
  actions.prepend(button);
};
const complete = () => { translate(); offerReview(); };
if (editor) { complete(); new MutationObserver(complete).observe(editor, { childList: true, subtree: true }); }
