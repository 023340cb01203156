"""A teacher on a phone and the department: from a code on paper to a cell of the export."""

import io
import re
from urllib.parse import urlsplit

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from schools.models import Claim, Progress
from tests.e2e.evidence import keep
from tests.e2e.session import sign_in
from tests.e2e.traffic import download_from
from tests.e2e.waiting import SLOW_PHONE
from tests.factories import picture_bytes
from tests.school_world import authority, lead_of
from tests.schools.register import make_unit

pytestmark = pytest.mark.world("school")


@pytest.fixture
def desk(client_for):
    return client_for(authority())


@pytest.fixture
def photo(tmp_path):
    target = tmp_path / "cổng trường.jpg"
    target.write_bytes(picture_bytes(2400, 1800).read())
    return target


def code_on_paper(desk, unit):
    """The department prints a slip; returns the code that stands on it."""
    sheet = desk.post("/admin/truong-hoc/tai-khoan/phieu/", {"don-vi": unit.pk}).content.decode()
    assert unit.name in sheet and "<svg" in sheet
    return re.search(r'class="secret">([^<]+)<', sheet)[1]


@pytest.mark.slow
def test_from_a_code_on_paper_to_the_export(page, person, live_server, shot, desk, photo):
    unit = make_unit("Trường THCS Hoa Sữa (minh họa)", code="S-09")
    code = code_on_paper(desk, unit)
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.set_viewport_size({"width": 390, "height": 844})

    page.goto(f"{live_server.url}/truong/ma/")
    shot("school-code-390")
    page.get_by_label("Mã trên phiếu").fill(code.lower())
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_label("Họ và tên").fill("Trần Thị Hạnh")
    page.get_by_label("Thư điện tử").fill("hanh@truong.example")
    page.get_by_label("Mật khẩu").fill("chim-se-tren-mai-ngoi")
    page.get_by_role("button", name="Nhận và mở trang của đơn vị").click()
    page.wait_for_url("**/truong/")
    page.context.clear_cookies()  # the next evening, on another phone
    page.goto(f"{live_server.url}/truong/")
    page.get_by_label("Thư điện tử").fill("hanh@truong.example")
    page.get_by_label("Mật khẩu").fill("chim-se-tren-mai-ngoi")
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url("**/truong/")
    page.get_by_text("0/4").wait_for()
    shot("school-home-390")

    page.get_by_role("link", name="Khai việc này: Đăng bài công bố").click()
    page.get_by_label("Liên kết").fill("https://truong.example/huong-ung")
    page.get_by_text("Đã lưu lúc").wait_for()  # by itself
    page.get_by_role("button", name="Nộp", exact=True).click()
    page.wait_for_url("**/truong/")

    page.get_by_role("link", name="Khai việc này: Lồng ghép giờ học").click()
    page.get_by_label("Số tiết").fill("12")
    page.get_by_label("Ngày làm").fill("2026-11-03")
    page.get_by_role("button", name="Nộp", exact=True).dblclick()  # an impatient thumb
    page.wait_for_url("**/truong/")
    assert Claim.objects.get(item__code="C13").events.count() == 1

    page.get_by_role("link", name="Khai việc này: Treo poster").click()
    page.context.set_offline(True)  # behind the gym there is no signal
    page.set_input_files("[name=anh]", photo)
    page.locator("[data-picked] li").wait_for()
    page.get_by_text("Ảnh không nhìn rõ mặt học sinh").click()
    page.get_by_role("button", name="Nộp", exact=True).click()
    page.get_by_text("Chưa có mạng. Đã giữ trên máy này").wait_for()
    shot("school-offline-390")
    assert Claim.objects.filter(item__code="C04").first() is None
    page.context.set_offline(False)
    page.wait_for_url("**/truong/")  # sent by itself
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    hung = Claim.objects.get(item__code="C04")
    assert hung.state == "declared" and hung.photos.get().stored.width == 1600  # shrunk on the phone
    assert set(Claim.objects.values_list("state", flat=True)) == {"declared"}

    screen = person(viewport={"width": 390, "height": 844})
    sign_in(screen.context, desk, live_server.url)
    screen.on("pageerror", lambda error: problems.append(str(error)))
    returned(page, screen, live_server, shot, hung)
    confirmed(page, screen, live_server, shot, unit)
    assert not problems


def returned(page, screen, live_server, shot, hung):
    """The department sends the photo back from its queue; the teacher mends it."""
    screen.goto(f"{live_server.url}/admin/truong-hoc/cho-xac-nhan/?viec=C04")
    keep(screen, "school-queue-390")
    screen.get_by_label("Lời nhắn nếu trả lại").fill("Ảnh tối quá, chụp lại giúp.")
    screen.get_by_role("button", name="Trả lại").click()
    screen.get_by_text("Đã trả lại 1 việc.").wait_for()
    page.goto(f"{live_server.url}/truong/")
    page.get_by_text("Ảnh tối quá, chụp lại giúp.").first.wait_for()
    shot("school-returned-390")
    page.get_by_role("link", name="Bổ sung", exact=True).click()
    page.get_by_label("Ghi chú").fill("Đã bật đèn hành lang.")
    page.get_by_role("button", name="Nộp lại").click()
    page.wait_for_url("**/truong/")
    hung.refresh_from_db()
    assert hung.state == "declared" and hung.note == "Đã bật đèn hành lang."


