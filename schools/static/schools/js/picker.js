// Chosen photos as a list that adds up, each with a way to take it off again. Without this file: the plain file field.
import { shrink, uuid } from './store.js';

export function picker(form) {
  const input = form.querySelector('[name=anh]');
  const list = form.querySelector('[data-picked]');
  const photos = [];
  const draw = () => list?.replaceChildren(...photos.map((photo) => {
    const [row, words, name, size, off] = ['li', 'div', 'b', 'span', 'button'].map((tag) => document.createElement(tag));
    name.textContent = photo.name;
    size.textContent = `${Math.max(1, Math.round(photo.blob.size / 1000)).toLocaleString('vi')} KB`;
    [off.type, off.className, off.textContent] = ['button', 'button bare', 'Bỏ'];
    off.addEventListener('click', () => { photos.splice(photos.indexOf(photo), 1); draw(); });
    words.append(name, size);
    row.append(words, off);
    return row;
  }));
  input?.addEventListener('change', async () => {
    for (const file of [...input.files]) photos.push({ key: uuid(), name: file.name, blob: await shrink(file) });
    input.value = '';
    draw();
    form.dispatchEvent(new CustomEvent('picked'));
  });
  photos.add = (more) => { photos.push(...more); draw(); };
  return photos;
}
