// Remarks by pointing: takes the clip's current second, or a region drawn or tapped on an image. Without it: number fields.
for (const form of document.querySelectorAll('[data-pin]')) {
  const item = form.closest('li');
  const clip = item.querySelector('[data-clip] video');
  const picture = item.querySelector('[data-spot] img');
  const now = form.querySelector('[data-now]');
  if (clip && now) {
    now.hidden = false;
    now.addEventListener('click', () => { form.elements.second.value = Math.round(clip.currentTime * 2) / 2; form.elements.text.focus(); });
  }
  if (picture) {
    form.querySelector('[data-spot-help]').hidden = false;
    // Drag from corner to corner; a tap marks a region of default size around the point.
    const at = (e) => {
      const box = picture.getBoundingClientRect();
      const share = (way, length) => Math.min(100, Math.max(0, (100 * way) / length));
      return [share(e.clientX - box.left, box.width), share(e.clientY - box.top, box.height)];
    };
    const drawn = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    drawn.setAttribute('viewBox', '0 0 100 100');
    drawn.setAttribute('preserveAspectRatio', 'none');
    const ring = drawn.appendChild(document.createElementNS('http://www.w3.org/2000/svg', 'ellipse'));
    const show = (first, last) => {
      const small = Math.abs(first[0] - last[0]) < 2 && Math.abs(first[1] - last[1]) < 2;
      const [x, y] = small ? first : first.map((value, axis) => (value + last[axis]) / 2);
      const [w, h] = small ? [7, 7] : first.map((value, axis) => Math.max(1, Math.abs(value - last[axis]) / 2));
      for (const [name, value] of Object.entries({ spot_x: x, spot_y: y, spot_w: w, spot_h: h })) form.elements[name].value = Math.round(value);
      for (const [name, value] of Object.entries({ cx: x, cy: y, rx: w, ry: h })) ring.setAttribute(name, value);
      picture.after(drawn);
    };
    let from = null;
    picture.draggable = false;
    picture.style.touchAction = 'pan-y pinch-zoom'; // a finger can still scroll the page
    picture.addEventListener('pointerdown', (e) => { from = at(e); picture.setPointerCapture(e.pointerId); });
    picture.addEventListener('pointermove', (e) => { if (from) show(from, at(e)); });
    picture.addEventListener('pointerup', (e) => { if (from) { show(from, at(e)); from = null; form.elements.text.focus(); } });
    picture.addEventListener('pointercancel', () => { from = null; });
  }
}
for (const jump of document.querySelectorAll('[data-second]')) {
  jump.addEventListener('click', () => {
    const clip = document.querySelector(jump.hash)?.querySelector('[data-clip] video');
    if (clip) { clip.currentTime = Number(jump.dataset.second); clip.pause(); }
  });
}
