"""Hands on keys and phones: the queue by keyboard, a hung poster in three taps, a colleague who was faster."""

import re

import pypdfium2
import pytest
from django.conf import settings
from playwright.sync_api import expect

from campaign.models import Season
from media_library.recall import service
from schools.coverage import rollups
from schools.models import ChecklistItem, Claim
from tests.e2e.session import sign_in
from tests.e2e.traffic import HeldAnswers
from tests.e2e.waiting import SLOW_PHONE
from tests.factories import picture_bytes
from tests.library_world import the_asset
from tests.school_world import POSTER, authority, colleague_of, lead_of, the_unit
from tests.schools.register import make_unit

pytestmark = pytest.mark.world("school")

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture
def signed_in(page, live_server, client_for):
    """`signed_in(user, size)`: the page acts for that user."""

    def become(user, size):
        sign_in(page.context, client_for(user), live_server.url)
        page.set_viewport_size(size)
        return page

    return become


def states():
    return list(Claim.objects.order_by("declared_at").values_list("state", flat=True))


def told(screen, words):
    """Wait for a message, and for the script that reads keys: the page before it has gone."""
    screen.get_by_text(words).wait_for()
    screen.wait_for_load_state()


def test_the_queue_by_keyboard(signed_in, live_server, shot):
    item = ChecklistItem.objects.get(code="C01")
    for number in range(1, 4):
        unit = make_unit(f"Trường {number}")
        at = f"2026-11-0{number}T08:00+07:00"
        Claim.objects.create(unit=unit, item=item, state="declared", declared_at=at, link="https://truong.example/")
    screen = signed_in(authority(), DESK)
    screen.goto(f"{live_server.url}/admin/truong-hoc/cho-xac-nhan/")
    keys = screen.keyboard
    for key in "jxjx":  # down, choose, down, choose
        keys.press(key)
    shot("school-queue-keys-1280")
    keys.press("c")
    told(screen, "Đã xác nhận 2 việc.")
    assert states() == ["confirmed", "confirmed", "declared"]
    keys.press("u")
    told(screen, "Đã đưa 2 việc về chờ xem.")
    assert states() == ["declared"] * 3
    for key in "jjkr":  # to the second, back to the first, to its note
        keys.press(key)
    keys.type("Chụp lại giúp: ảnh tối.")  # letters that are keys elsewhere are only letters here
    keys.press("Enter")  # whoever has written why wants to return
    told(screen, "Đã trả lại 1 việc.")
    assert states() == ["returned", "declared", "declared"]
    assert Claim.objects.get(state="returned").decision_note == "Chụp lại giúp: ảnh tối."
    keys.press("j")
    keys.press("c")  # nothing chosen: the one that has the focus
    told(screen, "Đã xác nhận 1 việc.")
    assert states() == ["returned", "confirmed", "declared"]


def test_what_is_printed_stays_inside_its_lines(signed_in, live_server, shot):
    """Board and slips on A4 (190 mm between the margins): nothing is cut off, and the board is no phone's list."""
    season = Season.objects.get()
    for number in range(3):
        unit = make_unit(f"Trường trung học cơ sở có tên rất dài số {number}", level="thcs")
        for item in ChecklistItem.objects.all():
            at = "2026-11-02T08:00+07:00"
            Claim.objects.create(unit=unit, item=item, state="declared", declared_at=at, declared_on="2026-11-02")
    rollups.rebuild(season)
    sheet = signed_in(authority(), {"width": 718, "height": 1000})
    sheet.emulate_media(media="print")
    cut = """(parts) => [...document.querySelectorAll(parts)]
        .filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent)"""
    sheet.goto(f"{live_server.url}/admin/truong-hoc/in/")
    shot("school-board-a4")
    assert sheet.evaluate(cut, "main, .bars td, .bars th") == []
    assert sheet.locator(".bars tbody tr").first.evaluate("(row) => getComputedStyle(row).display") == "table-row"
    sheet.emulate_media(media="screen")
    sheet.goto(f"{live_server.url}/admin/truong-hoc/tai-khoan/")
    for number in range(3):
        sheet.locator("tr", has_text=f"rất dài số {number}").locator("input[name=don-vi]").check()
    with sheet.expect_popup() as slips:
        sheet.get_by_role("button", name="In phiếu mã cho đơn vị đã chọn").click()
    for width in (718, 390):
        slips.value.set_viewport_size({"width": width, "height": 900})
        assert slips.value.locator(".slip").count() == 3
        assert slips.value.evaluate(cut, "main, .slip, .slip p") == []


