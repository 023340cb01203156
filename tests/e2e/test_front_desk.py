"""The desk “Trang nhất” by hand: a swap in five clicks, breaking news in two taps, drag and keys, phones."""

import pytest
from playwright.sync_api import expect

from articles.models import BreakingNews
from home.models import HomePage
from tests.e2e.newsroom_hands import DESK, PHONE, keep
from tests.factories import make_article, make_image
from tests.newsroom_world import SAPO, STORY

pytestmark = pytest.mark.world("newsroom")

TITLES = [f"Bài thứ {number} của trang nhất" for number in ("nhất", "hai", "ba", "tư", "năm")]
#: Elements of the desk that a thumb presses.
PRESSED = ".front-small, .front-more > summary, .front-bar .button, .front-grip, .front-jump a"
#: Heads of slots that are higher than two lines of words, or whose parts lie outside the slot or on each other.
BROKEN_HEADS = """() => [...document.querySelectorAll('.front-slot')].filter((slot) => {
  const bounds = slot.getBoundingClientRect(), head = slot.querySelector('.front-slot__head');
  const parts = [...head.children].map((part) => part.getBoundingClientRect());
  return head.offsetHeight > 50 || parts.some((part, n) => part.left < (n ? parts[n - 1].right : bounds.left) - 1
    || part.right > bounds.right + 1);
}).map((slot) => `${innerWidth}: ${slot.dataset.slot}`)"""


@pytest.fixture
def filled(newsroom):
    image = make_image()
    return [make_article(title, section=newsroom["section"], sapo=SAPO, lead_image=image) for title in TITLES]


class Clicks:
    """Counts what a person presses."""

    def __init__(self):
        self.number = 0

    def on(self, target):
        self.number += 1
        target.click()


def slot(page, key):
    return page.locator(f'[data-slot="{key}"]')


def title_in(page, key):
    return slot(page, key).locator(".front-slot__title")


def test_a_swap_takes_five_clicks_and_breaking_news_two_taps(newsroom, filled, person):
    desk, reader, clicks = person(newsroom["secretary"], **DESK), person(**DESK), Clicks()
    desk.goto("/admin/")
    keep(desk, "home-secretary-1280")
    clicks.on(desk.get_by_role("button", name="Tòa soạn"))
    clicks.on(desk.get_by_role("link", name="Trang nhất", exact=True))
    row = desk.locator("[data-story]", has_text=TITLES[2])
    clicks.on(row.locator("summary", has_text="Đặt vào ô…"))
    clicks.on(row.get_by_role("button", name="1 · Tin chính"))
    expect(title_in(desk, "chinh")).to_have_text(TITLES[2])
    clicks.on(desk.get_by_role("button", name="Đưa lên trang"))
    expect(desk.locator(".messages")).to_contain_text("Đã lên trang nhất lúc")
    assert clicks.number <= 5
    reader.goto("/vi/")
    expect(reader.locator("main h2").first).to_have_text(TITLES[2])

    taps = Clicks()
    row = desk.locator("[data-story]", has_text=STORY)
    taps.on(row.locator("summary", has_text="Tin nóng"))
    keep(desk, "front-desk-breaking-1280")
    taps.on(row.locator("button[name=until]").first)
    expect(desk.locator(".front-breaking")).to_contain_text(STORY)
    assert taps.number == 2 and BreakingNews.objects.running().count() == 1
    reader.goto("/vi/luu-tru/")
    expect(reader.locator(".breaking")).to_contain_text(STORY)
    for width, height in ((1280, 900), (390, 844)):
        reader.set_viewport_size({"width": width, "height": height})
        reader.goto("/vi/")
        keep(reader, f"breaking-{width}")
        assert reader.evaluate("document.documentElement.scrollWidth") <= width
    keep(desk, "front-desk-1280")
    desk.locator(".front-breaking").get_by_role("button", name="Tắt băng").click()
    expect(desk.locator(".front-breaking")).to_have_count(0)
    assert not desk.problems and not reader.problems


def test_slots_change_by_drag_and_by_keys_and_a_step_is_undone(newsroom, filled, person):
    # as high as what is dragged and where it goes: a page that scrolls meanwhile has another row under the pointer
    desk = person(newsroom["chief"], viewport={"width": 1280, "height": 1800})
    desk.goto("/admin/trang-nhat/")
    first, second = title_in(desk, "chinh").inner_text(), title_in(desk, "canh-1").inner_text()
    slot(desk, "chinh").drag_to(slot(desk, "canh-1"))
    expect(title_in(desk, "canh-1")).to_have_text(first)
    grip = slot(desk, "canh-1").locator("[data-lift]")
    grip.focus()
    for key in ("Space", "ArrowDown", "Enter"):
        desk.keyboard.press(key)
    expect(title_in(desk, "canh-2")).to_have_text(first)
    expect(slot(desk, "canh-2").locator("[data-lift]")).to_be_focused()
    desk.get_by_role("button", name="Hoàn tác").click()
    expect(title_in(desk, "canh-1")).to_have_text(first)
    desk.locator(f'[data-story]:has-text("{second}")').first.drag_to(slot(desk, "canh-2"))
    expect(title_in(desk, "canh-2")).to_have_text(second)
    frame = desk.frame_locator(".front-frame iframe")
    expect(frame.locator("main").get_by_text(second).first).to_be_attached()
    assert not HomePage.objects.get(locale__language_code="vi").pins, "nothing of it is shown yet"
    assert not desk.problems


def test_the_desk_and_the_board_are_for_a_thumb(newsroom, filled, person):
    phone = person(newsroom["chief"], **PHONE)
    for place, name in (("/admin/trang-nhat/", "front-desk"), ("/admin/toa-soan/", "board"), ("/admin/", "home-chief")):
        phone.goto(place)
        keep(phone, f"{name}-390")
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390, place
    phone.goto("/admin/trang-nhat/")
    small = phone.locator(PRESSED).evaluate_all(
        "all => all.filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 44)"
        ".map(one => one.outerHTML)"
    )
    assert not small, small[:3]
    expect(phone.locator(".front-bar")).to_be_in_viewport()


def test_each_slot_says_its_name_beside_its_buttons_in_every_window(newsroom, filled, person):
    desk = person(newsroom["secretary"])
    for width in (390, 768, 1024, 1280, 1600):
        desk.set_viewport_size({"width": width, "height": 900})
        desk.goto("/admin/trang-nhat/")
        expect(desk.locator(".front-slot__head")).to_have_count(9)
        assert desk.evaluate(BROKEN_HEADS) == []
