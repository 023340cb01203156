// A scenario scene by scene without loading the page around it. Without this script its forms and links do the same.
const stage = document.querySelector('[data-scenario]');
const HEADERS = { 'X-Part': '1' };

const take = async (address, options = {}) => {
  try {
    const answer = await fetch(address, { ...options, headers: HEADERS });
    if (!answer.ok) throw new Error(answer.status);
    const text = await answer.text();
    if (text.includes('<html')) { location.assign(answer.url); return; } // the first scene is the page itself
    stage.innerHTML = text;
    history.pushState(null, '', answer.url);
    stage.querySelector('h2').focus({ preventScroll: true });
    stage.scrollIntoView({ block: 'start' });
  } catch { location.assign(address); }
};

stage?.addEventListener('submit', (event) => {
  event.preventDefault();
  const body = new URLSearchParams(new FormData(event.target, event.submitter));
  take(event.target.action, { method: 'POST', body });
});

addEventListener('popstate', () => location.reload());
