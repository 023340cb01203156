// Upload of files in parts, directly to private storage: Uppy sends them, this file shows the progress. One box per
// [data-upload-box]. Only the signed URL of a part leads to storage; list, complete and abort are our own views.
import { AwsS3, Uppy } from '../vendor/uppy-6.3.1.min.js';

const MEBIBYTE = 1024 * 1024;
const RETRY_SECONDS = [2, 5, 10, 20, 40, 60];

const cookie = (name) => document.cookie.split('; ').find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
// The cookie first: a new login changes the token, and the page may still have the old one.
const token = () => cookie('__Host-csrftoken') ?? cookie('csrftoken') ?? document.querySelector('[name=csrfmiddlewaretoken]')?.value ?? '';
const wait = (seconds) => new Promise((done) => { setTimeout(done, seconds * 1000); });

// SHA-256 of both ends of a file: choosing it again resumes its unfinished upload (files.intake.accept.end_fingerprint).
async function fingerprint(file) {
  if (!globalThis.crypto?.subtle) return '';
  const ends = new Blob([file.slice(0, MEBIBYTE), file.slice(Math.max(0, file.size - MEBIBYTE))]);
  const digest = await crypto.subtle.digest('SHA-256', await ends.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export class UploadBox {
  constructor(element) {
    this.element = element;
    this.base = element.dataset.base;
    this.words = JSON.parse(element.querySelector('script[type="application/json"]').textContent);
    this.list = element.querySelector('[data-list]');
    this.rows = new Map(); // Uppy's id of a file → its row
    this.input = element.querySelector('input[type=file]');
    this.uppy = new Uppy({ id: element.id || 'tep', autoProceed: false, allowMultipleUploadBatches: true });
    this.uppy.use(AwsS3, {
      limit: 3, // files at a time; the parts of a file are sent one after the other
      shouldUseMultipart: true,
      getChunkSize: () => Number(element.dataset.partBytes),
      signRequest: (request) => this.sign(request),
    });
    this.uppy.on('upload-progress', (file, progress) => this.rows.get(file.id)?.progress(progress));
    this.uppy.on('upload-success', (file) => this.rows.get(file.id)?.sent());
    this.uppy.on('upload-error', (file, error) => this.rows.get(file.id)?.broken(error));
    this.open();
  }

  say(name, values = {}) {
    return Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), this.words[name] ?? name);
  }

  size(bytes) {
    const [unit, divisor] = bytes >= 1e9 ? ['GB', 1e9] : bytes >= 1e6 ? ['MB', 1e6] : ['KB', 1e3]; // as filesize_vi counts
    return `${(bytes / divisor).toLocaleString(document.documentElement.lang || 'vi', { maximumFractionDigits: 1 })} ${unit}`;
  }

  /** URL of a view of ours, with the page's language for its messages. */
  address(path) {
    const address = new URL(this.base + path, location.href);
    if (document.documentElement.lang !== 'vi') address.searchParams.set('tieng', document.documentElement.lang);
    return address.href;
  }

  async ask(path, fields, method = fields ? 'POST' : 'GET') {
    let answer;
    try {
      answer = await fetch(this.address(path), {
        method,
        body: fields && (fields instanceof FormData ? fields : new URLSearchParams(fields)),
        headers: { Accept: 'application/json', ...(method !== 'GET' && { 'X-CSRFToken': token() }) },
      });
    } catch {
      throw Object.assign(new Error(this.say('cut')), { passing: true });
    }
    const data = await answer.json().catch(() => ({}));
    if (!answer.ok) throw Object.assign(new Error(data.error ?? this.say('broken')), { told: true, status: answer.status, errors: data.errors, passing: answer.status >= 500 });
    return data;
  }

  async sign({ method, uploadId, partNumber }) {
    if (partNumber) return this.ask(`${uploadId}/phan/`, { part: partNumber });
    const verb = { GET: 'cac-phan', POST: 'xong', DELETE: 'bo' }[method];
    return { url: this.address(`${uploadId}/${verb}/`), headers: method === 'GET' ? {} : { 'X-CSRFToken': token() } };
  }

  open() {
    const { element, input } = this;
    for (const part of element.querySelectorAll('[data-js]')) part.hidden = false;
    input.addEventListener('change', () => { this.take(input.files); input.value = ''; });
    const over = (event) => { event.preventDefault(); element.classList.toggle('is-over', event.type === 'dragover'); };
    for (const name of ['dragover', 'dragleave', 'drop']) element.addEventListener(name, over);
    element.addEventListener('drop', (event) => this.take(event.dataTransfer.files));
    addEventListener('online', () => { for (const row of this.rows.values()) row.again(); });
    addEventListener('beforeunload', (event) => { if ([...this.rows.values()].some((row) => row.travels)) event.preventDefault(); });
    this.look();
  }

  // List unfinished uploads, e.g. after a lost connection, a reload or another login.
  async look() {
    const { uploadTarget, objectId } = this.element.dataset;
    try {
      const { uploads, quota } = await this.ask(`?${new URLSearchParams({ upload_target: uploadTarget, object_id: objectId })}`);
      this.quota(quota);
      for (const state of uploads) new Row(this, state.name, state.size).found(state);
    } catch (error) { this.quota(error.message); }
  }

  quota(words) { this.element.querySelector('[data-quota]').textContent = words ?? ''; }

  take(files) { for (const file of files) this.begin(file); }

  async begin(file, row = null) {
    const mine = row ?? this.waiting(file) ?? new Row(this, file.name, file.size);
    try {
      mine.say(this.say('preparing'));
      const { uploadTarget, objectId } = this.element.dataset;
      const state = await this.ask('', {
        upload_target: uploadTarget, object_id: objectId, name: file.name, size: file.size, fingerprint: await fingerprint(file),
      });
      this.quota(state.quota);
      mine.begun(file, state);
    } catch (error) { mine.refused(error.message, error.passing && (() => this.begin(file, mine))); }
  }

  // The row of an unfinished upload of the same name and size.
  waiting(file) {
    return [...this.list.children].map((element) => element.row).find((row) => row?.state && !row.file && row.bytes === file.size && row.name === file.name);
  }
}

