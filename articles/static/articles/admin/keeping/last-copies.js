/* A tab that closes waits neither for encryption nor for IndexedDB (copies.js). These copies are in localStorage before keep()
   returns: AES in counter mode adds the text to a stream of bytes, which is made beforehand and used once. */
const START = 'newsroom-last '; // of the names in localStorage
const LARGEST = 1 << 20; // bytes of a copy

function names() {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(START));
  } catch { // a browser that keeps nothing
    return [];
  }
}

export function eraseLast() {
  for (const name of names()) localStorage.removeItem(name);
}

const cipher = (counter) => ({ name: 'AES-CTR', counter, length: 64 });

export class LastCopies {
  constructor(account, bytes) {
    this.account = account;
    this.key = globalThis.crypto?.subtle?.importKey('raw', bytes, 'AES-CTR', false, ['encrypt', 'decrypt']);
    this.prepare();
  }

  async prepare() {
    this.next = null;
    if (!this.key) return;
    const counter = crypto.getRandomValues(new Uint8Array(16));
    const stream = await crypto.subtle.encrypt(cipher(counter), await this.key, new Uint8Array(LARGEST));
    this.next = { counter, stream: new Uint8Array(stream) };
  }

  /* Write a copy at once; false when this browser cannot. */
  keep(name, copy) {
    const text = new TextEncoder().encode(JSON.stringify(copy));
    if (!this.next || text.length > LARGEST) return false;
    const { counter, stream } = this.next;
    this.prepare();
    const sealed = btoa(Array.from(text, (byte, place) => String.fromCharCode(byte ^ stream[place])).join(''));
    try {
      localStorage.setItem(START + name, JSON.stringify({ account: this.account, at: copy.at, counter: [...counter], sealed }));
      return true;
    } catch { // full, or forbidden
      return false;
    }
  }

  /* The copy of that name, or null. One that cannot be read (another key) is none. */
  async find(name) {
    try {
      const { counter, sealed } = JSON.parse(localStorage.getItem(START + name));
      const bytes = Uint8Array.from(atob(sealed), (letter) => letter.charCodeAt(0));
      const text = await crypto.subtle.decrypt(cipher(Uint8Array.from(counter)), await this.key, bytes);
      return JSON.parse(new TextDecoder().decode(text));
    } catch {
      return null;
    }
  }

  drop(name) {
    try {
      localStorage.removeItem(START + name);
    } catch { /* nothing is kept here */ }
  }

  /* Forget those for which `isOld(row)`; a row has the `account` and the moment `at` (ms). */
  tidy(isOld) {
    for (const name of names()) if (isOld(JSON.parse(localStorage.getItem(name)))) localStorage.removeItem(name);
  }
}
