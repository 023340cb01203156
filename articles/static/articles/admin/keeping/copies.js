/* Copies of drafts in this browser (IndexedDB), one per account and address of an editor, encrypted with the key that the
   server gives only to the account. Without a secure context there are none: keep() then answers false.
   keepNow() is for a page that may be gone in a moment. */
import { LastCopies, eraseLast } from './last-copies.js';

const BASE = 'newsroom-drafts';
const ROWS = 'copies';
const MONTH = 30 * 24 * 3600 * 1000; // ms; older copies are forgotten

function asPromise(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/* One transaction with a connection of its own, so that no open page holds up erase(). */
async function withRows(mode, work) {
  const opening = indexedDB.open(BASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(ROWS);
  const base = await asPromise(opening);
  try {
    const transaction = base.transaction(ROWS, mode);
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    const result = await work(transaction.objectStore(ROWS));
    await done;
    return result;
  } finally {
    base.close();
  }
}

/* Forget every copy of this browser: at sign-out. */
export function erase() {
  eraseLast();
  if (globalThis.indexedDB) indexedDB.deleteDatabase(BASE);
}

export class Copies {
  constructor(account, key) {
    this.account = String(account);
    const bytes = Uint8Array.from(key.match(/../g), (pair) => Number.parseInt(pair, 16));
    this.key = globalThis.crypto?.subtle?.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
    this.last = new LastCopies(this.account, bytes);
  }

  name(address) {
    return `${this.account} ${address}`;
  }

  /* Write a copy; false when this browser cannot. */
  async keep(address, copy) {
    try {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const words = new TextEncoder().encode(JSON.stringify(copy));
      const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await this.key, words);
      const row = { account: this.account, at: copy.at, iv, sealed };
      await withRows('readwrite', (rows) => asPromise(rows.put(row, this.name(address))));
      return true;
    } catch {
      return false;
    }
  }

  /* Write a copy before this returns; false when this browser cannot. */
  keepNow(address, copy) {
    return this.last.keep(this.name(address), copy);
  }

  /* The newest copy of an editor, or null. One that cannot be read (another key) is none. */
  async find(address) {
    const [copy, last] = await Promise.all([this.findStored(address), this.last.find(this.name(address))]);
    return (last?.at ?? 0) > (copy?.at ?? 0) ? last : copy;
  }

  async findStored(address) {
    try {
      const row = await withRows('readonly', (rows) => asPromise(rows.get(this.name(address))));
      if (!row) return null;
      const words = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: row.iv }, await this.key, row.sealed);
      return JSON.parse(new TextDecoder().decode(words));
    } catch {
      return null;
    }
  }

  async drop(address) {
    this.last.drop(this.name(address));
    try {
      await withRows('readwrite', (rows) => asPromise(rows.delete(this.name(address))));
    } catch { /* nothing is kept here */ }
  }

  /* Forget what other accounts left in this browser, and what nobody asked for in a month. */
  async tidy() {
    const isOld = (row) => row.account !== this.account || Date.now() - row.at > MONTH;
    this.last.tidy(isOld);
    try {
      await withRows('readwrite', async (rows) => {
        const names = await asPromise(rows.getAllKeys());
        for (const name of names) {
          const row = await asPromise(rows.get(name));
          if (isOld(row)) rows.delete(name);
        }
      });
    } catch { /* nothing is kept here */ }
  }
}
