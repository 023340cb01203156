// The frame maker. The photo is read and drawn in this browser; the page's policy forbids every connection.
const maker = document.querySelector('[data-maker]');
const stage = maker.querySelector('[data-stage]');
const preview = maker.querySelector('[data-preview]');
const problem = maker.querySelector('[data-problem]');
const kept = maker.querySelector('[data-kept]');
const result = maker.querySelector('[data-result]');
const frames = [...maker.querySelectorAll('[data-frame]')];
const dials = Object.fromEntries([...maker.querySelectorAll('[data-dial]')].map((dial) => [dial.dataset.dial, dial]));
const begin = Object.fromEntries(Object.entries(dials).map(([name, dial]) => [name, dial.value]));
const line = maker.querySelector('[data-line]');
let photo = null; // ImageBitmap or <img>

const kind = () => maker.querySelector('[name=kind]:checked');
const frame = () => frames[Number(maker.querySelector('[name=frame]:checked')?.value ?? -1)];
const value = (name) => Number(dials[name].value);

// --- drawing ------------------------------------------------------------------------------
const drawPhoto = (pen, width, height) => {
  pen.fillStyle = '#cfe4e2';
  pen.fillRect(0, 0, width, height);
  if (!photo) return;
  const scale = Math.max(width / photo.width, height / photo.height) * (value('zoom') / 100);
  pen.save();
  pen.translate(width / 2 + (value('x') / 100) * width / 2, height / 2 + (value('y') / 100) * height / 2);
  pen.rotate((value('turn') * Math.PI) / 180);
  pen.drawImage(photo, (-photo.width * scale) / 2, (-photo.height * scale) / 2, photo.width * scale, photo.height * scale);
  pen.restore();
};

const drawFrame = (pen, x, y, side) => { if (frame()?.complete && frame().naturalWidth) pen.drawImage(frame(), x, y, side, side); };

const fitted = (pen, text, room, size) => {
  do { pen.font = `800 ${size}px "Be Vietnam Pro", sans-serif`; size -= 2; } while (pen.measureText(text).width > room && size > 16);
};

const drawLine = (pen, x, y, room, size) => {
  const text = line.value.trim();
  if (!text) return;
  fitted(pen, text, room, size);
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  const width = Math.min(room, pen.measureText(text).width) + size;
  pen.fillStyle = '#064a57';
  pen.fillRect(x - width / 2, y - size * 0.85, width, size * 1.7);
  pen.fillStyle = '#fff';
  pen.fillText(text, x, y, room);
};

const draw = () => {
  kept.hidden = true; // a picture saved before is not the one that is seen
  const { width, height } = kind().dataset;
  const [w, h] = [Number(width), Number(height)];
  if (stage.width !== w || stage.height !== h) { stage.width = w; stage.height = h; }
  const pen = stage.getContext('2d');
  pen.clearRect(0, 0, w, h);
  const isCover = w !== h;
  stage.closest('.stand').classList.toggle('wide', isCover);
  maker.querySelector('[data-size]').textContent = `${w} × ${h}`;
  if (isCover) {
    drawPhoto(pen, w, h);
    pen.fillStyle = '#064a57';
    pen.fillRect(0, h - 24, w, 12);
    pen.fillStyle = '#ffc233';
    pen.fillRect(0, h - 12, w, 12);
    const side = Math.round(h * 0.7); // a badge in the middle of the right half: phones cut the edges of covers
    pen.save();
    pen.beginPath();
    pen.arc(w - side * 0.85, h / 2, side / 2, 0, Math.PI * 2);
    pen.clip();
    pen.translate(w - side * 1.35, (h - side) / 2);
    drawPhoto(pen, side, side);
    drawFrame(pen, 0, 0, side);
    pen.restore();
    drawLine(pen, w * 0.36, h * 0.8, w * 0.5, 56);
    return;
  }
  pen.save();
  if (kind().value === 'circle') {
    pen.beginPath();
    pen.arc(w / 2, h / 2, w / 2, 0, Math.PI * 2);
    pen.clip();
  }
  drawPhoto(pen, w, h);
  drawFrame(pen, 0, 0, w);
  drawLine(pen, w / 2, h * 0.15, w * 0.62, 52);
  pen.restore();
  const small = preview.getContext('2d');
  small.clearRect(0, 0, preview.width, preview.height);
  small.drawImage(stage, 0, 0, preview.width, preview.height);
};

// --- the photo ----------------------------------------------------------------------------
const readOld = (file) => new Promise((done, failed) => {
  const picture = new Image();
  const address = URL.createObjectURL(file);
  picture.onload = () => { URL.revokeObjectURL(address); done(picture); };
  picture.onerror = () => { URL.revokeObjectURL(address); failed(new Error('unread')); };
  picture.src = address;
});
const read = async (file) => {
  try { return await createImageBitmap(file, { imageOrientation: 'from-image' }); } catch { return readOld(file); }
};

