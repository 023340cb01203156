// Beside the upload box: removes the plain file field, and reloads the list of files after each decided upload.
const kept = document.querySelector('[data-kept]');
const plain = document.querySelector('[data-plain]');
const shown = document.querySelector('[data-files-shown]');

// What is typed is read when the new list is here, and the caret goes back to its place.
async function refresh() {
  const answer = await fetch(kept.dataset.files).catch(() => null);
  if (!answer?.ok) return;
  const list = await answer.text();
  const typed = new Map([...kept.querySelectorAll('input[name^=chu-]')].map((field) => [field.name, field.value]));
  const { name: held, selectionStart, selectionEnd } = kept.contains(document.activeElement) ? document.activeElement : {};
  kept.innerHTML = list;
  const find = (name) => kept.querySelector(`[name="${name}"]`);
  for (const [name, value] of typed) { const field = find(name); if (field) field.value = value; }
  if (typed.has(held)) { find(held)?.focus(); find(held)?.setSelectionRange(selectionStart, selectionEnd); }
  if (shown) shown.textContent = [...kept.querySelectorAll('[data-row] b')].map((name) => name.textContent).join(', ');
}

if (kept) {
  if (plain) plain.remove();
  addEventListener('upload-decided', async (event) => {
    await refresh();
    if (!event.detail.refusal) document.querySelector(`[data-session="${event.detail.id}"]`)?.remove();
  });
}

// Shows the network of a pasted link, recognised by its host name.
const NETWORKS = { 'tiktok.com': 'TikTok', 'youtube.com': 'YouTube', 'youtu.be': 'YouTube', 'facebook.com': 'Facebook', 'fb.watch': 'Facebook', 'instagram.com': 'Instagram', 'zalo.me': 'Zalo' };
const link = document.querySelector('[name=post_url]');
const told = document.querySelector('[data-platform]');
link?.addEventListener('input', () => {
  let host = '';
  try { host = new URL(link.value.trim()).hostname; } catch { /* not an address yet */ }
  const name = Object.entries(NETWORKS).find(([domain]) => host === domain || host.endsWith(`.${domain}`))?.[1];
  told.hidden = !name;
  if (name) told.textContent = told.dataset.words.replace('{name}', name);
});
