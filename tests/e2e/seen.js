// Detects visual defects of the page; returns a list of Vietnamese notes.
() => {
  const found = [], root = document.documentElement;
  const shown = e => e.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  const called = e => (e.textContent || e.name || "").trim().slice(0, 40);
  if (root.scrollWidth > root.clientWidth) found.push(`cuộn ngang ${root.scrollWidth - root.clientWidth} px`);
  for (const image of document.images)
    if (shown(image) && (!image.complete || !image.naturalWidth)) found.push("ảnh không hiện: " + image.src.split("/").pop());

  // Boxes of the text nodes only: a range over an element also has the boxes of its child elements.
  const pieces = e => {
    const walker = document.createTreeWalker(e, NodeFilter.SHOW_TEXT), range = document.createRange(), rects = [];
    while (walker.nextNode()) {
      if (walker.currentNode.parentElement.closest(".vh")) continue; // for screen readers only: not visible
      range.selectNodeContents(walker.currentNode);
      rects.push(...[...range.getClientRects()].filter(r => r.width > 1));
    }
    return rects;
  };
  // Boxes whose middles are less than 10 px apart are on one line.
  const lines = e => {
    const middles = pieces(e).map(r => (r.top + r.bottom) / 2).sort((a, b) => a - b);
    return middles.filter((m, n) => !n || m - middles[n - 1] > 9).length;
  };
  for (const e of document.querySelectorAll(".button, .chip"))
    if (shown(e) && lines(e) > 2) found.push("nút ba dòng: " + called(e));

  // A headline whose last line is one short word. text-wrap: balance prevents it for up to six lines; the newsroom's limit
  // keeps every headline below that, except for the styleguide's longest sample.
  for (const e of document.querySelectorAll("main :is(h1, h2, h3)")) {
    const rects = pieces(e);
    if (!rects.length || !shown(e) || lines(e) > 6) continue;
    const last = rects.at(-1), widest = Math.max(...rects.map(r => r.width));
    if (last.top - rects[0].top > 9 && last.left - rects[0].left < 2 && last.width < widest * 0.18)
      found.push("chữ rơi cuối tít: " + called(e));
  }

  if (location.pathname.startsWith("/admin/")) return [...new Set(found)];  // no checks of Wagtail's own controls

  // Text cut off by a box with hidden overflow, or outside the window where nobody can scroll to it.
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
  const scrolls = value => value === "auto" || value === "scroll";
  while (walker.nextNode()) {
    const text = walker.currentNode, e = text.parentElement;
    // .courses: the bricks of the pledge wall run off both edges by design
    if (!text.data.trim() || !shown(e) || e.closest(".vh, .courses, [aria-hidden=true], script, style, svg, select, option, video, audio")) continue;
    range.selectNodeContents(text);
    const seen = range.getBoundingClientRect(), slack = parseFloat(getComputedStyle(e).fontSize) / 3;
    let can = false, cut = false;
    for (let box = e; box && box !== document.body && !can; box = box.parentElement) {
      const style = getComputedStyle(box), place = box.getBoundingClientRect();
      // intended: an ellipsis, or text for screen readers only
      if (style.webkitLineClamp !== "none" || style.clipPath.startsWith("inset(50%")) { can = true; break; }
      cut ||= !scrolls(style.overflowX) && style.overflowX !== "visible" && (seen.right > place.right + 2 || seen.left < place.left - 2);
      cut ||= !scrolls(style.overflowY) && style.overflowY !== "visible" && seen.bottom > place.bottom + slack;
      can = scrolls(style.overflowX) || style.position === "fixed";
    }
    if (cut || (!can && seen.right + scrollX > root.clientWidth + 1 && seen.width))
      found.push("chữ bị cắt: " + text.data.trim().slice(0, 40));
  }

  // Touch targets: 44 px both ways (docs/design.md). Links within a sentence are exempt (WCAG 2.5.8); the label counts for
  // a checkbox; a ::before or ::after laid over a link enlarges it.
  if (root.clientWidth >= 768) return [...new Set(found)];
  const layer = (e, side) => ["::before", "::after"].map(name => getComputedStyle(e, name))
    .filter(style => style.position === "absolute" && style.content !== "none").map(style => parseFloat(style[side]) || 0);
  const inSentence = e => {
    const block = e.closest("p, li, dd, td, figcaption, blockquote, label") || e.parentElement;
    const rest = [...block.querySelectorAll("a, button")].reduce((left, one) => left.replace(one.textContent.trim(), ""), block.textContent);
    return getComputedStyle(e).display.startsWith("inline") && rest.replace(/[\s·/|,.:;–]/g, "").length > 2;
  };
  for (const e of document.querySelectorAll("a[href], button, .button, input:not([type=hidden]), select, textarea, summary")) {
    if (!shown(e) || e.closest(".vh") || e.matches(".skip")) continue;
    let box = e.getBoundingClientRect();
    const label = e.matches("[type=checkbox], [type=radio]") && e.closest("label");
    if (label) box = label.getBoundingClientRect();
    const height = Math.max(box.height, ...layer(e, "height")), width = Math.max(box.width, ...layer(e, "width"));
    if (box.width < 2 || box.height < 2 || e.matches("[tabindex='-1']") || (e.matches("a") && inSentence(e))) continue;
    if (height < 43.5) found.push(`thấp ${Math.round(height)} px: ${called(e)}`);
    else if (width < 43.5) found.push(`hẹp ${Math.round(width)} px: ${called(e)}`);
  }
  return [...new Set(found)];
}