maker.querySelectorAll('[data-pick]').forEach((pick) => pick.addEventListener('change', async () => {
  const [file] = pick.files;
  pick.value = '';
  if (!file) return;
  try { photo = await read(file); problem.hidden = true; } catch {
    problem.textContent = problem.dataset.unread;
    problem.hidden = false;
    return;
  }
  reset();
}));

// --- gestures, keys, buttons, sliders -----------------------------------------------------
const set = (name, to) => {
  const dial = dials[name];
  dial.value = Math.min(Number(dial.max), Math.max(Number(dial.min), to));
};
const change = (name, by) => { set(name, value(name) + by); draw(); };
const reset = () => { Object.entries(begin).forEach(([name, at]) => { dials[name].value = at; }); draw(); };

Object.values(dials).forEach((dial) => dial.addEventListener('input', draw));
line.addEventListener('input', draw);
maker.querySelectorAll('[name=kind], [name=frame]').forEach((input) => input.addEventListener('change', draw));
maker.querySelectorAll('[data-step]').forEach((button) => {
  button.addEventListener('click', () => change(button.dataset.for, Number(button.dataset.step)));
});
maker.querySelector('[data-reset]').addEventListener('click', reset);

const KEYS = { ArrowLeft: ['x', -2], ArrowRight: ['x', 2], ArrowUp: ['y', -2], ArrowDown: ['y', 2], '+': ['zoom', 5], '=': ['zoom', 5], '-': ['zoom', -5], '[': ['turn', -5], ']': ['turn', 5] };
stage.addEventListener('keydown', (e) => {
  if (!KEYS[e.key] || e.ctrlKey || e.metaKey || e.altKey) return;
  e.preventDefault();
  change(...KEYS[e.key]);
});

// One finger moves; two fingers zoom and turn.
const fingers = new Map();
const spread = () => {
  const [a, b] = [...fingers.values()];
  return { far: Math.hypot(a.x - b.x, a.y - b.y), turn: (Math.atan2(b.y - a.y, b.x - a.x) * 180) / Math.PI };
};
stage.addEventListener('pointerdown', (e) => { stage.setPointerCapture(e.pointerId); fingers.set(e.pointerId, { x: e.clientX, y: e.clientY }); });
stage.addEventListener('pointermove', (e) => {
  const last = fingers.get(e.pointerId);
  if (!last) return;
  const before = fingers.size === 2 ? spread() : null;
  fingers.set(e.pointerId, { x: e.clientX, y: e.clientY });
  const box = stage.getBoundingClientRect();
  if (before) {
    const now = spread();
    set('zoom', value('zoom') * (now.far / before.far));
    set('turn', value('turn') + now.turn - before.turn);
  } else if (fingers.size === 1) {
    set('x', value('x') + ((e.clientX - last.x) / box.width) * 200);
    set('y', value('y') + ((e.clientY - last.y) / box.height) * 200);
  }
  draw();
});
const lift = (e) => fingers.delete(e.pointerId);
stage.addEventListener('pointerup', lift);
stage.addEventListener('pointercancel', lift);
stage.addEventListener('wheel', (e) => { e.preventDefault(); change('zoom', e.deltaY < 0 ? 5 : -5); }, { passive: false });

// --- saving -------------------------------------------------------------------------------
// Browsers inside apps (Zalo, Facebook, Messenger, TikTok) download nothing, and cannot save a blob: address when the
// picture is held: they get the picture itself.
const inApp = /Zalo|FBAN|FBAV|FB_IAB|Instagram|TikTok|musical_ly|BytedanceWebview/i.test(navigator.userAgent);
const round = () => kind().value === 'circle';
const type = () => (round() ? 'image/png' : 'image/jpeg');
const show = (address) => { result.src = address; kept.hidden = false; kept.scrollIntoView({ block: 'nearest' }); };
maker.querySelector('[data-save]').addEventListener('click', () => (inApp ? show(stage.toDataURL(type(), 0.92)) : stage.toBlob((blob) => {
  if (result.src.startsWith('blob:')) URL.revokeObjectURL(result.src);
  show(URL.createObjectURL(blob));
  const link = Object.assign(document.createElement('a'), { href: result.src, download: `khong-mot-minh-${kind().value}.${round() ? 'png' : 'jpg'}` });
  link.click();
}, type(), 0.92)));

maker.querySelector('[data-inapp]').hidden = !inApp;
maker.querySelector('[data-without-script]').hidden = true;
maker.querySelector('[data-work]').hidden = false;
frames.forEach((picture) => picture.addEventListener('load', draw));
document.fonts?.ready.then(draw);
draw();