def test_a_list_of_200_mb_is_refused_before_the_trip(signed_in, live_server, tmp_path):
    """The server says the same (tests/schools/test_import.py), but the edge ends such a request without a page."""
    large, small = tmp_path / "ca-o-dia.xlsx", tmp_path / "ds.csv"
    with large.open("wb") as file:
        file.truncate(200_000_000)
    small.write_text("Mã;Tên;Cấp;Xã/phường\nA-1;Trường A;THPT;phường Cái Răng\n", encoding="utf-8")
    screen = signed_in(authority(), DESK)
    sent = []
    screen.on("request", lambda request: sent.append(request.method))
    screen.goto(f"{live_server.url}/admin/truong-hoc/nhap/")
    field = screen.get_by_label("Tệp danh sách")
    field.set_input_files(large)
    screen.get_by_role("button", name="Đọc và xem trước").click()
    assert "5 MB" in field.evaluate("(one) => one.validationMessage") and "POST" not in sent
    field.set_input_files(small)
    screen.get_by_role("button", name="Đọc và xem trước").click()
    screen.get_by_text("Thêm 1, sửa 0").wait_for()


def test_a_hung_poster_in_three_taps(signed_in, live_server, shot, tmp_path):
    asset = the_asset(POSTER)
    photo = tmp_path / "hanh-lang.jpg"
    photo.write_bytes(picture_bytes(1200, 900).read())
    phone = signed_in(lead_of(), PHONE)
    phone.goto(f"{live_server.url}/t/{asset.code.lower()}")  # what the code on the poster says
    scripts = HeldAnswers(phone, ".js")  # a slow line: the photo is taken before any script has come
    phone.get_by_role("link", name="Trường đã treo? Báo bằng một tấm ảnh").click()
    with phone.expect_file_chooser() as camera:
        phone.get_by_text("Chụp hoặc chọn ảnh").click()
    camera.value.set_files(photo)
    scripts.let_go()
    phone.locator("[data-picked] li").wait_for()
    shot("school-poster-390")
    phone.get_by_role("button", name="Ảnh không rõ mặt học sinh, nộp").click()
    phone.wait_for_url("**/truong/")
    claim = Claim.objects.get()
    assert (claim.item.code, claim.state, claim.faces_ok, claim.photos.count()) == ("C04", "declared", True, 1)


def test_a_photo_that_is_still_made_smaller_is_sent_with_its_report(signed_in, live_server, tmp_path):
    photo = tmp_path / "hanh-lang.jpg"
    photo.write_bytes(picture_bytes(1200, 900).read())
    phone = signed_in(lead_of(), PHONE)
    phone.add_init_script(SLOW_PHONE)
    phone.goto(f"{live_server.url}/truong/viec/C04/")
    phone.locator("[name=faces_ok]").check()
    phone.locator("[name=anh]").set_input_files(photo)
    phone.get_by_role("button", name="Nộp", exact=True).click()
    expect(phone.get_by_role("button", name="Nộp", exact=True)).to_be_disabled()
    phone.evaluate("goOn()")
    phone.wait_for_url("**/truong/")
    claim = Claim.objects.get()
    assert (claim.state, claim.photos.count()) == ("declared", 1)


def test_what_an_autosave_did_not_deliver_is_said_and_sent_again(signed_in, live_server):
    phone = signed_in(lead_of(), PHONE)
    phone.clock.install()
    phone.goto(f"{live_server.url}/truong/viec/C04/")
    saved = phone.locator("[data-saved]")
    phone.route("**/viec/C04/", lambda route: route.fulfill(body="<p>Wi-Fi</p>", content_type="text/html"))
    phone.locator("[name=note]").fill("Treo ở hành lang")
    phone.clock.fast_forward(2600)
    expect(saved).to_have_text("Chưa lưu được phần vừa gõ. Trang đang tự thử lại; thầy cô khoan đóng trang.")
    assert not Claim.objects.filter(draft__note="Treo ở hành lang").exists()
    phone.unroute("**/viec/C04/")
    phone.clock.fast_forward(5100)
    expect(saved).to_contain_text("Đã lưu lúc")
    assert Claim.objects.get().draft["note"] == "Treo ở hành lang"


