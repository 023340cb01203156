// The offline form: takes the items from localStorage (home.js) and stores the answer in IndexedDB (store.js).
import { all, keyOf, put } from './store.js';
import { picker } from './picker.js';

const form = document.querySelector('[data-offline-form]');
let kept = null;
try { kept = JSON.parse(localStorage.getItem('viec-cua-truong')); } catch { /* nothing stored */ }
if (form && kept?.items?.length) {
  const photos = picker(form);
  const list = form.elements.code;
  document.querySelector('[data-unit-name]').textContent = kept.name;
  document.querySelector('[data-empty]').hidden = true;
  form.hidden = false;
  list.append(...kept.items.map((item) => new Option(`${item.code} ${item.label}`, item.code)));
  const show = () => {
    const item = kept.items.find((one) => one.code === list.value);
    form.querySelector('[data-wanted]').textContent = item.wanted;
    form.querySelectorAll('[data-for]').forEach((field) => { field.hidden = !item[field.dataset.for]; });
    if (item.number) form.querySelector('[data-for=number] label').textContent = item.number;
  };
  list.addEventListener('change', show);
  show();
  form.addEventListener('submit', async (e) => {
    e.preventDefault();
    await photos.taken();
    const item = kept.items.find((one) => one.code === list.value);
    const key = keyOf(kept.unit, item.code);
    const before = (await all()).find((entry) => entry.key === key); // add photos to those of an earlier entry
    const typed = Object.entries({ link: form.elements.link.value, number: form.elements.number.value, done_on: form.elements.done_on.value });
    const fields = { note: '', version: item.version, ...before?.fields, ...Object.fromEntries(typed.filter(([, value]) => value)) };
    if (form.elements.faces_ok.checked) fields.faces_ok = 'on';
    await put({ key, unit: kept.unit, code: item.code, label: item.label, fields, photos: [...before?.photos ?? [], ...photos], at: Date.now() });
    form.querySelector('[role=status]').textContent = form.dataset.kept;
    photos.length = 0;
    form.querySelector('[data-picked]').replaceChildren();
    form.reset();
    show();
  });
}