def confirmed(page, screen, live_server, shot, unit):
    """All three with one press; the board and the export say so, and so does the school's ring."""
    board = f"{live_server.url}/admin/truong-hoc/"
    screen.goto(board)
    before = screen.locator(".overview").inner_text()
    keep(screen, "school-board-before-390")
    screen.goto(f"{board}cho-xac-nhan/")
    screen.get_by_text("Chọn cả trang").click()
    screen.get_by_text("Đã chọn 3 trên 3 việc.").wait_for()
    screen.locator("[name=khai]").first.uncheck()
    screen.get_by_text("Đã chọn 2 trên 3 việc.").wait_for()
    screen.get_by_text("Chọn cả trang").click()
    keep(screen, "school-queue-chosen-390")
    screen.get_by_role("button", name="Xác nhận việc đã chọn").click()
    screen.get_by_text("Đã xác nhận 3 việc.").wait_for()
    screen.goto(board)
    after = screen.locator(".overview").inner_text()
    assert "xác nhận 0." in before and "xác nhận 3." in after and Progress.objects.get(unit=unit).confirmed == 3
    assert screen.evaluate("document.documentElement.scrollWidth") <= 390
    keep(screen, "school-board-after-390")
    with download_from(screen) as download:
        screen.get_by_role("link", name="XLSX").first.click()
    rows = list(load_workbook(io.BytesIO(download.value.path().read_bytes())).active.iter_rows(values_only=True))
    every = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    lines = {row[6]: line for row, line in zip(rows[1:], every, strict=True) if line["Đơn vị"] == unit.name}
    assert set(lines) == {"C01", "C04", "C10", "C13"}
    assert {line["Trạng thái"] for line in every if line["Đơn vị"] != unit.name} <= {"Chưa làm"}
    states = [lines[code]["Trạng thái"] for code in sorted(lines)]
    assert states == ["Được xác nhận", "Được xác nhận", "Chưa làm", "Được xác nhận"]
    assert lines["C01"]["Liên kết"] == "https://truong.example/huong-ung"
    assert (lines["C13"]["Số"], f"{lines['C13']['Ngày làm']:%Y-%m-%d}") == (12, "2026-11-03")
    assert lines["C04"]["Ghi chú"] == "Đã bật đèn hành lang."
    photo = screen.request.get(f"{live_server.url}{urlsplit(lines['C04']['Ảnh 1']).path}")
    assert photo.ok and photo.headers["content-type"] == "image/jpeg"
    assert page.request.get(f"{live_server.url}{urlsplit(lines['C04']['Ảnh 1']).path}").status != 200
    with download_from(screen) as download:
        screen.get_by_role("link", name="CSV").first.click()
    assert "https://truong.example/huong-ung" in download.value.path().read_text(encoding="utf-8-sig")
    page.goto(f"{live_server.url}/truong/")
    page.get_by_text("3/4").wait_for()
    shot("school-confirmed-390")


def test_the_form_opens_without_a_connection(page, live_server, shot, client_for, photo):
    """Opened once at home, the page is there behind the gym; what was kept goes out at the next opening."""
    sign_in(page.context, client_for(lead_of()), live_server.url)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/truong/")
    page.locator("html[data-offline=ready]").wait_for(state="attached")
    page.context.set_offline(True)
    page.goto(f"{live_server.url}/truong/viec/C01/")
    page.get_by_label("Việc", exact=True).select_option("C01")
    shot("school-no-connection-390")
    page.get_by_label("Liên kết").fill("https://truong.example/bai")
    page.get_by_role("button", name="Giữ trên máy, gửi sau").click()
    page.get_by_text("Đã giữ trên máy").wait_for()
    page.add_init_script(SLOW_PHONE)
    page.goto(f"{live_server.url}/truong/viec/C04/")  # the next one: a photo, which is still made smaller
    page.get_by_label("Việc", exact=True).select_option("C04")
    page.set_input_files("[name=anh]", photo)
    page.get_by_text("Ảnh không nhìn rõ mặt học sinh").click()
    page.get_by_role("button", name="Giữ trên máy, gửi sau").click()
    expect(page.locator("[data-picked] li")).to_have_count(0)
    page.evaluate("goOn()")
    page.get_by_text("Đã giữ trên máy").wait_for()
    page.context.set_offline(False)
    page.goto(f"{live_server.url}/truong/")
    page.get_by_text("Đã gửi bản giữ trên máy").wait_for()
    posted, hung = Claim.objects.order_by("item__code")
    assert (posted.link, posted.state) == ("https://truong.example/bai", "declared")
    assert (hung.state, hung.photos.count(), hung.faces_ok) == ("declared", 1, True)
