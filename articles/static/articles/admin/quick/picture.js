/* The picture of a short item: sent at once, seen in four crops, described in fields of the form. */
import { untilCut, waitFor } from './arrivals.js';

export class Picture {
  constructor(place, form) {
    this.place = place;
    this.form = form;
    this.shown = place.querySelector('[data-shown]');
    this.said = place.querySelector('[data-said]');
    this.input = form.elements.namedItem('lead_image');
    this.known = this.input.value;
    const file = place.querySelector('[data-file]');
    const awaited = waitFor(form, () => this.say(place.dataset.waiting));
    const send = () => awaited(this.send(file));
    file.addEventListener('change', send);
    place.querySelector('[data-library]').addEventListener('click', () => this.chooser.querySelector('[data-chooser-action-choose]').click());
    place.querySelector('[data-clear]').addEventListener('click', () => this.clear());
    place.querySelector('[data-focus-target]').addEventListener('click', (event) => this.point(event));
    this.input.addEventListener('change', () => this.look());
    const source = place.querySelector('[data-preview]').getAttribute('src');
    if (source) this.draw(source);
    send(); // chosen before this script was there
  }

  get chooser() {
    return document.getElementById(`${this.input.id}-chooser`);
  }

  say(words) {
    this.said.textContent = words;
    this.said.hidden = !words;
  }

  /* Whether nothing is missing: what was chosen, if anything, has come. */
  async send(field) {
    const [file] = field.files;
    if (!file) return true;
    this.say(this.place.dataset.busy);
    const before = this.words();
    const body = new FormData();
    body.set('file', file);
    const headers = { 'X-CSRFToken': this.form.elements.namedItem('csrfmiddlewaretoken').value };
    const answer = await fetch(this.place.dataset.addAddress, { method: 'POST', body, headers, signal: untilCut() }).catch(() => null);
    const data = await answer?.json().catch(() => null);
    field.value = '';
    if (!data?.id) {
      this.say(data?.error ?? this.place.dataset.failed);
      return false;
    }
    this.known = String(data.id);
    this.chooser.widget.setState({ id: data.id, title: data.title, edit_url: null, preview: data.preview, default_alt_text: '' });
    this.show(data, before);
    return true;
  }

  /* Another picture was chosen in the library. */
  async look() {
    if (this.input.value === this.known) return;
    this.known = this.input.value;
    if (!this.known) {
      this.hide();
      return;
    }
    const before = this.words();
    const answer = await fetch(this.place.dataset.factsAddress.replace('/0/', `/${this.known}/`)).catch(() => null);
    const data = await answer?.json().catch(() => null);
    if (data?.id) this.show(data, before);
    else this.say(this.place.dataset.failed);
  }

  clear() {
    this.chooser.widget.setState(null);
    this.known = '';
    this.hide();
  }

  hide() {
    this.shown.hidden = true;
    this.place.querySelector('[data-clear]').hidden = true;
    this.say('');
    this.changed();
  }

  set(name, value) {
    const field = this.form.elements.namedItem(name);
    if (field) field.value = value;
  }

  words() {
    return Object.fromEntries(['picture_alt', 'picture_credit', 'lead_caption'].map((name) => [name, this.form.elements.namedItem(name)?.value]));
  }

  /* `before`: the words when the picture was asked for. What was typed since then stays. */
  show(data, before) {
    const now = this.words();
    const offered = { picture_alt: data.alt, picture_credit: data.credit, ...(data.caption && { lead_caption: data.caption }) };
    for (const [name, value] of Object.entries(offered)) if (now[name] === before[name]) this.set(name, value);
    this.set('picture_focus', data.focus);
    for (const radio of this.form.querySelectorAll('[name=picture_minor]')) {
      radio.checked = data.minor !== null && radio.value === (data.minor ? 'True' : 'False');
    }
    for (const field of this.place.querySelectorAll('[name=picture_alt], [name=picture_credit]')) field.readOnly = !data.mine;
    this.place.querySelector('[data-foreign]').hidden = data.mine;
    this.place.querySelector('[data-notes]').replaceChildren(...data.notes.map((words) => {
      const item = document.createElement('li');
      item.textContent = words;
      return item;
    }));
    this.say(data.read ?? '');
    this.draw(data.preview.url);
    this.changed();
  }

  draw(source) {
    this.place.querySelector('[data-preview]').src = source;
    for (const crop of this.place.querySelectorAll('[data-crop]')) crop.src = source;
    this.shown.hidden = false;
    this.place.querySelector('[data-clear]').hidden = false;
    this.aim();
  }

  /* Crops keep the focal point in view, as the site's own do. */
  aim() {
    const [left, top] = (this.form.elements.namedItem('picture_focus').value || '50,50').split(',');
    for (const crop of this.place.querySelectorAll('[data-crop]')) crop.style.objectPosition = `${left}% ${top}%`;
  }

  point(event) {
    const box = this.place.querySelector('[data-preview]').getBoundingClientRect();
    if (!event.clientX || !box.width) return; // pressed by a key: there is no place to read
    const share = (value, least, length) => Math.round(Math.min(100, Math.max(0, (100 * (value - least)) / length)));
    this.set('picture_focus', `${share(event.clientX, box.left, box.width)},${share(event.clientY, box.top, box.height)}`);
    this.aim();
    this.changed();
  }

  /* Wagtail looks at the form again. */
  changed() {
    this.form.dispatchEvent(new Event('input', { bubbles: true }));
  }
}
