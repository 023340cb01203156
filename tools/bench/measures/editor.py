"""The editor in a browser, ours beside stock Wagtail's: how long until one may write, and how long an autosave takes.

Stock Wagtail opens the same text in the same number of the same blocks and a form with the same fields in the same
panels, made of its own classes; beside it, without a verdict, the same text in a form that has no other fields, and its
tutorial's post, whose text is one field. By turns in one run; in a browser that has opened an editor before, as a
writer's has.
"""

from __future__ import annotations

import json
import statistics
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from articles.models import ArticlePage
from campaign.models import Topic
from tools.bench import plain_site, valkey
from tools.bench.clicks.ours import EDITOR
from tools.bench.figures import Figure, at_most
from tools.bench.measures.clicks import own_hand, served, session_of, stock_hand
from tools.bench.measures.cold import make_database, numbers, plain_environment
from tools.bench.site import FOLDER, Site
from tools.devserver import browser

TURNS = range(7)
SETTLED = 3000  # ms after which Wagtail has taken down what the form held, and sees a change
STORY = "sau-gio-bi-giu-boi-mot-cuoc-goi"
#: Pages of the plain site: the same form, the same text alone, the tutorial's post.
STOCK = ("WholeStoryPage", "StoryPage", "BlogPage")
#: Most of stock Wagtail's time.
BUDGETS = {"mở bài, tới lúc viết được": 1.0, "tự lưu": 1.0}


def measure(site: Site) -> list[Figure]:
    """Ratios of the time to write and of an autosave's answer, in milliseconds."""
    folder, plain = FOLDER / "plain", plain_environment(site)
    make_database(site)
    plain_site.make(folder, plain)
    own = ArticlePage.objects.get(slug=STORY, locale__language_code="vi")
    _give(own, folder)
    plain_site.run([sys.executable, "manage.py", "fill_story"], folder, plain)
    stock = [numbers(plain, f"blog.{model}", str(folder))["page"] for model in STOCK]
    session = session_of(EDITOR)  # before Playwright's loop, which Django refuses
    with sync_playwright() as playwright, served(folder, plain) as stock_url, valkey.running() as cache:
        chromium = playwright.chromium.launch(args=browser.ARGUMENTS, executable_path=browser.find(windowless=True))
        url = site.another(CACHE_URL=cache(0))  # as production has it
        ours, theirs = own_hand(chromium, url, session).page, stock_hand(chromium, stock_url).page
        visits = [(ours, f"{url}/admin/pages/{own.pk}/edit/")]
        visits += [(theirs, f"{stock_url}/admin/pages/{page}/edit/") for page in stock]
        turns = [[_open_and_save(page, address) for page, address in visits] for _turn in TURNS][1:]
        chromium.close()
    return [_figure(name, [[visit[n] for visit in turn] for turn in turns]) for n, name in enumerate(BUDGETS)]


def _give(story: ArticlePage, folder: Path) -> None:
    """Write what the plain site's `fill_story` reads: the newest draft, which is what the editor opens."""
    draft = story.get_latest_revision_as_object()
    said = {
        "title": draft.title,
        "intro": draft.sapo,
        "bylines": draft.bylines.count(),
        "topics": Topic.objects.count(),
        "chosen": draft.topics.count(),
        "tags": [tag.name for tag in draft.tags.all()],
        "blocks": [[block["type"], block["value"]] for block in draft.body.raw_data],
    }
    (folder / "story.json").write_text(json.dumps(said), "utf-8")


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


def _figure(name: str, turns: list[list[float]]) -> Figure:
    ours, same, text, post = (f"{statistics.median(side):.0f}" for side in zip(*turns, strict=True))
    ratio, beside = (statistics.median(turn[0] / turn[other] for turn in turns) for other in (1, 2))
    note = f"{ours} : {same} ms trong trình duyệt; chỉ với các ô của bài viết {text}, {beside:.2f} ×; bài một ô {post}"
    return at_most(f"P3 soạn bài, {name}, so với Wagtail trơn", ratio, BUDGETS[name], note=note)