def test_a_recall_is_acknowledged_with_one_tap(signed_in, live_server, shot, client_for):
    asset, unit, teacher = the_asset(POSTER), the_unit(), lead_of()
    client_for(teacher).get(asset.current_version.files.first().get_absolute_url())  # took it
    recall = service.recall(asset, reason="Số 111 in thành 112.")
    phone = signed_in(teacher, PHONE)
    phone.goto(f"{live_server.url}/truong/")
    phone.get_by_text("Số 111 in thành 112.").wait_for()
    shot("school-recall-390")
    phone.get_by_role("button", name="Đã gỡ xuống và xóa tệp").click()
    phone.get_by_text("Đã ghi nhận").wait_for()
    assert phone.url.endswith("/truong/") and phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.reload()
    expect(phone.get_by_role("button", name="Đã gỡ xuống và xóa tệp")).to_have_count(0)
    shot("school-recall-done-390")
    notice = recall.notices.get()
    assert notice.organisation == unit.organisation and notice.acknowledged_by == teacher


def test_what_a_colleague_overtook_offline_is_not_lost(signed_in, live_server, shot, client_for):
    colleague = client_for(colleague_of())
    phone = signed_in(lead_of(), PHONE)
    address = f"{live_server.url}/truong/viec/C01/"
    phone.goto(address)
    phone.context.set_offline(True)
    phone.get_by_label("Liên kết").fill("https://truong.example/ban-cua-hanh")
    phone.get_by_role("button", name="Nộp", exact=True).click()
    phone.get_by_text("Chưa có mạng. Đã giữ trên máy này").wait_for()
    colleague.post("/truong/viec/C01/", {"viec": "luu", "link": "https://truong.example/ban-cua-tam"})
    phone.context.set_offline(False)
    phone.get_by_text("Chưa gửi được, bạn mở ra xem").wait_for()
    assert Claim.objects.get().draft["link"] == "https://truong.example/ban-cua-tam"  # nobody is overwritten unasked
    phone.goto(address)
    phone.get_by_text("Đã điền lại bản giữ trên máy").wait_for()
    assert phone.get_by_label("Liên kết").input_value() == "https://truong.example/ban-cua-hanh"
    assert phone.get_by_role("link", name="Mở thử liên kết").get_attribute("href").endswith("ban-cua-hanh")
    shot("school-overtaken-390")
    phone.get_by_role("button", name="Nộp", exact=True).click()
    phone.wait_for_url("**/truong/")
    assert Claim.objects.get().link == "https://truong.example/ban-cua-hanh"
    phone.goto(address)
    assert phone.locator("[data-outbox]").is_hidden()


def test_what_was_typed_without_a_page_does_not_overwrite_a_colleague(signed_in, live_server, shot, client_for):
    """The form for no connection knows which state of the item it answers."""
    colleague = client_for(colleague_of())
    phone = signed_in(lead_of(), PHONE)
    phone.goto(f"{live_server.url}/truong/")
    phone.locator("html[data-offline=ready]").wait_for(state="attached")
    phone.context.set_offline(True)
    address = f"{live_server.url}/truong/viec/C01/"
    phone.goto(address)
    phone.get_by_label("Việc", exact=True).select_option("C01")
    phone.get_by_label("Liên kết").fill("https://truong.example/ban-cua-hanh")
    phone.get_by_role("button", name="Giữ trên máy, gửi sau").click()
    phone.get_by_text("Đã giữ trên máy").wait_for()
    theirs = {"viec": "gui", "link": "https://truong.example/ban-cua-tam"}
    assert colleague.post("/truong/viec/C01/", theirs).status_code == 302
    phone.context.set_offline(False)
    phone.goto(f"{live_server.url}/truong/")
    phone.get_by_text(f"{colleague_of().full_name} vừa lưu việc này lúc").wait_for()
    shot("school-overtaken-offline-390")
    assert Claim.objects.get().link == "https://truong.example/ban-cua-tam"
    phone.goto(address)
    phone.get_by_text("Đã điền lại bản giữ trên máy").wait_for()
    phone.get_by_text("Liên kết: https://truong.example/ban-cua-tam").wait_for()  # both are to be seen
    shot("school-overtaken-choice-390")
    phone.on("dialog", lambda dialog: dialog.accept())
    phone.get_by_role("button", name="Bỏ bản giữ trên máy").click()
    expect(phone.get_by_label("Liên kết")).to_have_value("https://truong.example/ban-cua-tam")
    expect(phone.locator("[data-outbox]")).to_be_hidden()
    assert Claim.objects.get().link == "https://truong.example/ban-cua-tam"


