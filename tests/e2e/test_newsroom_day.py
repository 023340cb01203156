"""A newsroom's day in real browsers, from a reporter's phone to the other outlet's corrected copy (issue 3)."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from articles.desk import moves
from articles.models import ArticlePage
from articles.permissions import sync_newsrooms
from articles.safety_list import POINTS
from campaign.models import Outlet
from deploy.local.state import ROOT
from tests.articles.desk_forms import SAPO, act, ticks
from tests.e2e.test_main_job import PHONE, person, workflow_action  # noqa: F401  (a fixture)
from tests.factories import make_help_line, make_home, make_locale, make_section, make_user
from users.models import User
from users.roles import grant

HEADLINE = "Em kể với thầy trước khi trả lời tin nhắn lạ"
COMMENT = "Bạn nói rõ hơn ở sapo: ai giúp được em."
NOTE = "Bản đầu ghi buổi nói chuyện vào thứ Năm. Đúng là thứ Sáu. Tòa soạn xin lỗi bạn đọc."
STAFF = (
    ("phongvien@test.example", "Nguyễn Minh Thư", "reporter", "bao-can-tho"),
    ("bientap@test.example", "Trần Quốc Bình", "editor", "bao-can-tho"),
    ("bientap2@test.example", "Lý Thu Hà", "editor", "bao-can-tho"),
    ("thuky@test.example", "Lê Thị Ngàn", "secretary", "bao-can-tho"),
    ("tong@test.example", "Phạm Hữu Tâm", "chief", "bao-can-tho"),
    ("thuky@vanhoa.example", "Ngô Minh Đức", "secretary", "van-hoa"),
)


@pytest.fixture
def two_outlets(settings, live_server):
    settings.SITE_URL = live_server.url
    for language in ("vi", "en", "km"):
        make_locale(language)
    home = make_home()
    sections = {}
    for slug, name, title in (
        ("bao-can-tho", "Báo Cần Thơ", "Trường học an toàn"),
        ("van-hoa", "Sở Văn hóa", "Cuộc thi, sự kiện"),
    ):
        outlet = Outlet.objects.create(slug=slug, name=name, short_name=name)
        sections[slug] = make_section(title, home=home, outlet=outlet)
    make_help_line("111")
    sync_newsrooms()
    for email, name, role, outlet in STAFF:
        grant(make_user(email, full_name=name), role, outlet)
    return sections


def keep(page, name):
    """A picture of the page in .shots/, for somebody to look at."""
    folder = ROOT / ".shots"
    folder.mkdir(exist_ok=True)
    page.screenshot(path=folder / f"day-{name}.png", full_page=True)


def in_modal(page, button: str = ".modal button[type=submit], .modal input[type=submit]"):
    page.locator(button).first.click()
    page.wait_for_load_state("networkidle")


def client_of(email: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def story() -> ArticlePage:
    return ArticlePage.objects.get(alias_of=None)


def write_and_hand_in(enter, section) -> None:
    reporter = enter("phongvien@test.example", **PHONE)
    reporter.goto(f"/admin/pages/add/articles/articlepage/{section.pk}/")
    reporter.fill("[name=title]", HEADLINE)
    reporter.fill("[name=sapo]", "Quá ngắn.")
    reporter.select_option("[name=has_minor]", "true")
    reporter.select_option("[name=has_victim]", "false")
    reporter.locator("footer [data-w-dropdown-target=toggle], footer .w-dropdown__toggle").last.click()
    reporter.locator("[name=action-submit]").locator("visible=true").click()
    reporter.wait_for_url(re.compile(r"/admin/pages/\d+/"))
    assert reporter.evaluate("document.documentElement.scrollWidth") <= 391


def return_with_comment(enter) -> None:
    desk = enter("bientap@test.example")
    desk.goto("/admin/toa-soan/")
    keep(desk, "board")
    desk.get_by_role("link", name=HEADLINE).click()
    desk.wait_for_url(re.compile(r"/edit/$"))
    expect(desk.locator("[data-newsroom-gates]")).to_contain_text("Sapo có 2 tiếng", timeout=30_000)
    workflow_action(desk, "reject")
    desk.fill(".modal [name=comment]", COMMENT)
    in_modal(desk)


def mend_and_hand_in_again(enter) -> None:
    reporter = enter("phongvien@test.example", **PHONE)
    reporter.goto(f"/admin/pages/{story().pk}/edit/")
    reporter.fill("[name=sapo]", SAPO)
    reporter.locator("footer [data-w-dropdown-target=toggle], footer .w-dropdown__toggle").last.click()
    reporter.locator("[name=action-submit]").locator("visible=true").click()
    reporter.wait_for_url(re.compile(r"/admin/pages/\d+/"))


def check_child_safety(enter) -> None:
    desk = enter("bientap@test.example")
    desk.goto(f"/admin/pages/{story().pk}/edit/")
    workflow_action(desk, "approve")
    checker = enter("bientap2@test.example")
    checker.goto(f"/admin/pages/{story().pk}/edit/")
    workflow_action(checker, "approve")
    boxes = checker.locator(".modal input[type=checkbox]")
    expect(boxes).to_have_count(len(POINTS))
    keep(checker, "safety")
    for box in boxes.all():
        box.check()
    in_modal(checker)


def schedule_and_pin(enter) -> None:
    page, secretary = story(), enter("thuky@test.example")
    moment = timezone.localtime() + timedelta(days=1)
    secretary.goto(f"/admin/toa-soan/lich/story/{page.pk}/")
    secretary.fill("[name=moment]", f"{moment:%Y-%m-%d %H:%M}")
    secretary.keyboard.press("Escape")  # the calendar sheet of the field
    secretary.get_by_role("button", name="Đổi giờ").click()
    secretary.wait_for_url("**/toa-soan/lich/")
    secretary.goto(f"/admin/toa-soan/lich/?thang={moment:%Y-%m}")
    expect(secretary.get_by_role("link", name=HEADLINE).first).to_be_visible()
    keep(secretary, "calendar")
    secretary.goto(f"/admin/pages/{page.pk}/edit/")
    secretary.fill("[name=pinned_until]", f"{moment + timedelta(days=2):%Y-%m-%d %H:%M}")
    secretary.keyboard.press("Escape")
    workflow_action(secretary, "approve")


def its_minute_comes(page: ArticlePage) -> None:
    """The clock is moved, not waited for: the hour that was approved is now over."""
    scheduled = page.revisions.get(approved_go_live_at__isnull=False)
    moves._write(page, scheduled, timezone.now() - timedelta(seconds=1), approved=True)
    call_command("publish_scheduled")


def correct(page: ArticlePage) -> None:
    """The note in the browser's form by its address; then every step of the way again, for the text has changed."""
    desk = client_of("bientap@test.example")
    answer = desk.post(f"/admin/toa-soan/bai/{page.pk}/dinh-chinh/", {"kind": "dinh-chinh", "text": NOTE})
    assert answer.status_code == 302
    draft = page.get_latest_revision_as_object()
    draft.sapo = SAPO.replace("một người lớn", "một thầy cô hay một người lớn")
    draft.go_live_at = None
    draft.save_revision(user=User.objects.get(email="bientap@test.example"))
    page.get_workflow().start(page, User.objects.get(email="bientap@test.example"))
    for email, data in (
        ("thuky@test.example", {}),
        ("bientap2@test.example", ticks()),
        ("thuky@test.example", {}),
        ("tong@test.example", {}),
    ):
        act(client_of(email), page, **data)


