"""A contest by keyboard alone, with scripts: a poster is handed in, marked, shortlisted, shown and read."""

import pytest
from playwright.sync_api import expect

from activities.models import Contest, Entry
from demo.seeding.contests import poster
from media_library.derivatives.tasks import make_preview_for
from tests.activities.contest_rows import make_contest, seat
from tests.factories import make_organisation, make_user

pytestmark = pytest.mark.night
DESK = {"viewport": {"width": 1280, "height": 900}}


def test_a_poster_is_handed_in_marked_and_found(settings, live_server, person, tmp_path):
    settings.SITE_URL = live_server.url
    contest = make_contest("Poster “Hai vòng tròn”", formats=["poster"], slug="poster")
    page = person(make_user(organisation=make_organisation("Trường THCS Sen Trắng (minh họa)")), **DESK)
    page.goto("/bao-cao-vien/cuoc-thi/nop/poster/")
    page.get_by_label("tên bài").press_sequentially("Hai vòng")
    page.get_by_label("trong bài có gì").press_sequentially("Hai vòng tròn lớn chạm nhau.")
    page.get_by_role("button", name="Tiếp").press("Enter")
    page.get_by_label("Biệt danh hoặc tên").press_sequentially("Mực Tím")
    age = page.get_by_label("Tuổi", exact=True)
    while age.input_value() != "7-15":
        age.press("ArrowDown")
    page.get_by_label("Em đã ký").press("Space")
    page.get_by_label("Cha mẹ hoặc người giám hộ đã ký").press("Space")
    page.get_by_role("button", name="Thêm tác giả").press("Enter")
    expect(page.get_by_text("Đã ghi tác giả")).to_be_visible()
    file = tmp_path / "hai-vong.png"
    file.write_bytes(poster(["#b7311b", "#ffc233", "#fff6e3"]))
    with page.expect_file_chooser() as chooser:
        page.get_by_label("Hoặc chọn tệp").press("Enter")
    chooser.value.set_files(file)
    page.get_by_role("button", name="Tải lên", exact=True).press("Enter")
    expect(page.get_by_text("Đã nhận tệp")).to_be_visible()
    page.get_by_role("button", name="Nộp bài").press("Enter")
    expect(page.get_by_text("Đã nộp. Mã bài là")).to_be_visible()
    entry = Entry.objects.get()
    make_preview_for.call(str(entry.files.get().stored_id))
    Contest.objects.update(closes_at=contest.opens_at)
    jury = person(seat(contest).user, **DESK)
    jury.goto("/bao-cao-vien/giam-khao/poster/")
    jury.get_by_role("link", name="Hai vòng").press("Enter")
    for field in jury.get_by_role("spinbutton").all():
        field.press_sequentially("9")
    jury.get_by_role("button", name="Ghi phiếu").press("Enter")
    expect(jury.get_by_text("Đã ghi phiếu")).to_be_visible()
    Entry.objects.update(state="shortlisted", prize="nhat", is_hung=True)
    Contest.objects.update(state="results", results_at=contest.opens_at)
    reader = person(**DESK)
    reader.goto("/vi/cuoc-thi/")
    reader.get_by_role("link", name="Poster “Hai vòng tròn”").first.press("Enter")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Poster “Hai vòng tròn”")
    for client in (page, jury, reader):
        assert not client.problems and not client.refused
