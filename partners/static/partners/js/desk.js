// Pins by pointing: the second at which the clip stands, the spot of a picture that is tapped. Without this file: numbers.
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
    picture.addEventListener('click', (e) => {
      const box = picture.getBoundingClientRect();
      form.elements.spot_x.value = Math.round((100 * (e.clientX - box.left)) / box.width);
      form.elements.spot_y.value = Math.round((100 * (e.clientY - box.top)) / box.height);
      form.elements.text.focus();
    });
  }
}
for (const jump of document.querySelectorAll('[data-second]')) {
  jump.addEventListener('click', () => {
    const clip = document.querySelector(jump.hash)?.querySelector('[data-clip] video');
    if (clip) { clip.currentTime = Number(jump.dataset.second); clip.pause(); }
  });
}
