/* Send a form that has waited as the press of `button` would have. The button may be gone: an answer to an autosave draws the
   bar anew, and a menu that closes takes its buttons along. */
export function send(form, button) {
  const isGone = button && button.form !== form;
  if (isGone) form.append(button);
  if (button) button.disabled = false; // Wagtail's spinner disabled it; a disabled button is not submitted
  form.requestSubmit(button);
  if (isGone) button.remove();
}
