"""The editor in a browser, ours beside stock Wagtail's: how long until one may write, and how long an autosave takes.

Both sites by turns in one run; a browser that has opened an editor before, as a writer's has.
"""

from __future__ import annotations

import statistics

from playwright.sync_api import Page, sync_playwright

from articles.models import ArticlePage
from tools.bench import plain_site
from tools.bench.clicks.ours import EDITOR
from tools.bench.figures import Figure, at_most
from tools.bench.measures.clicks import own_hand, served, session_of, stock_hand
from tools.bench.measures.cold import make_database, numbers, plain_environment
from tools.bench.site import FOLDER, Site
from tools.devserver import browser

TURNS = range(7)
SETTLED = 3000  # ms after which Wagtail has taken down what the form held, and sees a change
STORY = "sau-gio-bi-giu-boi-mot-cuoc-goi"
#: Most of stock Wagtail's time.
BUDGETS = {"mở bài, tới lúc viết được": 1.0, "tự lưu": 1.0}


def measure(site: Site) -> list[Figure]:
    """Ratios of the time to write and of an autosave's answer, in milliseconds."""
    folder, plain = FOLDER / "plain", plain_environment(site)
    make_database(site)
    plain_site.make(folder, plain)
    own, stock = _story(), numbers(plain, "blog.BlogPage", str(folder))["page"]
    session = session_of(EDITOR)  # before Playwright's loop, which Django refuses
    with sync_playwright() as playwright, served(folder, plain) as stock_url:
        chromium = playwright.chromium.launch(args=browser.ARGUMENTS, executable_path=browser.find(windowless=True))
        ours, theirs = own_hand(chromium, site.url, session).page, stock_hand(chromium, stock_url).page
        addresses = f"{site.url}/admin/pages/{own}/edit/", f"{stock_url}/admin/pages/{stock}/edit/"
        turns = [(_open_and_save(ours, addresses[0]), _open_and_save(theirs, addresses[1])) for _turn in TURNS][1:]
        chromium.close()
    return [_figure(name, [(mine[n], other[n]) for mine, other in turns]) for n, name in enumerate(BUDGETS)]


def _story() -> int:
    """A live story of the desk editor's newsroom."""
    return ArticlePage.objects.get(slug=STORY, locale__language_code="vi").pk


def _open_and_save(page: Page, address: str) -> tuple[float, float]:
    """(time until the text can be written into, time of the autosave that follows a change of the title)."""
    page.goto(address)
    if page.url.partition("?")[0].partition("#")[0] != address:
        raise RuntimeError(f"{address}: led to {page.url}")
    page.locator(".public-DraftEditor-content").first.wait_for(state="attached")
    ready = float(page.evaluate("performance.now()"))
    page.wait_for_timeout(SETTLED)
    title = page.locator("#id_title")
    said = title.input_value()
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.url == address) as answer:
        title.fill(said.removesuffix(".") if said.endswith(".") else f"{said}.")
    answer.value.finished()
    timing = answer.value.request.timing
    page.wait_for_timeout(SETTLED)  # what follows a save is over before the next page is asked for
    return ready, timing["responseEnd"] - timing["requestStart"]


def _figure(name: str, pairs: list[tuple[float, float]]) -> Figure:
    ms = " : ".join(f"{statistics.median(side):.0f}" for side in zip(*pairs, strict=True))
    ratio = statistics.median(mine / other for mine, other in pairs)
    return at_most(f"P3 soạn bài, {name}, so với Wagtail trơn", ratio, BUDGETS[name], note=f"{ms} ms trong trình duyệt")
