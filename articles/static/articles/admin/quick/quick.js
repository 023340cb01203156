/* “Viết nhanh”: blocks by one tap, a picture taken or chosen beside its description, pasting with headings and tables. */
import { indexBehind, streamIn, watchPasting } from './pasting.js';
import { Picture } from './picture.js';

const form = document.querySelector('form[data-edit-form]');
const place = document.getElementById('o-chu');

let lastTouched = null;
place?.addEventListener('focusin', (event) => { lastTouched = event.target.closest('[data-streamfield-child]'); });

const tools = place?.querySelector('[data-quick-tools]');
if (tools) {
  tools.hidden = false;
  tools.addEventListener('click', (event) => {
    const type = event.target.closest('[data-add]')?.dataset.add;
    const blocks = streamIn(place);
    if (!type || !blocks) return;
    blocks.insert({ type, value: blocks.blockDef.initialChildStates[type] }, indexBehind(blocks, lastTouched), { focus: true });
  });
}

const picture = document.querySelector('[data-quick-picture]');
if (picture && form) new Picture(picture, form);
if (place && form) watchPasting(place, form, place.dataset);

/* “Gửi duyệt” leads to what is still to do: after the page comes back the list above the form has the focus, or the first
   field with a mistake. */
const refusal = document.querySelector('.quick-stop, .quick-error');
const isList = refusal?.matches('.quick-stop');
(isList ? refusal : refusal?.parentElement.querySelector('input:not([type=hidden]), textarea, [role=textbox]'))?.focus();

/* After a save “Trước khi gửi” knows what is left of a refusal: at its place, in the list above the form and in the message. */
function takeBack() {
  for (const line of document.querySelectorAll('#quick-rail li')) {
    const { hash } = line.querySelector('a');
    const place = document.querySelector(hash);
    const [said, ...others] = place.querySelectorAll('.quick-error');
    const reason = line.querySelector('small')?.textContent;
    for (const other of others) other.remove();
    if (said && reason) said.textContent = reason;
    if (reason) continue;
    said?.remove();
    place.querySelector('[aria-invalid]')?.removeAttribute('aria-invalid');
    document.querySelector(`.quick-stop li:has([href="${hash}"])`)?.remove();
  }
  if (!document.querySelector('.quick-stop li')) document.querySelector('.quick-stop')?.remove();
  if (!document.querySelector('.quick-error')) document.dispatchEvent(new CustomEvent('w-messages:clear'));
}
if (refusal) document.addEventListener('w-autosave:success', takeBack);