def test_photos_that_cannot_travel_are_named_before_the_trip(signed_in, live_server, shot, tmp_path):
    """Too heavy for the server, too many for the item, too much for the edge: said on the phone, nothing lost."""
    film, photo = tmp_path / "ca-clip.heic", tmp_path / "cong.jpg"
    with film.open("wb") as file:
        file.truncate(200_000_000)
    photo.write_bytes(picture_bytes(1200, 900).read())
    phone = signed_in(lead_of(), PHONE)
    phone.goto(f"{live_server.url}/truong/viec/C04/")
    sent = []
    phone.on("request", lambda request: sent.append(request.method))
    field = phone.locator("[name=anh]")
    field.set_input_files(film)
    phone.get_by_text("“ca-clip.heic” nặng hơn 20 MB nên chưa nhận.").wait_for()
    shot("school-photo-too-large-390")
    for number in range(1, 4):
        field.set_input_files(photo)
        expect(phone.locator("[data-picked] li")).to_have_count(number)
    field.set_input_files(photo)
    phone.get_by_text("“cong.jpg” chưa nhận: mỗi việc tối đa 3 ảnh.").wait_for()
    expect(phone.locator("[data-picked] li")).to_have_count(3)
    for number in range(3):
        phone.get_by_role("button", name="Bỏ", exact=True).first.click()
        expect(phone.locator("[data-not-picked]")).to_have_count(0)  # there is room again
        heavy = tmp_path / f"{number}.heic"
        with heavy.open("wb") as file:
            file.truncate(14_000_000)
    expect(phone.locator("[data-picked] li")).to_have_count(0)
    field.set_input_files([tmp_path / f"{number}.heic" for number in range(3)])
    phone.get_by_text("“2.heic” chưa nhận: cả mấy tấm cộng lại nặng hơn 28 MB.").wait_for()
    expect(phone.locator("[data-picked] li")).to_have_count(2)
    assert "POST" not in sent and phone.evaluate("document.documentElement.scrollWidth") <= 390
    for _each in range(2):
        phone.get_by_role("button", name="Bỏ", exact=True).first.click()
    paper = tmp_path / "giay-moi.jpg"
    paper.write_bytes(b"%PDF-1.7 khong phai anh")
    field.set_input_files(paper)
    expect(phone.locator("[data-picked] li")).to_have_count(1)
    phone.get_by_label("Ghi chú").fill("Treo ở cổng.")
    phone.get_by_role("button", name="Nộp", exact=True).click()
    expect(phone.locator("#id_photos_error")).to_contain_text(re.compile(r"\w"))
    shot("school-photo-wrong-kind-390")
    assert phone.get_by_label("Ghi chú").input_value() == "Treo ở cổng." == Claim.objects.get().draft["note"]


def test_an_answer_that_is_not_ours_is_put_in_words(signed_in, live_server, shot):
    """The edge ends what is too large with its own page; a teacher still reads what happened and loses nothing."""
    phone = signed_in(lead_of(), PHONE)
    address = f"{live_server.url}/truong/viec/C01/"
    phone.goto(address)
    phone.route(address, lambda route: route.fulfill(status=413, content_type="text/html", body="<h1>Tệp quá lớn</h1>"))
    phone.get_by_label("Liên kết").fill("https://truong.example/bai")
    phone.get_by_role("button", name="Nộp", exact=True).click()
    phone.get_by_text("Máy chủ chưa nhận được lần này. Chữ và ảnh vẫn còn ở đây").wait_for()
    shot("school-edge-413-390")
    assert phone.get_by_label("Liên kết").input_value() == "https://truong.example/bai"
    phone.unroute(address)
    phone.get_by_role("button", name="Nộp", exact=True).click()
    phone.wait_for_url("**/truong/")
    assert Claim.objects.get().state == "declared"


