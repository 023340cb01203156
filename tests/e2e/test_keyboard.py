"""Whole flows with the keyboard alone, on a phone's screen: whatever has the focus is seen and never behind the bar."""

import pytest
from playwright.sync_api import expect

from partners.models import Partner, Submission
from schools.models import Claim
from tests.e2e.focus import HIDDEN
from tests.factories import make_asset, make_home, make_user
from tests.media_library.small_library import make_library
from tests.partners.pieces import next_year
from tests.schools.register import make_member, make_season, make_unit

PHONE = {"width": 390, "height": 844}
PASSWORD = "chim-se-tren-mai-ngoi"
MOST_STEPS = 160
#: Whether the focused thing, or what draws its focus, has a ring.
RINGED = """() => {
  const e = document.activeElement;
  return [e, e.closest('label'), e.closest('.story')].some(one => one && getComputedStyle(one).outlineStyle !== 'none');
}"""

STOP = f"""wanted => {{
  const here = document.activeElement;
  return [here.outerHTML.slice(0, 120), ({HIDDEN})(), ({RINGED})(), here === wanted];
}}"""


def walk_to(page, thing) -> None:
    """Press Tab until `thing` has the focus; every stop on the way must be seen, ringed and before the bar."""
    target = thing.element_handle()
    reached = target.evaluate("e => e === document.activeElement")
    for _step in range(MOST_STEPS):
        if reached:
            return
        page.keyboard.press("Tab")
        where, behind, ringed, reached = page.evaluate(STOP, target)
        assert behind == "", where
        assert where.startswith(("<body", "<video", "<html")) or ringed, f"no ring: {where}"
    pytest.fail(f"the keyboard does not reach {thing}")


def write(page, thing, text) -> None:
    walk_to(page, thing)
    page.keyboard.type(text)


def press(page, thing, key="Enter") -> None:
    walk_to(page, thing)
    page.keyboard.press(key)


@pytest.fixture
def keys(person):
    """A phone's window whose mouse is never used, signed out."""
    return person(viewport=PHONE)


def test_a_teacher_signs_in_and_hands_in_a_task(db, live_server, settings, keys):
    settings.SITE_URL = live_server.url
    make_home()
    make_season()
    teacher = make_member(make_unit(), email="co@truong.example")
    teacher.set_password(PASSWORD)
    teacher.save()
    keys.goto("/truong/")
    write(keys, keys.get_by_label("Thư điện tử"), teacher.email)
    write(keys, keys.get_by_label("Mật khẩu"), PASSWORD)
    keys.keyboard.press("Enter")
    keys.wait_for_url("**/truong/")
    press(keys, keys.get_by_role("link", name="Khai việc này: Lồng ghép giờ học"))
    keys.wait_for_url("**/C13/")
    write(keys, keys.get_by_label("Số tiết"), "12")
    press(keys, keys.get_by_role("button", name="Nộp", exact=True))  # a day is missing: nothing is lost
    expect(keys.locator("[role=alert]")).to_be_visible()
    expect(keys.get_by_label("Số tiết")).to_have_value("12")
    expect(keys.get_by_label("Ngày làm")).to_have_attribute("aria-invalid", "true")
    expect(keys.get_by_label("Ngày làm")).to_have_accessible_description("Còn thiếu ngày làm.")
    expect(keys.get_by_label("Số tiết")).not_to_have_attribute("aria-invalid", "true")
    walk_to(keys, keys.get_by_label("Ngày làm"))
    keys.keyboard.type("03112026")
    press(keys, keys.get_by_role("button", name="Nộp", exact=True))
    keys.wait_for_url("**/truong/")
    assert Claim.objects.get(item__code="C13").state == "declared"
    assert not keys.problems


