/* No word is lost in an editor. Wagtail's autosave calls the form unchanged when a save is ANSWERED, also what was typed
   since it was sent (docs/upgrade.md). This script compares what was sent with what the form holds, sends again until both
   are the same, keeps a copy in the browser meanwhile, and signs in again in a dialog when the session has ended. */
import { Copies } from './copies.js';
import { built } from '../opening.js';
import { contentOf, entriesOf, printed, send, withParts, wordsOf } from './contents.js';
import { offer } from './offer.js';
import { addRichText } from './rich-text-state.js';
import { SignIn } from './sign-in.js';

const LOOK = 400; // ms between two looks at the form
const PATIENCE = 2000; // ms of changes before a save is asked for; Wagtail's own comes first when one pauses
const WAITS = [2000, 4000, 8000, 15000]; // ms before the next try after a failure
const PAUSE = 1000; // ms without a key before the sign-in opens: it would take the keys of who is typing

export class Keeper {
  constructor(form, parts) {
    this.form = form;
    this.bar = parts.querySelector('[data-kept]');
    this.words = parts.dataset;
    this.signIn = new SignIn(parts.querySelector('dialog'), this.words.session);
    this.stored = null; // printed(): what the server has; null until the form has opened
    this.failures = 0;
    this.nextTry = 0;
    this.typedAt = 0; // ms
    this.isTouched = false; // whether something was done since the last look
    this.behindSince = null; // ms: when the form was first seen to hold more than the server
    this.left = ''; // what the server could not take of the last save
    this.tab = crypto.getRandomValues(new Uint32Array(3)).join('-'); // named in each save
    this.ownTabs = new Set([this.tab]); // with those that died and left a copy
    navigator.locks?.request(this.tab, () => new Promise(() => {})); // held until this page is gone
    document.body.append(this.signIn.dialog);
    form.before(this.bar);
    this.listen();
    setTimeout(() => this.begin(), 2000); // until then the rich text editors write their opening state
    this.ready = built.then(() => this.open());
  }

  get address() {
    return new URL(this.form.action, location.href).pathname;
  }

  /* Primary key; undefined before the first save of a new page. */
  get page() {
    return /\/(?:pages|viet-nhanh)\/(\d+)\//.exec(this.address)?.[1];
  }

  get autosave() {
    return globalThis.wagtail?.app?.getControllerForElementAndIdentifier(this.form, 'w-autosave');
  }

  /* Where the copy lies: beside one that waits for a decision. */
  get place() {
    return this.offered ? `${this.address}#2` : this.address;
  }

  /* A button that decides or submits sends the form itself; its hidden fields are no change. */
  get isLeaving() {
    return this.submitted || Boolean(this.form.elements.namedItem('workflow-action-name')?.value);
  }

  get isBehind() {
    return this.stored !== null && printed(entriesOf(this.form)) !== this.stored;
  }

  async open() {
    const found = await this.signIn.who().catch(() => null);
    if (!found) return;
    this.account = found.account;
    this.session = found.session;
    this.copies = new Copies(found.account, found.key);
    this.copies.tidy();
    await this.endMerge();
    for (const place of [this.address, `${this.address}#2`]) {
      const copy = await this.copies.find(place);
      if (!copy) continue;
      if (copy.tab && !(await this.isOpen(copy.tab))) this.ownTabs.add(copy.tab);
      const isHere = wordsOf(copy.entries).join('\n') === wordsOf(entriesOf(this.form)).join('\n');
      if (isHere && !this.left) this.copies.drop(place);
      else if (!isHere && !this.offered) this.offered = offer(this, copy, place);
    }
  }

  /* The server has put both versions together: of the copy only what it could not take is still missing, beside what the
     server has now. A copy that waited for a decision before goes on waiting. */
  async endMerge() {
    const left = new URLSearchParams(location.search).get('da-ghep');
    if (left === null) return;
    history.replaceState(history.state, '', location.pathname); // opened again, it is no merge
    for (const place of [`${this.address}#2`, this.address]) {
      const copy = await this.copies.find(place);
      if (!copy) continue;
      await this.copies.keep(place, { ...copy, entries: withParts(entriesOf(this.form), copy.entries, left.split(',').filter(Boolean)) });
      return;
    }
  }

