// The form for a class code: a browser that was in this session before comes back as the same phone (class.js).
const form = document.querySelector('form.codein');
form.addEventListener('submit', () => {
  try {
    const { code, key, until } = JSON.parse(localStorage.getItem('lop-may')) ?? {};
    const typed = form.elements.ma.value.replaceAll(/\s/g, '');
    if (until < Date.now()) localStorage.removeItem('lop-may');
    else if (typed === code) form.elements.may.value = key;
  } catch { /* no storage: a new phone */ }
});
