// Fetches the parts of the home page that come after it (home/dashboard/later.py). The focus stays where it is, but where
// somebody has pressed “try again”, whose button goes.
for (const part of document.querySelectorAll('[data-home-later]')) {
  const [wait, failed] = part.querySelectorAll('[role]');
  failed.querySelector('button').addEventListener('click', async () => {
    part.focus();
    await load(part, wait, failed);
  });
  load(part, wait, failed);
}

async function load(part, wait, failed) {
  part.setAttribute('aria-busy', 'true');
  wait.hidden = false;
  failed.hidden = true;
  const headers = { 'X-Requested-With': 'XMLHttpRequest' };
  const answer = await fetch(part.dataset.homeLater, { headers, redirect: 'error' }).catch(() => null);
  const html = answer?.ok ? await answer.text().catch(() => null) : null;
  part.setAttribute('aria-busy', 'false');
  if (html === null) {
    wait.hidden = true;
    failed.hidden = false;
    return;
  }
  const found = new DOMParser().parseFromString(html, 'text/html').body;
  wait.textContent = wait.dataset.done; // said once, not seen
  wait.className = 'w-sr-only';
  part.append(...found.childNodes);
}