def test_a_newsrooms_day(two_outlets, person):  # noqa: F811
    ours, theirs = two_outlets["bao-can-tho"], two_outlets["van-hoa"]
    write_and_hand_in(person, ours)
    return_with_comment(person)
    mend_and_hand_in_again(person)
    check_child_safety(person)
    schedule_and_pin(person)
    chief = person("tong@test.example")
    chief.goto(f"/admin/pages/{story().pk}/edit/")
    workflow_action(chief, "approve")

    page, reader = story(), person(**PHONE)
    assert reader.goto(page.address).status == 404, "approved, and not yet its minute"
    its_minute_comes(page)
    assert reader.goto(page.address).status == 200
    for path in (ours.address, "/vi/"):
        reader.goto(path)
        expect(reader.get_by_text(HEADLINE).first).to_be_visible()

    culture = person("thuky@vanhoa.example")
    culture.goto("/admin/toa-soan/lay-bai/")
    culture.get_by_role("button", name="Lấy bài").click()
    culture.wait_for_load_state("networkidle")
    copy = ArticlePage.objects.get(alias_of=page.pk)
    assert copy.get_parent().pk == theirs.pk

    correct(page)
    for address in (page.address, copy.address):
        reader.goto(address)
        expect(reader.get_by_text(NOTE)).to_be_visible()
    keep(reader, "copy-with-correction")
    expect(reader.locator(".taken")).to_contain_text("Báo Cần Thơ")
    assert reader.goto(f"{page.address}phien-ban/1/").status == 200
    assert not [problem for opened in (chief, culture, reader) for problem in opened.problems]
