// A second tap while a form is on its way sends nothing: the answer to the first would never be seen. A form whose answer
// is a file, or whose connection broke, may be sent again after REST milliseconds.
const REST = 10_000;
addEventListener('submit', (e) => {
  const form = e.target;
  if (e.defaultPrevented || form.method !== 'post') return;
  if ('sent' in form.dataset) { e.preventDefault(); return; }
  form.dataset.sent = '';
  setTimeout(() => { delete form.dataset.sent; }, REST);
});
addEventListener('pageshow', (e) => { if (e.persisted) document.querySelectorAll('form[data-sent]').forEach((form) => { delete form.dataset.sent; }); });
