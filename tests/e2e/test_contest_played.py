"""A contest by thumb at 390 px without scripts: a teacher hands a poster in, a juror marks it, readers see it hang."""

import pytest
from playwright.sync_api import expect

from activities.models import Contest, ContestRound, Entry
from demo.seeding.contests import poster
from files.models import StoredFile
from media_library.derivatives.tasks import make_preview_for
from tests.activities.contest_rows import make_contest, make_entry, seat
from tests.activities.test_event_registration import make_event
from tests.e2e import evidence
from tests.factories import make_organisation, make_user

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
DESK = {"viewport": {"width": 1280, "height": 900}}


def fits(page, name):
    """A picture at the page's width, which nothing exceeds."""
    evidence.keep(page, name)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} scrolls sideways"


@pytest.mark.slow
def test_a_poster_is_handed_in_marked_and_hung(settings, live_server, person, tmp_path):
    settings.SITE_URL = live_server.url
    contest = make_contest(
        "Poster “Hai vòng tròn chạm nhau”",
        formats=["poster", "truyen-tranh"],
        slug="poster",
        summary="Một poster cho hành lang trường em, có hai vòng tròn chạm nhau ở đâu đó.",
        rules_do="Có một câu ngắn.\nChữ đọc được từ xa.",
        rules_dont="Không vẽ mặt người thật.",
    )
    for name, days in (("Nhận bài", (-10, 9)), ("Chấm", (10, 16)), ("Công bố", (20, None))):
        today = contest.opens_at.date()
        ContestRound.objects.create(
            contest=contest,
            name=name,
            planned_from=today.fromordinal(today.toordinal() + 10 + days[0]),
            planned_until=days[1] and today.fromordinal(today.toordinal() + 10 + days[1]),
        )
    teacher = make_user(organisation=make_organisation("Trường THCS Sen Trắng (minh họa)"))
    page = person(teacher, java_script_enabled=False, **PHONE)
    for language in ("vi", "km"):
        page.goto(f"/{language}/cuoc-thi/")
        fits(page, f"contests-{language}-390")
        page.goto(f"/{language}/cuoc-thi/poster/")
        fits(page, f"contest-{language}-390")
    page.goto("/bao-cao-vien/cuoc-thi/nop/poster/")
    page.get_by_label("tên bài").fill("Hai vòng")
    page.get_by_label("trong bài có gì").fill("Hai vòng tròn lớn chạm nhau trên nền đỏ.")
    page.get_by_role("button", name="Tiếp").tap()
    page.get_by_label("Biệt danh hoặc tên").fill("Mực Tím")
    page.get_by_label("Tuổi", exact=True).select_option("7-15")
    page.get_by_label("Em đã ký").check()
    page.get_by_label("Cha mẹ hoặc người giám hộ đã ký").check()
    page.get_by_role("button", name="Thêm tác giả").tap()
    expect(page.get_by_text("Đã ghi tác giả")).to_be_visible()
    file = tmp_path / "Lan 8A.png"
    file.write_bytes(poster(["#b7311b", "#ffc233", "#fff6e3"]))
    page.get_by_label("Hoặc chọn tệp").set_input_files(file)
    page.get_by_role("button", name="Tải lên", exact=True).tap()
    expect(page.get_by_text("Đã nhận tệp")).to_be_visible()
    fits(page, "contest-entry-390")
    page.get_by_role("button", name="Nộp bài").tap()
    expect(page.get_by_text("Đã nộp. Mã bài là")).to_be_visible()
    entry = Entry.objects.get()
    make_preview_for.call(str(entry.files.get().stored_id))
    Contest.objects.update(closes_at=contest.opens_at)
    juror = seat(contest)
    jury = person(juror.user, java_script_enabled=False, **PHONE)
    jury.goto("/bao-cao-vien/giam-khao/poster/")
    fits(jury, "contest-jury-390")
    jury.get_by_role("link", name="Hai vòng").tap()
    expect(jury.get_by_role("spinbutton")).to_have_count(2)
    for field in jury.get_by_role("spinbutton").all():
        field.fill("9")
    fits(jury, "contest-mark-390")
    jury.get_by_role("button", name="Ghi phiếu").tap()
    expect(jury.get_by_text("Đã ghi phiếu")).to_be_visible()
    Entry.objects.update(state="shortlisted", prize="nhat", is_hung=True)
    StoredFile.objects.update(state="clean")  # no scanner runs here
    for title in ("Gọi cho mình", "Còn người nghe"):
        make_entry(contest, title=title, state="shortlisted", is_hung=True, format="poster")
    Contest.objects.update(state="results", results_at=contest.opens_at)
    for size, name in ((PHONE, "390"), (DESK, "1280")):
        reader = person(**size)
        for path, page_kind in (
            ("phong-tranh/", "gallery"), (f"phong-tranh/{entry.code}/", "work"), ("", "contest"), ("../", "contests")
        ):  # fmt: skip
            reader.goto(f"/vi/cuoc-thi/poster/{path}")
            fits(reader, f"{page_kind}-vi-{name}")
            if page_kind in {"gallery", "work"}:
                expect(reader.get_by_role("img", name="Hai vòng tròn lớn chạm nhau")).to_be_visible()
        assert reader.context.cookies() == [] and not reader.problems and not reader.refused
    desk = person(make_user(is_superuser=True, is_staff=True), **DESK)
    desk.goto(f"/admin/cuoc-thi/{contest.pk}/bai/")
    fits(desk, "contest-desk-1280")


@pytest.mark.parametrize("width", [390, 1280])
def test_a_month_is_a_grid_on_wide_screens_and_a_list_of_days_on_phones(settings, live_server, person, width):
    settings.SITE_URL = live_server.url
    event = make_event(title="Workshop “Cúp máy trước, nghĩ sau”")
    at = f"{event.starts_at.year}/{event.starts_at.month}/"
    page = person(viewport={"width": width, "height": 900})
    page.goto(f"/vi/lich-su-kien/thang/{at}")
    fits(page, f"month-{width}")
    assert page.locator("td:visible").count() == (1 if width == 390 else page.locator("td").count())
    page.goto("/vi/lich-su-kien/")
    fits(page, f"agenda-{width}")
    expect(page.locator(".month table")).to_be_visible(visible=width == 1280)
