// Files go straight from the phone to private storage. Without this file the plain form sends them (up to 20 MB).
const box = document.querySelector('[data-uploads]');
const form = box?.closest('form');
const token = form?.querySelector('[name=csrfmiddlewaretoken]').value;
const say = (name, values = {}) => Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), box.dataset[name]);
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1).replace('.', ',')} MB`;
const wait = (seconds) => new Promise((done) => { setTimeout(done, seconds * 1000); });

async function ask(url, body, method = 'POST') {
  const answer = await fetch(url, { method, body, headers: { Accept: 'application/json', ...(method === 'POST' && { 'X-CSRFToken': token }) } });
  const data = await answer.json().catch(() => ({}));
  if (!answer.ok) throw Object.assign(new Error(data.error || say('wordsBroken')), { told: Boolean(data.error) });
  return data;
}

function send(post, file, row) {
  return new Promise((done, failed) => {
    const body = new FormData();
    for (const [key, value] of Object.entries(post.fields)) body.append(key, value);
    body.append('file', file);
    const transfer = new XMLHttpRequest();
    const begun = Date.now();
    transfer.upload.addEventListener('progress', (e) => {
      row.bar.value = (100 * e.loaded) / e.total;
      const left = ((Date.now() - begun) / e.loaded) * (e.total - e.loaded) / 1000;
      const time = left > 90 ? say('wordsMinutes', { n: Math.round(left / 60) }) : say('wordsSeconds', { n: Math.max(1, Math.round(left)) });
      row.words.textContent = `${say('wordsProgress', { done: megabytes(e.loaded), all: megabytes(e.total) })}, ${say('wordsLeft', { time })}`;
    });
    transfer.addEventListener('load', () => (transfer.status < 300 ? done() : failed(new Error(say('wordsBroken')))));
    for (const event of ['error', 'timeout']) transfer.addEventListener(event, () => failed(new Error(say('wordsBroken'))));
    transfer.addEventListener('abort', () => failed(Object.assign(new Error(''), { stopped: true })));
    row.stop = () => transfer.abort();
    transfer.open('POST', post.url);
    transfer.send(body);
  });
}

async function follow(url, words) {
  for (let pause = 1; pause < 60; pause = Math.min(pause * 1.5, 60)) { // about ten minutes in all
    await wait(pause);
    const state = await ask(url, undefined, 'GET').catch(() => null);
    if (state && !state.pending) {
      words.textContent = state.words;
      words.classList.toggle('refused', Boolean(state.refusal));
      return;
    }
  }
}

function newRow(file) {
  const element = box.querySelector('template').content.firstElementChild.cloneNode(true);
  const part = (name) => element.querySelector(`[data-${name}]`);
  const row = { element, words: part('words'), cancel: part('cancel'), retry: part('retry'), remove: part('remove'), bar: element.querySelector('progress'), stop: () => {} };
  part('name').textContent = file.name;
  row.bar.setAttribute('aria-label', file.name);
  box.querySelector('[data-list]').append(element);
  return row;
}

async function upload(file, row) {
  let post = null;
  row.cancel.hidden = false;
  row.retry.hidden = true;
  row.words.classList.remove('refused');
  const drop = async () => { if (post) await ask(`${box.dataset.uploads}${post.file}/bo/`).catch(() => {}); };
  row.cancel.onclick = async () => { row.stop(); await drop(); row.element.remove(); };
  row.remove.onclick = row.cancel.onclick;
  try {
    post = await ask(box.dataset.uploads, new URLSearchParams({ name: file.name, size: file.size }));
    await send(post, file, row);
    await ask(`${box.dataset.uploads}${post.file}/xong/`);
    row.bar.hidden = true;
    row.words.textContent = say('wordsChecking');
    const shown = form.querySelector('[data-files]');
    if (shown) shown.textContent = [...box.querySelectorAll('[data-row] b')].map((name) => name.textContent).join(', ');
    follow(`${box.dataset.uploads}${post.file}/`, row.words);
  } catch (error) {
    if (error.stopped) return;
    if (!error.told) await drop();
    row.words.textContent = error.message;
    row.words.classList.add('refused');
    row.retry.hidden = error.told && !post;
    row.retry.onclick = () => upload(file, row);
  }
  row.cancel.hidden = true;
  row.remove.hidden = false;
}

if (box) {
  const input = box.querySelector('input[type=file]');
  box.querySelector('[data-nojs]').hidden = true;
  box.querySelector('[data-js]').hidden = false;
  input.multiple = true;
  input.addEventListener('change', () => {
    for (const file of input.files) upload(file, newRow(file));
    input.value = ''; // so that the form does not send them a second time
  });
  for (const row of box.querySelectorAll('[data-poll]')) follow(row.dataset.poll, row.querySelector('[data-words]'));
}
