"""What a machine notices on a page somebody looks at: a DOM probe, and axe."""

from functools import cache
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT

PHONE, NARROW, DESK = ({"width": 390, "height": 844}, {"width": 320, "height": 700}, {"width": 1280, "height": 900})
#: What the script notes and a test can hold: the fall of words in a headline depends on the words.
HELD = ("cuộn ngang", "chữ bị cắt", "thấp", "hẹp", "nút ba dòng")
#: Every violation with all its nodes, and nothing of what passed: that is a hundred times as much to carry and to read.
BREACHES = (
    "async options => (await lookedBy.run(options)).violations.map(one => [one.id, one.nodes.map(at => at.html)])"
)
#: Ids that stand more than once.
TWICE = "[...document.querySelectorAll('[id]')].map(e => e.id).filter((id, n, all) => all.indexOf(id) !== n)"
ROOT_LETTERS = "getComputedStyle(document.documentElement).fontSize"


@cache
def _probe() -> str:
    return Path(__file__).with_name("seen.js").read_text()


def seen(page, name: str, *sizes) -> list[str]:
    """What the probe notices in windows of `sizes`, by default in the window as it stands."""
    problems = []
    for size in sizes or [page.viewport_size]:
        page.set_viewport_size(size)
        notes = page.evaluate(_probe())
        problems += [f"{name} {size['width']}: {note}" for note in notes if note.startswith(HELD)]
    return problems


def wrong(page) -> list[str]:
    """What axe finds on the page as it stands, every box opened."""
    page.evaluate("for (const box of document.querySelectorAll('main details')) box.open = true")
    # Samples of one component are several landmarks of one name, in the styleguide alone.
    rules = {"landmark-unique": {"enabled": "/styleguide/" not in page.url}}
    if not page.evaluate("'lookedBy' in window"):  # once per document; Wagtail's editor has an axe of its own besides
        page.evaluate(AXE_SCRIPT + ";window.lookedBy = axe")
    breaches = page.evaluate(BREACHES, {"rules": rules, "resultTypes": ["violations"]})
    return [f"{page.url} {rule}: {html[:120]}" for rule, nodes in breaches for html in nodes]


def everywhere(page, name: str) -> list[str]:
    """The page as it stands on a narrow phone, on a desk and, with every box opened and under axe, on a phone."""
    problems = seen(page, name, NARROW, DESK)
    page.set_viewport_size(PHONE)
    return problems + wrong(page) + seen(page, name)


class Letters:
    """The size of letters that a reader chose in the browser: media queries in rem follow it (WCAG 1.4.4)."""

    def __init__(self, page) -> None:
        self.page, self.line = page, page.context.new_cdp_session(page)

    def set(self, pixels: int) -> None:
        self.line.send("Page.setFontSizes", {"fontSizes": {"standard": pixels}})
        assert self.page.evaluate(ROOT_LETTERS) == f"{pixels}px"
