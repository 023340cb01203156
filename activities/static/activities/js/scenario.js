// A scenario scene by scene without loading the page around it. Without this script its forms and links do the same.
const stage = document.querySelector('[data-scenario]');
const HEADERS = { 'X-Part': '1' };

let going = false;
/** Shows the scene of an address; false where it did not come. */
const take = async (address, options = {}) => {
  going = true;
  try {
    const answer = await fetch(address, { ...options, headers: HEADERS });
    if (!answer.ok) throw new Error(answer.status);
    const text = await answer.text();
    if (text.includes('<html')) { location.assign(answer.url); return true; } // the first scene is the page itself
    stage.innerHTML = text;
    history.pushState(null, '', answer.url);
    stage.querySelector('h2').focus({ preventScroll: true });
    stage.scrollIntoView({ block: 'start' });
    return true;
  } catch { return false; } finally { going = false; }
};

stage?.addEventListener('submit', async (event) => {
  event.preventDefault();
  if (going) return; // a second tap
  const { target: form, submitter } = event;
  const body = new URLSearchParams(new FormData(form, submitter));
  if (await take(form.action, { method: 'POST', body })) return;
  // As without this script: the browser says what is wrong, and its reload or Back keeps the way so far.
  if (submitter) form.append(Object.assign(document.createElement('input'), { type: 'hidden', name: submitter.name, value: submitter.value }));
  form.submit();
});

addEventListener('popstate', () => location.reload());
