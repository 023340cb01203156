// Draw boxes over an image; the field below contains them in per cent of the image and can be edited without this script.
const stage = document.querySelector('[data-redact]');
const field = document.querySelector('[data-parts]');
const boxes = [];
let begun = null;

const place = (event) => {
  const area = stage.getBoundingClientRect();
  const share = (value, size) => Math.min(100, Math.max(0, (100 * value) / size));
  return [share(event.clientX - area.left, area.width), share(event.clientY - area.top, area.height)];
};

function draw() {
  stage.querySelectorAll('i').forEach((box) => box.remove());
  for (const [x, y, width, height] of boxes) {
    const box = document.createElement('i');
    Object.assign(box.style, { left: `${x}%`, top: `${y}%`, width: `${width}%`, height: `${height}%` });
    stage.append(box);
  }
}

function show() {
  draw();
  field.value = boxes.map((box) => box.map((number) => number.toFixed(1)).join(',')).join('; ');
}

// What stands in the field is kept: typed, or restored by the browser's Back after a refusal.
function read() {
  const typed = field.value.split(';').map((part) => part.split(',').map(Number));
  boxes.splice(0, boxes.length, ...typed.filter((box) => box.length === 4 && box.every(Number.isFinite)));
  draw();
}
field.addEventListener('input', read);
read();

stage.addEventListener('pointerdown', (event) => {
  event.preventDefault();
  stage.setPointerCapture(event.pointerId);
  begun = place(event);
  boxes.push([...begun, 0, 0]);
});
stage.addEventListener('pointermove', (event) => {
  if (!begun) return;
  const now = place(event);
  boxes[boxes.length - 1] = [Math.min(begun[0], now[0]), Math.min(begun[1], now[1]), Math.abs(now[0] - begun[0]), Math.abs(now[1] - begun[1])];
  show();
});
stage.addEventListener('pointerup', () => {
  begun = null;
  if (boxes.length && boxes.at(-1)[2] * boxes.at(-1)[3] < 0.5) boxes.pop();
  show();
});
document.querySelector('[data-undo]').addEventListener('click', () => { boxes.pop(); show(); });
