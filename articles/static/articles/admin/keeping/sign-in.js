/* Signing in again in a dialog over the form: the pages of the sign-in, each with its form, until the server says who it is. */
export class SignIn {
  constructor(dialog, address) {
    this.dialog = dialog;
    this.address = address; // answers JSON to an account of the administration, and leads everybody else to the sign-in
    this.place = dialog.querySelector('[data-sign-in]');
    this.place.addEventListener('submit', (event) => {
      event.preventDefault();
      this.send(event.target, event.submitter);
    });
    dialog.addEventListener('close', () => this.settle?.(null));
    document.addEventListener('visibilitychange', () => { // perhaps signed in on another tab
      if (dialog.open && document.visibilityState === 'visible') this.look();
    });
  }

  /* Who is signed in: {account, session, token, key}; null for nobody. Throws when the server is away, with the status as
     its cause: 403 for an account that may not enter the administration. */
  async who() {
    const answer = await fetch(this.address, { redirect: 'manual', headers: { Accept: 'application/json' } });
    if (answer.type === 'opaqueredirect') return null;
    if (!answer.ok) throw new Error(answer.statusText, { cause: answer.status });
    return answer.json();
  }

  /* Ask until somebody is signed in; null when the dialog was closed. Opens nothing when somebody is signed in already.
     pause(): resolves when the dialog may take the keys. */
  async ask(pause) {
    const answer = await fetch(this.address).catch(() => null);
    const signed = new Promise((resolve) => { this.settle = resolve; });
    await this.take(answer);
    if (!isFound(answer)) { // opened after take(), which replaces the form of last time and what was typed into it
      await pause();
      this.dialog.showModal();
    }
    return signed;
  }

  async look() {
    const found = await this.who().catch(() => null);
    if (found) this.finish(found);
  }

  finish(found) {
    this.settle?.(found);
    this.settle = null;
    this.place.querySelector('form')?.reset(); // removing a field that had the caret makes Chromium drop what is typed next
    this.dialog.close();
  }

  async send(form, submitter) {
    if (submitter) submitter.disabled = true;
    const address = new URL(form.getAttribute('action') || this.page, location.href);
    await this.take(await fetch(address, { method: 'POST', body: new FormData(form) }).catch(() => null));
    if (submitter) submitter.disabled = false;
  }

  /* Show the form of an answer, or finish with its JSON. */
  async take(answer) {
    this.dialog.querySelector('[data-away]').hidden = Boolean(answer);
    if (!answer) return;
    if (isFound(answer)) {
      this.finish(await answer.json());
      return;
    }
    this.page = answer.url;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const form = page.querySelector('form.account-form');
    const words = page.querySelector('main')?.innerText ?? '';
    this.place.replaceChildren(form ? document.importNode(form, true) : words.trim());
    this.place.querySelector('input:not([type=hidden])')?.focus();
  }
}

/* Whether the server said who is signed in, instead of showing a page of the sign-in. */
function isFound(answer) {
  return Boolean(answer?.headers.get('Content-Type')?.startsWith('application/json'));
}