  /* Whether the tab of that name is still there: it saves for itself. A browser that does not know (Safari before 15.4) is
     asked nothing, so that the writer is. */
  async isOpen(tab) {
    if (!navigator.locks) return true;
    const { held } = await navigator.locks.query();
    return held.some(({ name }) => name === tab);
  }

  begin() {
    this.stored ??= printed(entriesOf(this.form));
    this.storedAt ??= Date.now();
  }

  listen() {
    const { form } = this;
    const inFooter = (event) => event.target.closest?.('footer, header');
    for (const kind of ['keydown', 'beforeinput', 'paste', 'drop', 'pointerdown']) {
      form.addEventListener(kind, (event) => event.isTrusted && !inFooter(event) && this.begin(), { capture: true });
    }
    form.addEventListener('formdata', ({ formData }) => {
      this.nameBlocks(formData);
      addRichText(form, formData);
    });
    form.addEventListener('keydown', () => { this.typedAt = Date.now(); }, { capture: true });
    for (const kind of ['keydown', 'keyup', 'pointerdown', 'input', 'change', 'paste', 'cut', 'drop']) {
      document.addEventListener(kind, () => this.onTouch(), { capture: true });
    }
    document.addEventListener('w-autosave:save', (event) => this.onSend(event));
    document.addEventListener('w-autosave:success', (event) => this.onStored(event));
    document.addEventListener('w-autosave:error', ({ detail }) => this.onFailure(detail.type, detail.response));
    form.addEventListener('submit', () => { this.submitted = true; });
    form.addEventListener('input', () => { this.submitted = false; });
    addEventListener('click', (event) => this.onPress(event), { capture: true });
    addEventListener('online', () => this.tryNow());
    addEventListener('beforeunload', (event) => {
      if (this.isLeaving || !this.isBehind) return;
      event.preventDefault();
      this.putAway();
    });
    addEventListener('pagehide', () => this.putAway());
    document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') this.putAway(); });
    setInterval(() => this.look(), LOOK);
    this.bar.querySelector('[data-again]').addEventListener('click', () => this.tryNow());
    this.bar.querySelector('[data-merge]').addEventListener('click', () => this.merge());
  }

  /* A block is known by its id, by which a merge tells it from another: what a script inserted, or the server offered to
     write in, gets one as soon as the form is read. */
  nameBlocks(formData) {
    for (const field of this.form.querySelectorAll('[data-streamfield-child] > input[name$="-id"]')) {
      field.value ||= crypto.randomUUID?.() ?? '';
      formData.set(field.name, field.value);
    }
  }

  /* Every LOOK ms: keep a copy of what changed, and ask for a save when nobody has. */
  look() {
    if (this.isLeaving) return;
    this.isTouched = false;
    if (!this.isBehind) {
      if (this.behindSince !== null) this.show(this.rested); // what was changed was changed back
      this.behindSince = null;
      return;
    }
    if (this.behindSince === null) this.rested = this.indicator?.dataset.wAutosaveStateValue ?? 'idle';
    this.behindSince ??= Date.now();
    this.show(this.failures ? 'paused' : 'saving');
    this.keepCopy();
    const waited = Date.now() - this.behindSince > PATIENCE && Date.now() > this.nextTry;
    if (printed(entriesOf(this.form)) === this.refused) return; // the server would say the same again
    if (waited && !this.autosave?.submitPromise && !this.stopped) this.request();
  }

  /* Wagtail's own event: it saves when the form says that it has changed. */
  request() {
    const detail = { type: 'edits' };
    this.form.dispatchEvent(new CustomEvent('w-unsaved:add', { bubbles: true, cancelable: true, detail }));
  }

  tryNow() {
    this.refused = null;
    this.nextTry = 0;
    this.behindSince = 0;
    this.look();
  }

  /* The first change is shown in the header and copied as soon as its event is over; the next ones every LOOK ms. */
  onTouch() {
    this.isTouched = true;
    if (this.behindSince !== null || this.isLooking) return;
    this.isLooking = true;
    setTimeout(() => {
      this.isLooking = false;
      this.look();
    });
  }

