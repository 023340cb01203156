// Entries kept on the phone until there is a connection: {key, unit, code, label, step, fields, photos, at} in IndexedDB.
const open = () => new Promise((done, fail) => {
  const ask = indexedDB.open('khong-mot-minh-truong', 1);
  ask.onupgradeneeded = () => ask.result.createObjectStore('cho-gui', { keyPath: 'key' });
  ask.onsuccess = () => done(ask.result);
  ask.onerror = () => fail(ask.error);
});
const run = async (mode, work) => {
  const db = await open();
  try {
    return await new Promise((done, fail) => {
      const change = db.transaction('cho-gui', mode);
      const request = work(change.objectStore('cho-gui'));
      change.oncomplete = () => done(request.result);
      change.onerror = change.onabort = () => fail(change.error);
    });
  } finally { db.close(); }
};
export const put = (entry) => run('readwrite', (store) => store.put(entry));
export const all = () => run('readonly', (store) => store.getAll());
export const drop = (key) => run('readwrite', (store) => store.delete(key));
export const keyOf = (unit, code) => `${unit}/${code}`;

// Longer side in px: about a fifteenth of the bytes; drawing to a canvas also removes EXIF, the place included.
const SIDE = 1600;
export async function shrink(file) {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [Math.round(picture.width * scale), Math.round(picture.height * scale)];
    canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((done) => { canvas.toBlob(done, 'image/jpeg', .85); });
    return blob && blob.size < file.size ? blob : file;
  } catch { return file; } // HEIC or not an image: the server decides
}
export const uuid = () => crypto.randomUUID?.() ?? '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));

// `form`: any form of this page with a CSRF token (base/js/token.js). 401: signed out, which a missing cookie says too.
export async function send(entry, form) {
  const body = new FormData();
  for (const [name, value] of Object.entries(entry.fields)) body.append(name, value);
  for (const photo of entry.photos) { body.append('anh', photo.blob, photo.name); body.append('anh_key', photo.key); }
  body.append('unit', entry.unit);
  body.set('viec', entry.step ?? 'gui');
  body.append('csrfmiddlewaretoken', new FormData(form).get('csrfmiddlewaretoken'));
  const answer = await fetch(`/truong/viec/${entry.code}/`, { method: 'POST', body, headers: { Accept: 'application/json' }, redirect: 'error' });
  const data = await answer.json().catch(() => ({}));
  return { status: answer.status === 403 && !data.error ? 401 : answer.status, data };
}
