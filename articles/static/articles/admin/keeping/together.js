/* Who else writes in this story, at which block; asking for the pen and handing it over. */
import { built } from '../opening.js';

const EVERY = 10_000; // ms between two words to the server
const SOON = 800; // ms after the place changed

/* Where somebody writes: {place, label}. A block's own id is the same in every browser. */
function placeOf(target) {
  const block = target?.closest?.('[data-streamfield-child]');
  if (block) {
    const id = block.querySelector(':scope > input[name$="-id"], input[name$="-id"]')?.value;
    const number = [...block.parentElement.querySelectorAll(':scope > [data-streamfield-child]')].indexOf(block) + 1;
    return { place: id ?? '', label: String(number) };
  }
  const field = target?.closest?.('[data-contentpath]')?.dataset.contentpath ?? target?.name ?? '';
  return { place: field, label: '' };
}

export class Together {
  constructor(keeper, parts) {
    this.keeper = keeper;
    this.box = parts.querySelector('[data-together]');
    this.words = this.box.dataset;
    this.here = { place: '', label: '' };
    keeper.bar.after(this.box);
    keeper.form.addEventListener('focusin', (event) => {
      this.here = placeOf(event.target);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.say(), SOON);
    });
    this.box.querySelector('[data-ask]').addEventListener('click', () => this.say({ ask: this.others[0]?.id ?? '' }, this.words.sent));
    this.box.querySelector('[data-give]').addEventListener('click', () => this.give());
    this.box.querySelector('[data-hold]').addEventListener('click', () => this.say({ answer: 'giu' }));
    setInterval(() => this.say(), EVERY);
    built.then(() => this.say());
  }

  get address() {
    const { page } = this.keeper;
    return page && this.words.address.replace('/0/', `/${page}/`);
  }

  async say(more = {}, note = '') {
    if (!this.address || document.visibilityState === 'hidden') return;
    const body = new URLSearchParams({ ...this.here, ...more });
    const headers = { 'X-CSRFToken': this.keeper.form.elements.namedItem('csrfmiddlewaretoken').value };
    const answer = await fetch(this.address, { method: 'POST', body, headers }).catch(() => null);
    const data = answer?.ok && (await answer.json().catch(() => null));
    if (data) this.show(data, note);
  }

  show({ others, asked_by: asker, told }, note) {
    this.others = others;
    if (told) this.note = this.words[told.answer === 'nhuong' ? 'given' : 'held'].replace('{}', told.name);
    if (note) this.note = note;
    const lines = others.map((one) => {
      const where = one.label ? this.words.block.replace('{}', one.label) : '';
      return this.words.here.replace('{}', one.name).replace('{}', one.since) + (where && ` ${where}`);
    });
    if (lines.length) lines.push(this.words.safe);
    if (asker) lines.unshift(this.words.asks.replace('{}', asker));
    if (this.note) lines.unshift(this.note);
    this.box.hidden = !lines.length;
    this.box.querySelector('p').textContent = lines.join(' ');
    this.box.querySelector('[data-ask]').hidden = Boolean(asker) || !others.length || this.isGiven;
    for (const name of ['give', 'hold']) this.box.querySelector(`[data-${name}]`).hidden = !asker;
    this.mark(others);
  }

  /* A name at the block in which somebody else writes. */
  mark(others) {
    for (const old of document.querySelectorAll('[data-who]')) old.removeAttribute('data-who');
    for (const one of others) {
      if (!one.label) continue;
      const field = [...this.keeper.form.querySelectorAll('input[name$="-id"]')].find((input) => input.value === one.place);
      field?.closest('[data-streamfield-child]')?.setAttribute('data-who', this.words.types.replace('{}', one.name));
    }
  }

  /* Hand the pen over: what is typed is saved first, then this form rests. */
  async give() {
    this.keeper.tryNow();
    for (let look = 0; look < 50 && this.keeper.isBehind; look += 1) await new Promise((done) => { setTimeout(done, 100); });
    this.isGiven = true;
    this.keeper.stopped = true;
    this.keeper.form.inert = true;
    await this.say({ answer: 'nhuong' }, this.words.gave);
  }
}
