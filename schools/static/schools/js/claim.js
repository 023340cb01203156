// Form of one checklist item: saves while the user types; offline it keeps the form on the phone and sends it later.
import { all, drop, keyOf, put, send } from './store.js';
import { picker } from './picker.js';

const form = document.querySelector('[data-claim]');
if (form) {
  const { claim: code, unit, label } = form.dataset;
  const saved = form.querySelector('[data-saved]');
  const photos = picker(form);
  const fields = () => Object.fromEntries([...new FormData(form)].filter(([name]) => !['anh', 'csrfmiddlewaretoken', 'viec'].includes(name)));
  let timer; let sending = false; let overtaken = false; let late = false; // the last save did not arrive

  // A link to try the typed address; the server never fetches it.
  const trial = form.querySelector('[data-try]');
  const offer = () => {
    const link = form.elements.link.value.trim();
    trial.hidden = !/^https?:\/\/[^\s/]+\./.test(link);
    trial.href = trial.hidden ? '' : link;
  };
  if (trial) { form.elements.link.addEventListener('input', offer); offer(); }

  async function save() {
    const body = new FormData(form);
    body.delete('anh');
    body.set('viec', 'luu');
    const answer = await fetch(form.action, { method: 'POST', body, headers: { Accept: 'application/json' } }).catch(() => null);
    const data = await answer?.json().catch(() => null);
    if (sending) return;
    late = !data;
    if (late) { saved.textContent = form.dataset.late; clearTimeout(timer); timer = setTimeout(save, 5000); return; }
    if (data.version) form.elements.version.value = data.version;
    if (answer.status === 409) { overtaken = true; fail(data); return; } // a conflict: the user has to choose
    saved.textContent = data.saved ?? data.error ?? '';
  }
  form.addEventListener('input', (e) => {
    if (e.target.type === 'file' || overtaken) return;
    clearTimeout(timer);
    timer = setTimeout(save, 2500);
  });
  addEventListener('beforeunload', (e) => { if (late) e.preventDefault(); });
  // Fields changed before this file was loaded.
  if ([...form.elements].some((one) => (one.type === 'checkbox' ? one.checked !== one.defaultChecked : one.type !== 'file' && 'defaultValue' in one && one.value !== one.defaultValue))) timer = setTimeout(save, 2500);

  // Show an error at its field and link it by aria-describedby.
  const boxOf = (name) => document.getElementById(`o-${name}`);
  const unmark = () => {
    form.querySelectorAll('.err[id]').forEach((sentence) => sentence.remove());
    form.querySelectorAll('[aria-invalid]').forEach((field) => ['aria-invalid', 'aria-describedby'].forEach((name) => field.removeAttribute(name)));
  };
  const mark = ([name, sentence]) => {
    const box = boxOf(name);
    const field = form.elements[name === 'photos' ? 'anh' : name];
    if (!box) return;
    const err = Object.assign(document.createElement('div'), { className: 'err', id: `id_${name}_error` });
    err.append(Object.assign(document.createElement('p'), { textContent: sentence }));
    (box.querySelector('.pickfile') ?? box.lastElementChild).after(err);
    field?.setAttribute('aria-invalid', 'true');
    field?.setAttribute('aria-describedby', err.id);
  };
  const keep = async (step, words = form.dataset.offline) => {
    await put({ key: keyOf(unit, code), unit, code, label, step, fields: fields(), photos: [...photos], at: Date.now() });
    form.querySelector('.notice.bad')?.remove(); // what the last answer refused may be mended
    unmark();
    saved.textContent = words;
    document.dispatchEvent(new CustomEvent('outbox-kept'));
  };
  const fail = (data) => {
    const errors = data.error ? [] : Object.entries(data.errors ?? {});
    const told = data.error ? [data.error, ...data.theirs ?? [], ...data.choice ? [data.choice] : []] : errors.map(([name, sentence]) => (boxOf(name) ? Object.assign(document.createElement('a'), { className: 'reach', href: `#o-${name}`, textContent: sentence }) : sentence));
    const sentences = told.length ? told : [form.dataset.unclear]; // the answer came from the edge, without our JSON
    unmark();
    errors.forEach(mark);
    let notice = form.querySelector('.notice.bad');
    if (!notice) { notice = form.querySelector('[data-refused]').content.firstElementChild.cloneNode(true); form.querySelector('.buttons').before(notice); }
    const list = document.createElement('ul');
    list.append(...sentences.map((sentence) => { const line = document.createElement('li'); line.append(sentence); return line; }));
    notice.lastElementChild.replaceChildren(...errors.length ? [Object.assign(document.createElement('strong'), { textContent: form.dataset.missing })] : [], list);
  };
  form.addEventListener('submit', async (e) => {
    const faceless = e.submitter?.value === 'gui-anh';
    const step = e.submitter?.value === 'luu' ? 'luu' : 'gui';
    if (faceless) form.elements.faces_ok.checked = true;
    e.preventDefault();
    clearTimeout(timer);
    if (sending) return; // a second tap
    sending = true;
    late = false; // what does not arrive now is kept on the phone
    form.querySelectorAll('.buttons button').forEach((button) => { button.disabled = true; });
    try {
      await photos.taken();
      const answer = await send({ unit, code, step, fields: fields(), photos }, form);
      if (answer.status === 200 && !Object.keys(answer.data.errors).length) { await drop(keyOf(unit, code)).catch(() => {}); step === 'gui' ? location.assign(answer.data.next) : location.reload(); return; }
      if (answer.data.version) form.elements.version.value = answer.data.version;
      if (answer.status === 401) { await keep(step, form.dataset.away); return; } // outbox.js shows where to sign in
      if (answer.status >= 500 || answer.status === 429) await keep(step, form.dataset.later); // sent later by outbox.js
      fail(answer.data);
    } catch { await keep(step); } finally {
      sending = false;
      form.querySelectorAll('.buttons button').forEach((button) => { button.disabled = false; });
    }
  });
  // The stored entry was sent while this page is open: go to the list.
  document.addEventListener('outbox-sent', (e) => { if (e.detail.includes(code)) location.assign('/truong/'); });
  document.addEventListener('outbox-dropped', (e) => { if (e.detail === code) location.reload(); });
  // Restore an entry that the server refused (e.g. a newer version, a missing tick).
  const kept = (await all().catch(() => [])).find((entry) => entry.key === keyOf(unit, code) && entry.error);
  if (kept) {
    for (const [name, value] of Object.entries(kept.fields)) {
      const field = name === 'version' ? null : form.elements[name];
      if (field?.type === 'checkbox') field.checked = true; else if (field) field.value = value;
    }
    photos.add(kept.photos);
    if (trial) offer();
    saved.textContent = form.dataset.restored;
    fail({ error: kept.error, theirs: kept.theirs, choice: kept.theirs && form.dataset.choice });
  }
}