def test_what_is_kept_on_the_phone_is_not_called_refused_any_more(signed_in, live_server, shot):
    phone = signed_in(lead_of(), PHONE)
    phone.goto(f"{live_server.url}/truong/viec/C01/")
    phone.get_by_role("button", name="Nộp", exact=True).click()
    refused = phone.locator(".notice.bad")
    title, lines = (refused.locator(part).bounding_box() for part in ("strong", "ul"))
    shot("school-refused-390")
    assert title["x"] == lines["x"] and min(title["width"], lines["width"]) > 250, "one column, as the server's"
    assert phone.locator("[aria-invalid]").count()
    phone.get_by_label("Liên kết").fill("https://truong.example/bai")
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Nộp", exact=True).click()
    phone.get_by_text("Đã giữ trên máy này").wait_for()
    assert refused.count() + phone.locator("[aria-invalid]").count() + phone.locator(".err").count() == 0
    phone.context.set_offline(False)
    phone.wait_for_url("**/truong/")
    assert Claim.objects.get().link == "https://truong.example/bai"


def test_a_form_that_was_open_while_its_account_signed_in_again_is_taken(signed_in, live_server):
    """A new sign-in, in another tab, changes the token that the open form still holds."""
    phone = signed_in(lead_of(), PHONE)
    phone.goto(f"{live_server.url}/truong/viec/C01/")
    phone.get_by_label("Liên kết").fill("https://truong.example/bai")
    phone.context.add_cookies([{"name": settings.CSRF_COOKIE_NAME, "value": "a" * 32, "url": live_server.url}])
    phone.get_by_role("button", name="Nộp", exact=True).click()
    phone.wait_for_url("**/truong/")
    assert Claim.objects.get().state == "declared"


@pytest.mark.parametrize("also_the_token", [False, True])
def test_who_was_signed_out_reads_so_and_signs_in_without_typing_again(
    signed_in, live_server, client_for, shot, also_the_token
):
    lead = lead_of()
    phone = signed_in(lead, PHONE)
    address = f"{live_server.url}/truong/viec/C01/"
    phone.goto(address)
    phone.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    if also_the_token:
        phone.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    phone.get_by_label("Liên kết").fill("https://truong.example/bai")
    phone.get_by_role("button", name="Nộp", exact=True).click()
    phone.get_by_text("Phiên đăng nhập đã hết. Nội dung vẫn giữ trên máy").wait_for()
    there = phone.get_by_role("link", name="Đăng nhập lại")
    assert there.get_attribute("href") == "/tai-khoan/dang-nhap/?next=%2Ftruong%2Fviec%2FC01%2F"
    assert not phone.get_by_text("khi có mạng").count() and not phone.locator(".notice.bad").count()
    shot("school-signed-out-390")
    sign_in(phone.context, client_for(lead), live_server.url)
    phone.goto(address)
    phone.wait_for_url("**/truong/")
    assert Claim.objects.get().link == "https://truong.example/bai"


def test_signatures_are_never_alone_on_a_page_of_the_printed_report(signed_in, live_server):
    """Whatever number of items fills the page before: the last row goes with them."""
    season = Season.objects.get(is_current=True)
    screen = signed_in(lead_of(), DESK)
    margins = {"top": "20mm", "bottom": "20mm", "left": "30mm", "right": "15mm"}
    for number in range(32):
        ChecklistItem.objects.create(season=season, code=f"D{number:02}", label=f"Việc thêm số {number}", order=number)
        if number < 18:
            continue
        screen.goto(f"{live_server.url}/truong/tong-ket/")
        paper = pypdfium2.PdfDocument(screen.pdf(format="A4", margin=margins))
        texts = [sheet.get_textpage().get_text_range() for sheet in paper]
        [signed] = [text for text in texts if "Thủ trưởng đơn vị" in text]
        assert re.search(r"\b[CD]\d\d\b", signed), (number, len(texts))
