"""What axe cannot see: the keyboard jumps to the text, is seen, never behind the bottom bar, closes what it opened."""

import pytest
from playwright.sync_api import expect

from tests.city import S
from tests.e2e.focus import COVERED, FOCUSED, HIDDEN
from tests.e2e.traffic import Traffic
from tests.e2e.waiting import comes_true

PHONE, DESK = (390, 844), (1280, 900)
pytestmark = [pytest.mark.night, pytest.mark.world("city")]


def nightly(*cases):
    """The same claim about more pages."""
    return [pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=pytest.mark.night) for case in cases]


def at(page, size):
    page.set_viewport_size({"width": size[0], "height": size[1]})


@pytest.mark.parametrize(
    "path", [S + "du-moi-khoi/", "/vi/kho-tai-lieu/", *nightly("/vi/", "/vi/tim-kiem/?q=cuoc goi")]
)
def test_the_keyboard_jumps_to_the_text_and_is_never_behind_the_bar(city, page, path):
    at(page, PHONE)
    page.goto(city + path)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')")
    hidden, last = [], None
    for _step in range(60):
        page.keyboard.press("Tab")
        behind, here, focus_lost = page.evaluate(f"[({HIDDEN})(), {FOCUSED}.outerHTML, {FOCUSED} === document.body]")
        hidden.append(behind)
        if here == last or focus_lost:
            break
        last = here
    assert [element for element in hidden if element] == []


@pytest.mark.parametrize(
    ("path", "size"),
    [
        (S + "dai-ky/", PHONE),
        ("/vi/kho-tai-lieu/", DESK),
        *nightly(("/vi/", DESK), (S + "dai-ky/", DESK), ("/vi/can-giup-do/", PHONE)),
    ],
)
def test_the_keyboard_walking_up_is_never_behind_what_sticks_at_the_top(city, page, path, size):
    at(page, size)
    page.goto(city + path)
    page.locator("a[href]").last.focus()
    covered = []
    for _step in range(70):
        page.keyboard.press("Shift+Tab")
        over, at_the_top = page.evaluate(f"[({COVERED})(), {FOCUSED}.matches('.skip, body')]")
        covered.append(over)
        if at_the_top:
            break
    assert [element for element in covered if element] == []


def test_the_bar_of_an_e_magazine_says_in_which_chapter_one_is(city, page):
    at(page, PHONE)
    page.goto(city + S + "dai-ky/")
    here = page.locator(".chapters [aria-current]")
    expect(here).to_have_count(0)  # the title stands above all chapters
    for chapter in ("2", "1"):
        page.locator(f"#chuong-{chapter}").evaluate("e => e.scrollIntoView()")
        expect(here).to_have_count(1)
        expect(here.locator("b")).to_have_text(chapter)


@pytest.mark.parametrize(("path", "sheet"), [("/vi/", ".menu"), ("/vi/kho-tai-lieu/", ".filterbox")])
def test_sheets_close_with_escape_and_with_the_phones_back(city, page, path, sheet):
    """A phone's Back is a close request (CloseWatcher). The history does not grow: “Thoát nhanh” leaves nothing."""
    page.add_init_script("""const Real = window.CloseWatcher; window.CloseWatcher = class extends Real {
      constructor() { super(); window.lastWatcher = this; document.documentElement.dataset.watched = ''; } }""")
    at(page, PHONE)
    page.goto(city + path)
    length = page.evaluate("history.length")
    box, button = page.locator(sheet), page.locator(f"{sheet} > summary")
    for close in (lambda: page.keyboard.press("Escape"), lambda: page.evaluate("window.lastWatcher.requestClose()")):
        button.click()
        expect(box).to_have_attribute("open", "")
        expect(page.locator("html")).to_have_attribute("data-watched", "")  # a moment later than the opening
        close()
        expect(box).not_to_have_attribute("open", "")
        expect(button).to_be_focused()
        page.evaluate("delete document.documentElement.dataset.watched")
    assert page.evaluate("history.length") == length
    at(page, DESK)
    page.goto(city + "/vi/kho-tai-lieu/")
    page.keyboard.press("Escape")  # on a desk the filters are a column, not a sheet
    expect(page.locator(".filterbox fieldset").first).to_be_visible()


