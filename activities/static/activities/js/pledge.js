// The browser's own token: which walls it has signed at. It stays in localStorage and travels only with a sign.
const PLACE = 'tuong-an-toan';
const read = () => { try { return localStorage.getItem(PLACE) ?? ''; } catch { return ''; } };

const form = document.querySelector('[data-pledge]');
form?.addEventListener('submit', () => { form.elements.token.value = form.elements.shared.checked ? '' : read(); });

const laid = document.querySelector('[data-token]');
if (laid) { try { localStorage.setItem(PLACE, laid.dataset.token); } catch { /* a private window keeps nothing */ } }
