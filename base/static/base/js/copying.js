// Buttons that copy the text of the element `data-copy` names, or the page's address; they are hidden without JavaScript.
const say = (el, text) => { const s = el.closest('[data-says]')?.querySelector('[role=status]'); if (s) s.textContent = text; };

// For browsers without the clipboard API, e.g. those in Zalo and Facebook.
const copyOld = (text) => {
  const area = Object.assign(document.createElement('textarea'), { value: text, readOnly: true });
  area.className = 'vh';
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
};
const copyText = async (text) => {
  try { await navigator.clipboard.writeText(text); return true; } catch { return copyOld(text); }
};

document.addEventListener('click', async (e) => {
  const copy = e.target.closest('[data-copy]');
  if (!copy) return;
  const from = document.getElementById(copy.dataset.copy);
  const link = document.querySelector('link[rel=canonical]')?.href ?? location.href;
  const text = from ? (from.value ?? from.innerText) : link;
  say(copy, (await copyText(text)) ? (copy.dataset.copied ?? '✓') : text);
});
document.querySelectorAll('[data-copy]').forEach((b) => { b.hidden = false; });