def test_the_keyboard_sees_where_it_is_and_help_is_on_the_first_screen(city, page):
    at(page, PHONE)
    page.goto(city + "/vi/")
    for _step in range(6):
        page.keyboard.press("Tab")
        ring = page.evaluate(
            "(() => { const e = document.activeElement; const own = getComputedStyle(e), around = "
            "getComputedStyle(e.closest('.story') || e); return [own.outlineStyle, around.outlineStyle]; })()"
        )
        assert "solid" in ring, page.evaluate("document.activeElement.outerHTML")
    for thing in (page.locator("main h2").first, page.locator(".tabbar .giup")):
        box = thing.bounding_box()
        assert box["y"] + box["height"] <= PHONE[1]


def test_a_printed_article_is_the_article(city, page):
    page.goto(city + S + "du-moi-khoi/")
    page.emulate_media(media="print")
    for selector in (".masthead", ".sections", ".tabbar", ".footer", ".share", ".related"):
        assert not page.locator(selector).first.is_visible(), selector
    for selector in ("h1", ".prose", ".byline", ".helpcard"):
        assert page.locator(selector).first.is_visible(), selector


#: Whether the document's style sheets ask for a fade between pages under the media that hold now.
ASKS_FOR_FADES = """() => {
  const holds = (media) => !media || matchMedia(media.mediaText).matches;
  const asks = (rules) => [...rules].some((rule) => rule instanceof CSSViewTransitionRule
    ? rule.navigation === 'auto' : rule.cssRules && holds(rule.media) && asks(rule.cssRules));
  return [...document.styleSheets].some((sheet) => holds(sheet.media) && asks(sheet.cssRules));
}"""


@pytest.mark.parametrize(("wish", "fades"), [("no-preference", True), ("reduce", False)])
def test_a_list_fades_into_its_page_only_where_motion_is_wanted(city, person, wish, fades):
    page = person(reduced_motion=wish)
    page.add_init_script("addEventListener('pagereveal', event => { window.fades = !!event.viewTransition; });")
    fade_states = []
    while len(fade_states) < 3 and True not in fade_states:  # a browser gives up a fade whose page is not drawn at once
        page.goto(city + S)
        assert page.evaluate(ASKS_FOR_FADES) is fades
        page.locator("main .story a").first.click()
        page.wait_for_url(lambda url: url != city + S)
        comes_true(page, "() => window.fades !== undefined")
        assert page.evaluate(ASKS_FOR_FADES) is fades
        fade_states.append(page.evaluate("window.fades"))
    assert (True in fade_states) is fades
    assert page.evaluate("getComputedStyle(document.querySelector('.button')).transitionDuration !== '0s'") is fades


#: Sum of layout shifts nobody asked for (CLS), and the first thing that moved.
JUMPS = """window.jumps = { sum: 0, what: '' };
  new PerformanceObserver(list => { for (const shift of list.getEntries()) if (!shift.hadRecentInput) {
    window.jumps.sum += shift.value; window.jumps.what ||= shift.sources[0]?.node?.outerHTML?.slice(0, 120) ?? '?'; } })
    .observe({ type: 'layout-shift', buffered: true });"""


def test_nothing_jumps_while_a_page_loads_and_is_scrolled(city, page):
    """Pictures have their space before they are there, and a face that arrives late moves no line."""
    page.add_init_script(JUMPS)
    at(page, PHONE)
    jumps_by_path, traffic = {}, Traffic(page)
    for path in (
        "/vi/",
        S,
        S + "du-moi-khoi/",
        S + "dai-ky/",
        "/vi/kho-tai-lieu/",
        "/vi/kho-tai-lieu/p-a3-03/",
        "/vi/kol/",
    ):
        page.goto(city + path)
        traffic.settle()
        for _screen in range(6):
            page.mouse.wheel(0, 800)
            page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        jumps = page.evaluate("window.jumps")
        if jumps["sum"] > 0.02:
            jumps_by_path[path] = jumps
    assert jumps_by_path == {}
