// Beside the upload box: removes the plain file field, and reloads the list of files after each decided upload.
const kept = document.querySelector('[data-kept]');
const plain = document.querySelector('[data-plain]');
const shown = document.querySelector('[data-files-shown]');

// What is typed is read when the new list is here. The row that has the focus stays where it is: made anew it would lose
// the next keys, and a word that is being composed (Telex, a phone's keyboard).
async function refresh() {
  const answer = await fetch(kept.dataset.files).catch(() => null);
  if (!answer?.ok) return false;
  const list = document.createElement('template');
  list.innerHTML = await answer.text();
  const rows = [...list.content.children];
  const rowOf = (name) => rows.find((row) => row.querySelector('input')?.name === name);
  for (const field of kept.querySelectorAll('input')) { const row = rowOf(field.name); if (row) row.querySelector('input').value = field.value; }
  const held = document.activeElement.closest('[data-kept] [data-row]');
  const at = rows.indexOf(rowOf(held?.querySelector('input')?.name));
  if (held && at >= 0) {
    for (const row of [...kept.children]) if (row !== held) row.remove();
    held.before(...rows.slice(0, at));
    held.after(...rows.slice(at + 1));
  } else kept.replaceChildren(...rows);
  const taken = [...kept.querySelectorAll('[data-row]:not(:has(.refused)) b')].map((name) => name.textContent);
  if (shown) shown.textContent = taken.join(', ') || shown.dataset.none;
  return true;
}

if (kept) {
  if (plain) plain.remove();
  addEventListener('upload-decided', async (event) => {
    if (await refresh()) document.querySelector(`[data-session="${event.detail.id}"]`)?.remove();
  });
}

// Shows the network of a pasted link, recognised by its host name.
const NETWORKS = { 'tiktok.com': 'TikTok', 'youtube.com': 'YouTube', 'youtu.be': 'YouTube', 'facebook.com': 'Facebook', 'fb.watch': 'Facebook', 'instagram.com': 'Instagram', 'zalo.me': 'Zalo' };
const link = document.querySelector('[name=post_url]');
const told = document.querySelector('[data-platform]');
link?.addEventListener('input', () => {
  let host = '';
  const address = link.value.trim();
  try { host = new URL(address.includes('://') ? address : `https://${address}`).hostname; } catch { /* not an address yet */ }
  const name = Object.entries(NETWORKS).find(([domain]) => host === domain || host.endsWith(`.${domain}`))?.[1];
  told.hidden = !name;
  if (name) told.textContent = told.dataset.words.replace('{name}', name);
});
