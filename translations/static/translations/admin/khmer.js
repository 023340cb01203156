// Panel for fields with Khmer text in the administration: shows zero-width spaces (U+200B) and previews line breaks.
// Khmer has no spaces between words: browsers break lines by a dictionary or at U+200B.
const ZWSP = '\u200b';
const KHMER = /[\u1780-\u17ff]/;
const LONG = /[\u1780-\u17d3]{40,}/;
const words = JSON.parse(document.getElementById('khmer-words')?.textContent ?? '{}');
const element = (name, text, css) => { const e = document.createElement(name); if (text) e.textContent = text; if (css) e.className = css; return e; };

const panel = element('aside', '', 'khmer-aid');
const warn = element('p', '', 'warn');
const shown = element('input');
const insert = element('button', words.insert, 'button button-small');
const phone = element('div', '', 'box phone');
const poster = element('div', '', 'box poster');
let field = null;

const textOf = (f) => (f.isContentEditable ? f.innerText : f.value) ?? '';
const fill = (box, text) => {
  box.lang = 'km';
  box.replaceChildren();
  text.split(ZWSP).forEach((piece, n) => {
    if (n && shown.checked) box.append(element('mark', '|'));
    if (n) box.append(ZWSP);
    box.append(piece);
  });
};
const show = () => {
  const text = field ? textOf(field) : '';
  panel.hidden = !KHMER.test(text);
  // The class makes room beside the panel (khmer.css), so that the panel covers neither the field nor “Lưu”. It is never
  // removed: if the layout moved when the field loses the focus, a click on “Lưu” would miss the button.
  if (!panel.hidden) document.documentElement.classList.add('khmer-typing');
  if (field) field.classList.toggle('khmer-text', !panel.hidden);
  if (panel.hidden) return;
  warn.textContent = LONG.test(text) ? words.long : '';
  fill(phone, text); fill(poster, text.split('\n')[0]);
};
const build = () => {
  panel.hidden = true; panel.setAttribute('aria-label', words.title);
  shown.type = 'checkbox'; shown.id = 'khmer-zwsp'; insert.type = 'button';
  const label = element('label'); label.append(shown, words.show);
  panel.append(element('h2', words.title), warn, label, insert, element('p', words.phone), phone, element('p', words.poster), poster);
  shown.addEventListener('change', show);
  // preventDefault keeps the focus in the field and the caret in its place.
  insert.addEventListener('mousedown', (e) => { e.preventDefault(); document.execCommand('insertText', false, ZWSP); show(); });
  document.body.append(panel);
};
build();
document.addEventListener('focusin', (e) => {
  if (panel.contains(e.target)) return;
  field = e.target.matches?.('input[type=text], textarea, [contenteditable=true]') ? e.target : null;
  show();
});
// Draftail handles keys and pasted text itself and fires no “input” event, so listen to other events too.
for (const name of ['input', 'keyup', 'paste', 'cut']) document.addEventListener(name, () => setTimeout(show));