  /* The page may be gone in a moment. Reading a form that is being left makes the browser draw it once more: only where the
     last look does not hold. */
  putAway() {
    if (!this.isTouched && this.behindSince === null) return;
    if (!this.copies || this.isLeaving || !this.isBehind) return;
    const entries = entriesOf(this.form);
    const now = printed(entries);
    if (now === this.putAwayAs) return;
    const { place, storedAt, tab } = this;
    if (this.copies.keepNow(place, { entries, at: Date.now(), storedAt, tab })) this.putAwayAs = now;
    else this.keepCopy();
  }

  async keepCopy() {
    const entries = entriesOf(this.form);
    const now = printed(entries);
    if (!this.copies || this.isLeaving || now === this.stored || now === this.copied) return;
    this.copied = now;
    const { place, storedAt } = this;
    this.isKept = await this.copies.keep(place, { entries, at: Date.now(), storedAt, tab: this.tab });
  }

  onSend(event) {
    if (this.stopped) event.preventDefault();
    event.detail.formData.set('newsroom-autosave', this.tab); // the server leaves out what has a mistake
    this.sent = contentOf(event.detail.formData);
    this.sentFrom = this.place;
  }

  /* What the server has now is what was sent, with the ids that its answer gave to new rows. */
  onStored({ detail }) {
    const updates = detail.data?.field_updates ?? {};
    this.left = updates['newsroom-left-out'] ?? '';
    this.stored = printed((this.sent ?? entriesOf(this.form)).map(([name, value]) => [name, updates[name] ?? value]));
    this.storedAt = Date.now();
    if (this.failures) this.say('back', Date.now());
    else if (!this.left) this.say('');
    if (this.left) this.say('part', this.left);
    this.failures = 0;
    this.refused = null;
    this.nextTry = 0;
    this.behindSince = null;
    this.copied = null;
    this.putAwayAs = null;
    this.isTouched = true; // what was typed since it was sent has no copy yet
    if (this.isBehind) this.show('saving');
    else if (this.left) this.keepCopy();
    const isMade = this.sentFrom !== this.place; // the page has been made, and has an address of its own
    if (isMade || (!this.isBehind && !this.left)) this.copies?.drop(this.sentFrom);
  }

  async onFailure(type, answer) {
    this.failedAt ??= Date.now();
    if (!this.failures) this.failedAt = Date.now();
    this.nextTry = Date.now() + WAITS[Math.min(this.failures, WAITS.length - 1)];
    this.failures += 1;
    this.keepCopy();
    this.refused = type === 'validation_error' ? printed(this.sent) : null;
    const isOwn = type === 'invalid_revision' && await this.adopt();
    if (isOwn) return;
    if (answer?.error_code === 'blocked_by_hook') this.sayBarred();
    else if (type === 'server_error' || isOwn === null) await this.checkSession();
    else if (type === 'network_error') this.say('away', this.failedAt);
    else if (type === 'invalid_revision') this.say('newer', this.failedAt);
    else if (type === 'locked') this.say('locked', this.failedAt); // asked again until it is open
    else this.say(this.missing(), this.failedAt);
  }

  /* Why the server cannot make the page yet: “Viết nhanh” has no section before one is chosen. */
  missing() {
    const section = this.form.querySelector('[name=section]') && !this.form.querySelector('[name=section]:checked');
    if (section) return 'unplaced';
    return this.form.elements.namedItem('title')?.value.trim() === '' ? 'untitled' : 'invalid';
  }

  /* The newest version is this editor's own, whose answer was lost on the way, or of a tab that died and left its copy: go
     on from it. Wagtail takes it for another person's and stops. What the same account saved elsewhere is another's, too.
     null: the server, or the session, has gone before it said whose it is, so the next save finds out. */
  async adopt() {
    const found = await this.newest();
    if (found === null) {
      this.form.dataset.wAutosaveActiveValue = 'true';
      return null;
    }
    if (!this.ownTabs.has(found.tab)) return false;
    this.form.elements.namedItem('loaded_revision_id').value = found.revision;
    this.form.elements.namedItem('loaded_revision_created_at').value = found.created;
    this.form.dataset.wAutosaveRevisionIdValue = '0';
    this.form.dataset.wAutosaveActiveValue = 'true';
    this.tryNow();
    return true;
  }

  /* The page's newest version, or `barred`; null when the server does not say. */
  async newest() {
    if (!this.page) return {};
    return fetch(`${this.words.session}?page=${this.page}`).then((answer) => answer.json()).catch(() => null);
  }

