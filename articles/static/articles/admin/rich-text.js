/* Rich text. Starting one field takes a browser 10 to 40 ms, and a long story has dozens: while the page is being built the
   first of a body starts, the others show their words, and one in a folded panel shows nothing yet. They start one after the
   other a moment after the page is drawn (opening.js), or when somebody turns to one. From then on all is as Wagtail has it. */
import { settled } from './keeping/contents.js';
import { built } from './opening.js';

const STARTS = 'w-draftail:init';
const LONGEST = 1000; // ms until the next one starts although the browser is busy
const whenIdle = (run) => (window.requestIdleCallback ? requestIdleCallback(run, { timeout: LONGEST }) : setTimeout(run));
const waiting = new Set(); // fields in the order of the page
let first = true;

/* A field that starts after the remarks were read marks their words, but nobody can click on them. */
const hasRemarks = () => JSON.parse(document.getElementById('comments-data')?.textContent ?? '{}').comments?.length > 0;

/* Start what waits, one field whenever the browser has nothing else to do. */
const startNext = () => {
  const [next] = waiting;
  next?.start();
  if (waiting.size) whenIdle(startNext);
};

/* Let `field` start in its turn. */
const wait = (field) => {
  if (!waiting.size) built.then(() => whenIdle(startNext));
  waiting.add(field);
};

/* Bound widget of a field that starts later. */
class Later {
  /* render(text): Wagtail's own bound widget of the started field; bind(): of `input` alone. */
  constructor(place, input, render, bind) {
    Object.assign(this, { input, render });
    this.shown = document.createElement('div');
    this.shown.className = 'Draftail-Editor rich-text-later';
    this.shown.tabIndex = 0; // found by the Tab key as the field will be
    this.shown.append(...(JSON.parse(input.value)?.blocks ?? []).map((block) => {
      const words = document.createElement('p');
      words.textContent = block.text;
      return words;
    }));
    this.shown.addEventListener('focus', () => this.start());
    place.append(input, this.shown);
    this.bound = bind();
    wait(this);
  }

  start() {
    if (!waiting.delete(this)) return;
    const hadFocus = this.shown === document.activeElement;
    this.input.remove();
    this.shown.remove();
    this.bound = this.render(this.input.value);
    if (this.isInvalid) this.bound.setInvalid(true);
    if (hadFocus) this.bound.focus();
  }

  get started() {
    this.start();
    return this.bound;
  }

  getValue() { return this.bound.getValue(); }
  getTextLabel(options) { return this.bound.getTextLabel(options); }
  setInvalid(isInvalid) {
    this.isInvalid = isInvalid;
    this.bound.setInvalid(isInvalid);
  }

  getState() { return this.started.getState(); }
  setState(state) { this.started.setState(state); }
  focus() { this.started.focus(); }
  setCapabilityOptions(name, options) { // a field that waits takes them from its block when it starts
    if (!waiting.has(this)) this.bound.setCapabilityOptions(name, options);
  }
}

/* A field of the form itself that starts later: `event` is Wagtail's, by which it starts. */
class Folded {
  constructor(panel, { target, detail }) {
    Object.assign(this, { input: target, detail });
    target.value = settled(target.value);
    for (const kind of ['click', 'beforematch']) panel.addEventListener(kind, () => this.start());
    wait(this);
  }

  start() {
    if (waiting.delete(this)) this.input.dispatchEvent(new CustomEvent(STARTS, { bubbles: true, detail: this.detail }));
  }
}

if (window.draftail) { // the page has rich text
  addEventListener(STARTS, (event) => {
    const panel = document.readyState !== 'complete' && !hasRemarks() && event.target.closest('.w-panel.collapsed');
    if (!panel) return;
    event.stopImmediatePropagation();
    new Folded(panel, event);
  }, { capture: true });

  class RichText extends window.draftail.DraftailRichTextArea {
    /* given: a string; of a field that was split or doubled, its state. */
    render(place, name, id, given, capabilities, options = {}) {
      const value = typeof given === 'string' ? settled(given) : given; // so that a start, whenever it comes, changes nothing
      const render = (text) => super.render(place, name, id, text, capabilities, options);
      if (first || document.readyState === 'complete' || typeof value !== 'string' || hasRemarks()) {
        first = false;
        return render(value);
      }
      const input = Object.assign(document.createElement('input'), { type: 'hidden', name, id, value });
      return new Later(place, input, render, () => this.getByName(name, place));
    }
  }
  window.telepath.register('wagtail.widgets.DraftailRichTextArea', RichText);
}
