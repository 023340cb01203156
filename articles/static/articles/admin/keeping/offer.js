/* “Bản trên máy này mới hơn”: what an editor left in this browser, beside what the server has. */
import { entriesOf, marked, otherEntriesOf, send, wordsOf } from './contents.js';

const MACHINE = /^(null|true|false|on|\d+)$/i; // answers and numbers of rows say nothing to a reader

function column(list, lines, tag) {
  list.replaceChildren(...lines.filter(([line]) => !MACHINE.test(line)).map(([line, isOwn]) => {
    const item = document.createElement('li');
    const words = document.createElement(isOwn ? tag : 'span');
    words.textContent = line;
    item.append(words);
    return item;
  }));
}

/* Send the copy as autosave would: the server stores it as the newest version, and the editor opens with it. What the tab
   before had sent may be stored after this form was opened; the version is then this editor's own and stays in the history. */
async function takeBack(keeper, copy, place, isAgain = false) {
  const body = new FormData();
  for (const [name, value] of copy.entries) body.append(name, value);
  for (const name of ['csrfmiddlewaretoken', 'loaded_revision_id', 'loaded_revision_created_at']) {
    const field = keeper.form.elements.namedItem(name);
    if (field) body.set(name, field.value);
  }
  body.set('newsroom-autosave', keeper.tab);
  const sent = await fetch(keeper.form.action, { method: 'POST', body, headers: { Accept: 'application/json' } }).catch(() => null);
  const data = await sent?.json().catch(() => null);
  if (data?.error_code === 'invalid_revision' && !isAgain && await keeper.adopt()) return takeBack(keeper, copy, place, true);
  if (!data?.success) return false;
  keeper.submitted = true; // nothing of this form is missed
  const { field_updates: updates = {} } = data;
  if (updates['newsroom-left-out']) { // “Lưu nháp” opens the editor with it, each mistake at its place
    const version = { loaded_revision_id: data.revision_id, loaded_revision_created_at: data.revision_created_at };
    const fields = [...otherEntriesOf(keeper.form), ...copy.entries];
    send(data.url ?? keeper.form.action, fields.map(([name, value]) => [name, version[name] ?? updates[name] ?? value]));
    return true;
  }
  await keeper.copies.drop(place);
  location.replace(data.url ?? location.href);
  return true;
}

/* Show the offer above the form; the copy stays until somebody decides. */
export function offer(keeper, copy, place) {
  const box = document.querySelector('[data-newer-copy]');
  const minutes = Math.max(1, Math.round((copy.at - (copy.storedAt ?? copy.at)) / 60_000)); // one clock: the browser's
  box.querySelector('[data-title]').textContent = keeper.words.newerTitle.replace('{}', minutes);
  const compare = () => {
    const mine = wordsOf(copy.entries);
    const theirs = wordsOf(entriesOf(keeper.form));
    column(box.querySelector('[data-theirs]'), marked(theirs, mine), 'del');
    column(box.querySelector('[data-mine]'), marked(mine, theirs), 'ins');
  };
  compare();
  box.querySelector('details').addEventListener('toggle', compare); // by then the form's blocks are drawn as well
  const close = () => { box.hidden = true; keeper.offered = null; };
  box.querySelector('[data-take]').addEventListener('click', async (event) => {
    event.target.disabled = true;
    box.querySelector('[data-refused]').hidden = await takeBack(keeper, copy, place);
    event.target.disabled = false;
  });
  box.querySelector('[data-drop]').addEventListener('click', () => {
    keeper.copies.drop(place);
    close();
  });
  keeper.bar.before(box);
  box.hidden = false;
  return copy;
}