class Row {
  constructor(box, name, bytes) {
    Object.assign(this, { box, name, bytes, tries: 0, travels: false, typed: new Set() }); // typed: names of fields
    this.element = box.element.querySelector('template').content.firstElementChild.cloneNode(true);
    this.element.row = this;
    this.part('name').textContent = name;
    this.part('size').textContent = box.size(bytes);
    this.bar = this.element.querySelector('progress');
    this.bar.setAttribute('aria-label', name);
    this.part('pause').addEventListener('click', () => this.pause());
    this.part('drop').addEventListener('click', () => this.drop());
    this.part('retry').addEventListener('click', () => this.retry?.());
    this.label = this.element.querySelector('[data-tags] [name=label]');
    if (this.label) this.label.value = this.ownLabel; // before it is seen: later it would land in what is being typed
    this.element.addEventListener('input', (event) => this.typed.add(event.target.name));
    this.element.addEventListener('change', (event) => event.target.name && this.tag());
    box.list.append(this.element);
  }

  get ownLabel() { return this.name.replace(/\.[^.]{1,5}$/, '').slice(0, 80); }

  part(name) { return this.element.querySelector(`[data-${name}]`); }

  say(words, kind = '') { this.part('words').textContent = words; this.element.dataset.kind = kind; }

  show({ pause = false, retry = false, drop = true }) {
    for (const [name, shown] of Object.entries({ pause, retry, drop })) this.part(name).hidden = !shown;
  }

  // An unfinished upload: the browser does not have the file any more, so the user has to choose it again.
  found(state) {
    this.state = state;
    this.fill(state.answers);
    if (state.state === 'duplicate') { this.decided(state); return; }
    if (state.pending) { this.bar.value = 100; this.follow(); return; }
    this.bar.value = Math.floor((100 * (state.sent ?? 0)) / state.size);
    this.say(this.box.say('unfinished', { percent: this.bar.value }), 'waits');
    this.part('retry').textContent = this.box.say('choose');
    this.retry = () => this.box.input.click();
    this.show({ retry: true });
  }

  begun(file, state) {
    Object.assign(this, { file, state, travels: true, started: Date.now(), before: null });
    this.element.dataset.session = state.id;
    this.part('retry').textContent = this.box.say('again');
    if (state.resumed) this.fill(state.answers); else this.tag(true);
    const { uppy } = this.box;
    // `relativePath` makes Uppy's id unique: two files may have the same name, size and date.
    this.id = uppy.addFile({ name: file.name, type: 'application/octet-stream', data: file, meta: { relativePath: state.id } });
    uppy.setFileState(this.id, { s3Multipart: { uploadId: state.id, key: state.id } });
    this.box.rows.set(this.id, this);
    this.show({ pause: true });
    this.say(this.box.say(state.resumed ? 'resumed' : 'starting'));
    uppy.upload().catch(() => {}); // errors of a file arrive as events
  }

  progress({ bytesUploaded, bytesTotal }) {
    this.tries = 0;
    this.before ??= bytesUploaded; // without parts of earlier attempts, for the speed
    this.bar.value = Math.floor((100 * bytesUploaded) / bytesTotal);
    const rate = (bytesUploaded - this.before) / (Date.now() - this.started);
    const left = rate > 0 ? (bytesTotal - bytesUploaded) / rate / 1000 : null;
    const done = this.box.say('progress', { done: this.box.size(bytesUploaded), all: this.box.size(bytesTotal), percent: this.bar.value });
    const time = left === null ? '' : left > 90 ? this.box.say('minutes', { n: Math.round(left / 60) }) : this.box.say('seconds', { n: Math.max(1, Math.round(left)) });
    if (!this.paused) this.say(time ? `${done} · ${time}` : done);
  }

