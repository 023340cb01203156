// What a machine can notice on a page somebody looks at: a list of Vietnamese notes.
() => {
  const found = [], root = document.documentElement;
  const shown = e => e.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  const called = e => (e.textContent || e.name || "").trim().slice(0, 40);
  if (root.scrollWidth > root.clientWidth) found.push(`cuộn ngang ${root.scrollWidth - root.clientWidth} px`);
  for (const image of document.images)
    if (shown(image) && (!image.complete || !image.naturalWidth)) found.push("ảnh không hiện: " + image.src.split("/").pop());

  // Boxes of the text alone: a range over an element would also give the boxes of what stands in it.
  const pieces = e => {
    const walker = document.createTreeWalker(e, NodeFilter.SHOW_TEXT), range = document.createRange(), rects = [];
    while (walker.nextNode()) {
      range.selectNodeContents(walker.currentNode);
      rects.push(...[...range.getClientRects()].filter(r => r.width > 1));
    }
    return rects;
  };
  // Pieces whose middles are less than 10 px apart stand on one line.
  const lines = e => {
    const middles = pieces(e).map(r => (r.top + r.bottom) / 2).sort((a, b) => a - b);
    return middles.filter((m, n) => !n || m - middles[n - 1] > 9).length;
  };
  for (const e of document.querySelectorAll(".button, .chip"))
    if (shown(e) && lines(e) > 2) found.push("nút ba dòng: " + called(e));

  // A headline whose last line is one short word; text-wrap: balance prevents it for up to six lines.
  for (const e of document.querySelectorAll("main :is(h1, h2, h3)")) {
    const rects = pieces(e);
    if (!rects.length || !shown(e)) continue;
    const last = rects.at(-1), widest = Math.max(...rects.map(r => r.width));
    if (last.top - rects[0].top > 9 && last.left - rects[0].left < 2 && last.width < widest * 0.18)
      found.push("chữ rơi cuối tít: " + called(e));
  }

  // Wagtail decides the sizes of its own controls.
  const controls = "button, .button, .chip, input:not([type=hidden], [type=checkbox], [type=radio]), select, summary";
  if (!location.pathname.startsWith("/admin/"))
    for (const e of document.querySelectorAll(`main :is(${controls})`)) {
      const box = e.getBoundingClientRect();
      if (shown(e) && box.width > 10 && box.height > 10 && box.height < 43.5) found.push(`thấp ${Math.round(box.height)} px: ${called(e)}`);
    }
  return [...new Set(found)];
}