def test_a_form_that_was_refused_takes_who_hears_it_to_what_is_wrong(db, live_server, settings, keys):
    """A fresh page says its title and nothing of what stands further down."""
    settings.SITE_URL = live_server.url
    make_home()
    keys.goto("/tai-khoan/dang-nhap/")
    press(keys, keys.locator("main").get_by_role("button", name="Đăng nhập"))
    expect(keys.get_by_label("Thư điện tử")).to_be_focused()
    expect(keys.get_by_label("Thư điện tử")).to_have_accessible_description("Bạn chưa điền ô này.")
    keys.keyboard.type("khong-co@truong.example")
    write(keys, keys.get_by_label("Mật khẩu"), "không phải mật khẩu này")
    keys.keyboard.press("Enter")
    expect(keys.locator("main [role=alert]")).to_be_focused()


def test_a_partner_fills_all_five_steps_and_sends(db, live_server, settings, person):
    settings.SITE_URL = live_server.url
    make_home()
    user = make_user("kol@demo.example")
    Partner.objects.create(slug="may", display_name="Mây Miệt Vườn").members.create(user=user)
    keys = person(user, viewport=PHONE)
    keys.goto("/doi-tac/")
    press(keys, keys.get_by_role("button", name="Gửi nội dung mới"))
    keys.wait_for_url("**/sua/")
    write(keys, keys.get_by_label("Tên nội dung"), "Má kiểm hợp đồng")
    write(keys, keys.locator("[name=text]"), "Hợp đồng có ba dòng lạ, má đọc một cái là thấy liền ngay.")
    choose(keys, "has_minor", "khong")
    write(keys, keys.locator("[name=post_url]"), "https://www.tiktok.com/@demo/video/7311")
    keys.locator("[name=licence_until]").evaluate("(box, day) => { box.value = day; }", next_year())
    for name, value in (("music", "none"), ("is_paid", "khong"), ("uses_ai", "khong")):
        choose(keys, name, value)
    for box in keys.locator("[name=ticked]").all():
        press(keys, box, "Space")
    press(keys, keys.get_by_role("button", name="Gửi cho tòa soạn"))
    expect(keys.get_by_text("Đã gửi cho tòa soạn").first).to_be_visible()
    assert Submission.objects.get().state == "sent"
    assert not keys.problems


def choose(page, name, value) -> None:
    """A radio group by its arrows: Tab enters it once, wherever it stands."""
    group = page.locator(f"[name={name}]")
    walk_to(page, group.first)
    for _choice in range(group.count()):
        if (
            page.locator(f"[name={name}]:checked").count()
            and page.locator(f"[name={name}]:checked").input_value() == value
        ):
            return
        page.keyboard.press("ArrowDown")
    assert page.locator(f"[name={name}]:checked").input_value() == value


def test_a_reader_narrows_the_library_down_and_takes_a_file(db, live_server, settings, keys):
    settings.SITE_URL = live_server.url
    make_library()
    make_asset("P-1", kind="poster", name="Tờ một", moments=["chao-co"])
    make_asset("V-1", kind="video", name="Clip một", moments=["chao-co"])
    keys.goto("/vi/kho-tai-lieu/")
    press(keys, keys.locator(".filterbox > summary"))
    press(keys, keys.locator("[name=loai][value=poster]"), "Space")
    expect(keys.locator("#kq")).to_have_text("1 tài liệu")
    expect(keys.locator("main > [role=status]")).to_have_text("1 tài liệu")  # who hears the page is told as well
    keys.keyboard.press("Escape")
    expect(keys.locator(".filterbox > summary")).to_be_focused()
    press(keys, keys.locator("a.chip.drop"))
    expect(keys.locator("#kq")).to_have_text("2 tài liệu")
    press(keys, keys.locator("[data-basket]").first)
    expect(keys.locator("main > [role=status]")).to_have_text("Giỏ tài liệu: 1")
    press(keys, keys.locator(".asset h3 a").first)
    keys.wait_for_url("**/kho-tai-lieu/*-1/")
    take = keys.locator(".buy .button.big")
    walk_to(keys, take)
    with keys.expect_request(
        lambda request: request.url.startswith(take.get_attribute("href")) or "/tai/" in request.url
    ):
        keys.keyboard.press("Enter")
    assert not keys.problems
