/* Draftail writes into its hidden field 250 ms after the last change of the text: a form that is read sooner holds less than
   the screen shows. */
import { settled } from './contents.js';

const written = new WeakMap(); // field: the content (immutable) of its editor that the field holds

/* Put what the rich text editors of `form` show into their fields and into `data`, in which the form is being read. Marks of
   comments are no part of the text. */
export function addRichText(form, data) {
  for (const field of form.elements) {
    const content = field.draftailEditor?.getEditorState().getCurrentContent();
    if (!content || written.get(field) === content) continue;
    written.set(field, content);
    field.value = settled(JSON.stringify(withoutComments(content)));
    if (data.has(field.name)) data.set(field.name, field.value);
  }
}

function withoutComments(content) {
  const raw = globalThis.DraftJS.convertToRaw(content);
  for (const block of raw.blocks) {
    block.inlineStyleRanges = block.inlineStyleRanges.filter(({ style }) => !style.startsWith('COMMENT-'));
  }
  return raw;
}