  pause() {
    this.paused = !this.paused;
    this.box.uppy.pauseResume(this.id);
    Object.assign(this, { started: Date.now(), before: null });
    this.part('pause').textContent = this.box.say(this.paused ? 'goOn' : 'pause');
    this.say(this.box.say(this.paused ? 'paused' : 'starting'));
  }

  async broken(error) {
    this.travels = false;
    const told = error.told ? error : await this.reason(error);
    const again = () => this.again();
    this.refused(told.message, again);
    if (told.told && told.status < 500) return; // signed out, quota reached or closed: the user has to act
    const pause = RETRY_SECONDS[Math.min(this.tries, RETRY_SECONDS.length - 1)];
    this.tries += 1;
    this.say(this.box.say('cutRetry', { n: pause }), 'waits');
    await wait(pause);
    if (!this.travels && this.element.isConnected) this.again();
  }

  // The error's answer comes from storage or from us; ours is JSON with a sentence.
  async reason(error) {
    const body = error.body ?? error.request?.responseText ?? '';
    try { return { message: JSON.parse(body).error, told: true, status: error.status ?? error.request?.status }; } catch { return { message: this.box.say('cut') }; }
  }

  again() {
    if (this.travels || !this.file || this.done) return;
    Object.assign(this, { travels: true, started: Date.now(), before: null });
    this.show({ pause: true });
    this.say(this.box.say('resumed'));
    this.box.uppy.retryUpload(this.id).catch(() => {});
  }

  sent() {
    Object.assign(this, { travels: false, done: true });
    this.bar.value = 100;
    this.box.rows.delete(this.id);
    this.box.uppy.removeFile(this.id);
    this.follow();
  }

  async follow() {
    this.show({ drop: false });
    this.say(this.box.say('checking'), 'waits');
    for (let pause = 1; pause < 300 && this.element.isConnected; pause = Math.min(pause * 1.3, 300)) {
      const state = await this.box.ask(`${this.state.id}/`).catch(() => null);
      if (state && !state.pending) { this.decided(state); return; }
      await wait(pause);
    }
  }

  decided(state) {
    this.state = state;
    this.bar.hidden = true;
    if (state.state === 'duplicate') {
      this.refused(state.refusal, () => this.keepAnyway());
      this.part('retry').textContent = this.box.say('anyway');
    } else if (state.refusal) { this.refused(state.refusal); this.show({}); } else {
      this.say([state.words, state.facts].filter(Boolean).join(' · '), 'good');
      this.fill(state.answers);
    }
    this.box.element.dispatchEvent(new CustomEvent('upload-decided', { bubbles: true, detail: state }));
  }

  async keepAnyway() {
    try { this.state = await this.box.ask(`${this.state.id}/van-them/`, {}); this.follow(); } catch (error) { this.refused(error.message); }
  }

  refused(words, retry = null) {
    this.retry = retry || null;
    this.say(words, 'bad');
    this.show({ retry: Boolean(retry) });
  }

  // The server's answers, but not over a field that was changed here: these may be older than what is typed.
  fill(answers = {}) {
    const plain = (value) => ({ true: 'yes', false: 'no' })[value] ?? value;
    for (const field of this.element.querySelectorAll('[data-tags] [name]')) {
      if ((answers[field.name] ?? '') !== '' && field.type !== 'radio' && !this.typed.has(field.name)) field.value = plain(answers[field.name]);
    }
  }

  // Requests one after the other: of two concurrent ones the older could be saved last.
  tag(quietly = false) {
    this.tagged = (this.tagged ?? Promise.resolve()).then(() => this.sendTags(quietly));
    return this.tagged;
  }

  async sendTags(quietly) {
    const fields = this.element.querySelector('[data-tags]');
    if (!fields || !this.state) return;
    const data = new FormData();
    for (const field of fields.querySelectorAll('[name]')) if (field.type !== 'radio' || field.checked) data.append(field.name, field.value);
    if (this.label && !data.get('label')) {
      data.set('label', this.ownLabel);
      if (this.label !== document.activeElement) this.label.value = this.ownLabel;
    }
    const told = this.part('tag-words');
    try { await this.box.ask(`${this.state.id}/ghi/`, data); told.textContent = quietly ? '' : this.box.say('saved'); } catch (error) { told.textContent = error.message; }
  }

  async drop() {
    this.travels = false;
    if (this.id && this.box.rows.has(this.id)) { this.box.rows.delete(this.id); this.box.uppy.removeFile(this.id); } else if (this.state && !this.state.refusal) await this.box.ask(`${this.state.id}/bo/`, {}).catch(() => {});
    this.file = null;
    this.element.remove();
  }
}

for (const element of document.querySelectorAll('[data-upload-box]')) new UploadBox(element);