  /* The server is there, but this account may not save: it would say the same again, so the writer decides when to ask. */
  sayBarred() {
    this.refused = printed(this.sent);
    this.say('barred', this.failedAt);
  }

  /* The server answered something else: is it still the same person? One check at a time: an answer from before the sign-in
     would ask again. */
  async checkSession() {
    if (this.isChecking) return;
    this.isChecking = true;
    try {
      const found = await this.currentSession();
      if (found) await this.resume(found);
    } finally {
      this.isChecking = false;
    }
  }

  /* {account, session, token, key}, after a sign-in if need be; null when there is none. */
  async currentSession() {
    let found;
    try {
      found = await this.signIn.who();
    } catch (error) {
      if (error.cause === 403) this.sayBarred();
      else this.say('away', this.failedAt);
      return null;
    }
    if (found) return found;
    this.say('ended');
    return this.signIn.ask(() => this.pause());
  }

  /* Until nobody has pressed a key in the form for PAUSE ms. */
  async pause() {
    while (Date.now() - this.typedAt < PAUSE) {
      await new Promise((resolve) => { setTimeout(resolve, PAUSE / 5); });
    }
  }

  /* Go on with the session that is there now, unless it is somebody else's. A fault of the server under the same session is
     waited out: each token looks new. */
  async resume(found) {
    if (this.account && found.account !== this.account) {
      this.stopped = true;
      this.say('other');
      return;
    }
    const isNew = found.session !== this.session;
    this.session = found.session;
    this.renewToken(found.token);
    if (isNew) this.tryNow();
    else if ((await this.newest())?.barred) this.sayBarred();
    else this.say('away', this.failedAt);
  }

  /* Signing in has changed it: for every form, also that of signing out, and for what Wagtail's scripts send in a header. */
  renewToken(token) {
    for (const field of document.querySelectorAll('[name=csrfmiddlewaretoken]')) field.value = token;
    globalThis.wagtailConfig.CSRF_TOKEN = token;
  }

  /* Somebody else has saved: the server puts both versions together, and asks about what both changed. */
  merge() {
    this.submitted = true; // the copy stays here until the server has both
    send(this.words.merge.replace('/0/', `/${this.page}/`), Object.entries({
      csrfmiddlewaretoken: this.form.elements.namedItem('csrfmiddlewaretoken').value,
      mine: printed(entriesOf(this.form)),
      base: this.stored,
      form: this.address.includes('/viet-nhanh/') ? 'viet-nhanh' : '',
    }));
  }

  get canMerge() {
    return Boolean(document.querySelector('[data-newsroom-gates], .quick-paper'));
  }

  /* A button that would save over another's newer version leads to putting both together; Wagtail's dialog would offer to
     go on. */
  onPress(event) {
    const button = event.target.closest?.('[data-edit-form] button:is([type=submit], [data-workflow-action-name])');
    if (!button || !this.canMerge || !document.querySelector('[data-w-session-intercept-value=conflict]')) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.begin();
    this.say('newer');
    this.bar.scrollIntoView({ block: 'center' });
    this.bar.querySelector('[data-merge]').focus();
  }

  get indicator() {
    return document.getElementById('w-autosave-indicator');
  }

  show(state) {
    const { indicator } = this;
    if (indicator && indicator.dataset.wAutosaveStateValue !== state) indicator.dataset.wAutosaveStateValue = state;
  }

  /* A sentence above the form; `more` is the moment (ms) or the text that it names. */
  say(name, more = '') {
    const clock = { hour: '2-digit', minute: '2-digit' };
    const shown = typeof more === 'number' ? new Date(more).toLocaleTimeString('vi-VN', clock) : more;
    const sentence = name ? this.words[name].replace('{}', shown) : '';
    const waits = ['away', 'ended', 'invalid', 'locked', 'barred', 'untitled', 'unplaced', 'newer'].includes(name);
    const unkept = waits && this.isKept === false;
    this.bar.querySelector('p').textContent = unkept ? `${sentence} ${this.words.unkept}` : sentence;
    this.bar.querySelector('[data-again]').hidden = !['away', 'ended', 'barred'].includes(name);
    this.bar.querySelector('[data-merge]').hidden = name !== 'newer' || this.stored === null || !this.canMerge;
    this.bar.dataset.state = name;
    this.bar.hidden = !name;
  }
}
