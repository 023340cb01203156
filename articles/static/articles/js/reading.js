// Article pages: larger letters, printing, embeds loaded on click, player links, read count. They work without this file.
const root = document.documentElement;
const sizes = ['', 'chu-lon', 'chu-rat-lon'];

// Larger letters: stored on this device only.
const kept = () => { try { return Number(localStorage.getItem('co-chu')) || 0; } catch { return 0; } };
const show = (step) => {
  root.classList.remove('chu-lon', 'chu-rat-lon');
  if (sizes[step]) root.classList.add(sizes[step]);
  document.querySelectorAll('[data-larger]').forEach((b) => { b.setAttribute('aria-pressed', String(step > 0)); });
};
document.querySelectorAll('[data-larger]').forEach((button) => {
  button.hidden = false;
  button.addEventListener('click', () => {
    const step = (kept() + 1) % sizes.length;
    try { localStorage.setItem('co-chu', String(step)); } catch { /* no storage in a private window */ }
    show(step);
  });
});
show(kept());

document.querySelectorAll('[data-print]').forEach((button) => {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
});

// Embeds of other sites are loaded after a click; before that there is our own image and a link.
document.querySelectorAll('[data-embed]').forEach((box) => {
  box.querySelector('a').addEventListener('click', (event) => {
    event.preventDefault();
    const frame = document.createElement('iframe');
    Object.assign(frame, { src: box.dataset.embed, title: box.dataset.title, allow: 'autoplay; fullscreen; encrypted-media', referrerPolicy: 'strict-origin-when-cross-origin' });
    frame.allowFullscreen = true;
    event.currentTarget.replaceWith(frame);
    frame.focus();
  });
});

// Links with a time in the transcript start the player there.
document.querySelectorAll('[data-seek]').forEach((link) => {
  link.addEventListener('click', (event) => {
    const player = document.querySelector('video, audio');
    if (!player) return;
    event.preventDefault();
    player.currentTime = Number(link.dataset.seek);
    player.play().catch(() => {});
  });
});

// The bar of an e-magazine marks the current chapter: the last that starts above the middle of the window.
const chapters = new Map([...document.querySelectorAll('.chapters a')].map((link) => [document.querySelector(link.hash), link]));
if (chapters.size) {
  const bar = document.querySelector('.chapters ol');
  const look = () => {
    const begun = [...chapters.keys()].filter((chapter) => chapter?.getBoundingClientRect().top < innerHeight / 2);
    chapters.forEach((link, chapter) => (chapter === begun.at(-1) ? link.setAttribute('aria-current', 'true') : link.removeAttribute('aria-current')));
    const link = chapters.get(begun.at(-1)); // undefined above the first chapter
    if (bar.scrollWidth > bar.clientWidth) bar.scrollLeft = link ? link.parentElement.offsetLeft - bar.clientWidth / 3 : 0;
  };
  const watcher = new IntersectionObserver(look, { rootMargin: '-50% 0px -49% 0px' });
  chapters.forEach((_link, chapter) => { if (chapter) watcher.observe(chapter); });
  addEventListener('scrollend', look); // a jump to the top may trigger no intersection
}

// Count one read after ten seconds of visibility, not for reloads and back navigation; sends nothing about the reader.
// The address in the page is answered with one that counts once: it is used and forgotten.
const report = async (address) => {
  try {
    const answer = await fetch(address, { method: 'POST', credentials: 'omit' });
    if (answer.status === 200) navigator.sendBeacon(await answer.text());
  } catch { /* offline: not counted */ }
};
const counted = document.querySelector('[data-count]');
const kind = performance.getEntriesByType('navigation')[0]?.type;
if (counted && navigator.sendBeacon && (kind === 'navigate' || kind === 'prerender')) {
  let seconds = 0;
  const clock = setInterval(() => {
    if (document.visibilityState !== 'visible' || document.prerendering) return;
    seconds += 1;
    if (seconds < 10) return;
    clearInterval(clock);
    report(counted.dataset.count);
  }, 1000);
}
