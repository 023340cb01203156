// Photo picker: collects chosen photos in a list from which each can be removed. Without it: the plain file field.
import { shrink, uuid } from './store.js';

export function picker(form) {
  const input = form.querySelector('[name=anh]');
  const list = form.querySelector('[data-picked]');
  const photos = [];
  const draw = () => list?.replaceChildren(...photos.map((photo) => {
    const [row, words, name, size, off] = ['li', 'div', 'b', 'span', 'button'].map((tag) => document.createElement(tag));
    name.textContent = photo.name;
    size.textContent = `${Math.max(1, Math.round(photo.blob.size / 1000)).toLocaleString('vi')} KB`;
    [off.type, off.className, off.textContent] = ['button', 'button bare', input?.dataset.off ?? ''];
    off.addEventListener('click', () => { photos.splice(photos.indexOf(photo), 1); draw(); tell([]); });
    words.append(name, size);
    row.append(words, off);
    return row;
  }));
  // Check sizes before sending: the edge refuses a request that is too large without a message for this page.
  const wrong = (photo) => {
    const { room, max, maxAll } = input.dataset;
    if (photo.blob.size > Number(max)) return input.dataset.tooLarge;
    if (photos.length >= Number(room)) return input.dataset.tooMany;
    return photos.reduce((sum, one) => sum + one.blob.size, photo.blob.size) > Number(maxAll) ? input.dataset.tooHeavy : '';
  };
  const tell = (sentences) => {
    form.querySelector('[data-not-picked]')?.remove();
    if (!sentences.length) return;
    const box = Object.assign(document.createElement('div'), { className: 'err' });
    box.dataset.notPicked = '';
    box.setAttribute('role', 'alert');
    box.append(...sentences.map((sentence) => Object.assign(document.createElement('p'), { textContent: sentence })));
    input.closest('.pickfile').after(box);
  };
  const read = async (files) => {
    const refused = [];
    for (const file of files) {
      const photo = { key: uuid(), name: file.name, blob: await shrink(file) };
      const why = wrong(photo);
      if (why) refused.push(`“${file.name}” ${why}`); else photos.push(photo);
    }
    draw();
    tell(refused);
  };
  let taken = Promise.resolve();
  const take = () => {
    const files = [...input.files];
    input.value = '';
    taken = taken.then(() => read(files));
  };
  input?.addEventListener('change', take);
  if (input?.files.length) take(); // chosen before this script was there
  photos.taken = () => taken; // resolves once every chosen photo is made smaller and stands in the list
  photos.add = (more) => { photos.push(...more); draw(); };
  return photos;
}
