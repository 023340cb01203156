"""A KOL's day on a 390 px phone, from the invitation to the removal, with a clip whose upload is cut and resumed.

The partner is in a browser, and so is the newsroom: the desk with its remark, the editor's form, the hour in the
calendar. The worker's tasks run in the test's own process; an edge cache stands before all.
"""

import re
import subprocess
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from base.templatetags.vi import stamp
from files.intake.sandbox import ffmpeg_path
from files.models import StoredFile
from files.uploads.sessions import PART_BYTES
from media_library.models import Asset
from partners.consents import STATEMENTS
from partners.models import KolStoryPage, Submission
from search.models import SearchEntry
from tests.articles.newsroom_forms import SAPO, act
from tests.e2e import evidence
from tests.e2e.newsroom_hands import DESK, PHONE, hand_in
from tests.e2e.traffic import download_from
from tests.edge import little_edge
from tests.factories import PASSWORD
from tests.kol_world import BRIEF, CHIEF, SECOND
from tests.kol_world import DESK as KOL_DESK
from tests.kol_world import person as account
from tests.objects import keys_in
from tests.worker import run_waiting_tasks

pytestmark = pytest.mark.world("kol")

NAME = "Bé Ba Miệt Thứ"
PLACE = "+10.0341+"


@pytest.fixture
def clip(request, tmp_path):
    """Noise in H.264 that a codec cannot make small, of the bytes that the test names: one frame, again and again."""
    folder = tmp_path / "clip"
    folder.mkdir()
    frame, target = folder / "frame.mp4", folder / "má kiểm hợp đồng.mp4"
    source = "color=c=gray:s=1080x1920:r=24:d=0.04,noise=alls=100:allf=t"
    encoder = ["-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "ultrafast", "-qp", "6"]
    again = ["-c", "copy", "-metadata", f"location={PLACE}105.7876/", "-movflags", "use_metadata_tags"]
    for command in (
        ["-f", "lavfi", "-i", source, *encoder, str(frame)],
        ["-stream_loop", str(request.param // 3_600_000), "-i", str(frame), *again, str(target)],
    ):
        subprocess.run([ffmpeg_path(), "-v", "error", "-nostdin", *command], check=True, timeout=120)
    assert target.stat().st_size > request.param and PLACE.encode() in target.read_bytes()
    return target


@pytest.fixture
def desks(settings, live_server, person):
    """Browsers of the KOL desk and of the chief."""
    settings.SITE_URL = live_server.url
    return [person(account(email), **DESK) for email in (KOL_DESK, CHIEF)]


def heard(page, problems):
    """Collect what scripts threw and what the console calls an error, besides the refusals that the day provokes."""

    expected = ("422", "ERR_CONNECTION_RESET", "Network error during S3 request")

    def note(message):
        if message.type == "error" and not any(expected_text in message.text for expected_text in expected):
            problems.append(message.text)

    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", note)


def keep(page, name):
    """A picture for somebody to look at, and no sideways scrolling."""
    evidence.keep(page, f"kol-day-{name}")
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], name


@pytest.fixture
def edge(settings, live_server):
    """A cache between readers and the site, told what to forget by production's own backend."""
    with little_edge(live_server.url) as running:
        settings.WAGTAILFRONTENDCACHE = running.setting
        yield running


def the_hour_comes(story):
    """What waiting would do: the approved hour lies a minute back."""
    past = timezone.now() - timedelta(minutes=1)
    revision = story.revisions.get(approved_go_live_at__isnull=False)
    revision.content["go_live_at"], revision.approved_go_live_at = past.isoformat(), past
    revision.save(update_fields=["content", "approved_go_live_at"])


def invited(screen) -> str:
    """The desk invites somebody new to its brief; the link to be passed on."""
    screen.goto("/admin/kol/loi-moi/moi/")
    screen.fill("[name=new_partner]", NAME)
    screen.fill("[name=email]", "may@test.example")
    screen.select_option("[name=brief]", label=BRIEF)
    screen.get_by_role("button", name="Tạo lời mời").click()
    return screen.locator("#kol-link").input_value()


@pytest.mark.slow
@pytest.mark.parametrize("clip", [60_000_000], indirect=True)
def test_from_invitation_to_removal(desks, person, client_for, clip, s3, buckets, edge, live_server):
    screen, board = desks
    link = invited(screen)

    phone = person(**PHONE)
    phone.clock.install(time=datetime.now() - timedelta(days=366))  # whose clock is a year and a day behind
    problems = []
    heard(phone, problems)
    phone.goto(link)
    keep(phone, "1-invitation")
    phone.fill("[name=full_name]", "Nguyễn Thị Mây")
    phone.fill("[name=password]", PASSWORD)
    phone.get_by_role("button", name="Nhận lời và mở góc cộng tác").click()
    expect(phone.get_by_text("Nêu một người để hỏi")).to_be_visible()
    keep(phone, "2-brief")
    assert person(**PHONE).goto(link).status == 410, "an invitation works once"
    assert phone.context.request.get("/admin/").status == 403, "a partner has no business in the administration"
    phone.get_by_role("button", name="Nhận đề bài này").click()
    phone.wait_for_url("**/sua/")

    # step 1, saved as it is typed
    phone.locator("[name=kind][value=clip]").check(force=True)
    phone.fill("[name=title]", "Má kiểm hợp đồng")
    phone.fill("[name=text]", "Nghe ngon quá thì hỏi má cái đã.\nMá đọc ba dòng là thấy liền.")
    phone.locator("[name=has_minor][value=khong]").check(force=True)
    expect(phone.locator("[data-saved]")).to_contain_text("Đã lưu lúc")
    piece = Submission.objects.get(partner__display_name=NAME)
    expect(phone.locator("[name=ban]")).not_to_have_value("0")

    # step 2: the line is cut at 80 %, then the browser dies
    phone.goto(f"{phone.url.split('#')[0]}#b2")
    sent, parts = [], -(-clip.stat().st_size // PART_BYTES)

    def cut(route):
        if route.request.method == "PUT":
            sent.append(route.request.url)
        route.abort("connectionreset") if len(sent) > parts * 0.8 else route.continue_()

    phone.route("**/arrivals/**", cut)
    phone.set_input_files("[data-upload-box] input[type=file]", clip)
    expect(phone.locator("[data-upload-box] [data-words]")).to_contain_text("Mất kết nối", timeout=60_000)
    keep(phone, "3-cut")
    address = phone.url
    context = phone.context
    phone.close(run_before_unload=False)
    phone = context.new_page()
    heard(phone, problems)
    phone.goto(address)
    assert phone.input_value("[name=title]") == "Má kiểm hợp đồng", "what was typed survived the browser"
    row = phone.locator("[data-upload-box] [data-words]").first
    expect(row).to_contain_text("%")
    again = []
    phone.on("request", lambda request: "partNumber=" in request.url and again.append(request.url))
    phone.set_input_files("[data-upload-box] input[type=file]", clip)
    expect(row).to_contain_text("kiểm tra", timeout=60_000)
    assert 0 < len(again) <= parts * 0.3, f"{len(again)} of {parts} parts went again: it went on, it did not begin anew"
    run_waiting_tasks()
    expect(phone.locator("[data-kept] [data-row]")).to_contain_text("Đã nhận", timeout=30_000)
    phone.locator("[data-kept] input[name^=chu-]").fill("Má và hợp đồng")

    # steps 3 to 5
    phone.goto(f"{address.split('#')[0]}#b3")
    phone.locator("[name=music][value=none]").check(force=True)
    phone.goto(f"{address.split('#')[0]}#b4")
    for name in ("is_paid", "uses_ai"):
        phone.locator(f"[name={name}][value=khong]").check(force=True)
    phone.goto(f"{address.split('#')[0]}#b5")
    phone.get_by_role("button", name="Gửi cho tòa soạn").click()
    phone.get_by_text("Còn thiếu điều “Tác giả”").first.wait_for()
    assert phone.input_value("[name=title]") == "Má kiểm hợp đồng", "nothing is lost with a form that is not complete"
    keep(phone, "4-errors")
    phone.goto(f"{address.split('#')[0]}#b4")
    boxes = phone.locator("[name=ticked]").all()
    assert len(boxes) == len(STATEMENTS), "each consent is asked for"
    for box in boxes:
        assert not box.is_checked(), "no consent is ticked beforehand"
        box.check(force=True)
    keep(phone, "4-consents")
    phone.goto(f"{address.split('#')[0]}#b5")
    phone.get_by_role("button", name="Gửi cho tòa soạn").click()
    expect(phone.get_by_role("link", name="Tải biên nhận PDF")).to_be_visible()
    keep(phone, "5-receipt")
    with download_from(phone) as download:
        phone.get_by_role("link", name="Tải biên nhận PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    stored = piece.files.get().stored
    raw = s3.get_object(Bucket=buckets[0], Key=stored.key)["Body"].read()
    assert PLACE.encode() not in raw and stored.size > clip.stat().st_size * 0.9

    # the desk pins a remark to a second and asks for changes
    screen.goto(f"/admin/kol/bai/{piece.pk}/")
    expect(screen.locator("[data-clip] video")).to_be_visible()
    screen.locator("[data-pin] [name=second]").fill("1")
    screen.locator("[data-pin] [name=text]").fill("Che số điện thoại trên tờ giấy")
    screen.get_by_role("button", name="Ghim nhận xét").first.click()
    expect(screen.locator("#kol-remarks").get_by_text("0:01")).to_be_visible()
    keep(screen, "desk")
    screen.goto("/admin/kol/bai/")
    keep(screen, "desk-queue")
    screen.goto(f"/admin/kol/bai/{piece.pk}/")
    screen.fill("[name=note]", "Bạn thêm số 111 ở cuối nhé.")
    screen.get_by_role("button", name="Cần bổ sung").click()
    expect(screen.get_by_text("Đối tác nhận thư báo.").first).to_be_visible()
    phone.goto("/doi-tac/")
    expect(phone.get_by_text("Che số điện thoại trên tờ giấy").first).to_be_visible()
    expect(phone.get_by_text("Bạn thêm số 111 ở cuối nhé.").first).to_be_visible()
    moment = phone.locator("video.moment")
    expect(moment).to_be_visible()
    expect(moment).not_to_have_js_property("videoWidth", 0)  # the copy has come through its signed address
    keep(phone, "6-changes")
    phone.get_by_role("link", name="Hỏi lại biên tập").first.click()
    phone.fill("[name=text]", "Che cả tên đường luôn hả chị?")
    keep(phone, "6-asks")
    phone.get_by_role("button", name="Gửi câu hỏi").click()
    expect(phone.get_by_text("Đã gửi câu hỏi cho bàn KOL.")).to_be_visible()
    screen.goto(f"/admin/kol/bai/{piece.pk}/")
    screen.fill("#kol-answer", "Che số thôi em, tên đường giữ.")
    keep(screen, "newsroom-question")
    screen.get_by_role("button", name="Gửi cho đối tác").click()
    expect(screen.get_by_text("Đã gửi. Đối tác nhận thư báo và thông báo.")).to_be_visible()
    phone.reload()
    expect(phone.locator("#hoi").get_by_text("Che số thôi em, tên đường giữ.")).to_be_visible()
    phone.goto("/doi-tac/")
    phone.get_by_role("link", name="Sửa và gửi lại").first.click()
    phone.fill("[name=text]", "Đã che số. Hỏi má cái đã.")
    phone.get_by_role("button", name="Gửi cho tòa soạn").click()
    phone.get_by_text("Còn thiếu điều “Tác giả”").first.wait_for()
    phone.goto(f"{address.split('#')[0]}#b4")
    boxes = phone.locator("[name=ticked]").all()
    assert len(boxes) == 3, "another text: only what is said about the text is asked again"
    for box in boxes:
        box.check(force=True)
    phone.goto(f"{address.split('#')[0]}#b5")
    phone.get_by_role("button", name="Gửi cho tòa soạn").click()
    phone.wait_for_url("**/bien-nhan/")

    # accepted, scheduled, published
    screen.goto(f"/admin/kol/bai/{piece.pk}/")
    if screen.locator("[name=took_unscanned]").count():
        screen.check("[name=took_unscanned]")
    screen.get_by_role("button", name="Duyệt", exact=True).click()
    expect(screen.get_by_text("Đối tác nhận thư báo.").first).to_be_visible()
    phone.goto(f"/doi-tac/bai/{piece.uuid}/")
    expect(phone.get_by_text("Đã duyệt").first).to_be_visible()
    screen.select_option("#kol-section", label="KOL và Niềm tin số")
    screen.get_by_role("button", name="Tạo bài").click()
    screen.wait_for_url(re.compile(r"/admin/pages/\d+/edit/"))
    story = KolStoryPage.objects.get(partner=piece.partner)
    screen.select_option("[name=has_victim]", "false")  # the gates take no silence for a No
    screen.fill("[name=sapo]", SAPO)  # nor a partner's few words for a sapo
    hand_in(screen)
    board.goto(f"/admin/toa-soan/lich/story/{story.pk}/")
    hour = timezone.localtime() + timedelta(hours=1)
    board.fill("[name=moment]", f"{hour:%d-%m-%Y %H:%M}")  # as people type it: the picker reads nothing else
    board.locator("button[name=do][value=move]").press("Enter")  # the open picker lies over the button
    board.wait_for_url(lambda url: "/lich/story/" not in url)
    for approver in (SECOND, CHIEF):  # by the forms: test_newsroom_day approves in browsers
        act(client_for(account(approver)), story)
    phone.goto("/doi-tac/")
    expect(phone.get_by_text("Đã lên lịch").first).to_be_visible()
    expect(phone.get_by_text(f"lên trang lúc {stamp(hour)}").first).to_be_visible()
    assert client_for().get(f"/vi/kol-niem-tin-so/{story.slug}/").status_code == 404
    the_hour_comes(story)
    call_command("publish_scheduled")
    run_waiting_tasks()
    story.refresh_from_db()
    assert story.live
    place = f"/vi/kol-niem-tin-so/{story.slug}/"
    reader = client_for()
    everywhere = ("/vi/kol-niem-tin-so/", place, "/vi/rss.xml", "/vi/feed.json", "/vi/tim-kiem/?q=ma+kiem")
    assert reader.get(place).status_code == 200
    for path in everywhere:
        assert place in reader.get(path).content.decode(), path
    assert SearchEntry.objects.filter(title="Má kiểm hợp đồng").exists()
    asset = Asset.objects.get(leases__isnull=False)
    library = "/vi/kho-tai-lieu/"
    assert f'href="{library}{asset.slug}/"' in reader.get(library).content.decode()
    assert asset.status == "released" and asset.leases.get().ends_on == piece.licence_until
    phone.goto(place)
    expect(phone.get_by_text(f"Nội dung do {NAME}").first).to_be_visible()
    expect(phone.get_by_text("Đã che số. Hỏi má cái đã.").first).to_be_visible()
    expect(phone.locator("video")).to_have_count(1)
    keep(phone, "7-story")
    stored.refresh_from_db()
    assert stored.zone == "released"
    with stored.storage.open(stored.key) as released:
        assert PLACE.encode() not in released.read(), "the place is gone"
    host, picture = urlsplit(live_server.url).netloc, stored.preview_url
    shared = (*everywhere[:4], library, f"{library}{asset.slug}/", picture)
    before = {}
    for path in shared:
        edge.get(path, host)
        status, before[path], hit = edge.get(path, host)
        assert (status, hit) == (200, True), f"{path} is shared from the edge"
    screen.goto("/admin/kol/tong-ket/")
    expect(screen.get_by_text(re.compile(r"2 đối tác gửi \d bài; tòa soạn đăng 2 bài\."))).to_be_visible()
    keep(screen, "desk-wrapup")

    # the partner wants it off
    phone.goto(f"/doi-tac/bai/{piece.uuid}/")
    keep(phone, "8-published")
    phone.get_by_role("link", name="Yêu cầu gỡ bài").click()
    phone.get_by_role("button", name="Gỡ bài ngay").click()
    expect(phone.get_by_text("Đã gỡ theo yêu cầu").first).to_be_visible()
    for path in everywhere:
        page = reader.get(path)
        assert page.status_code == 404 or place not in page.content.decode(), path
    assert reader.get(place).status_code == 410
    assert f'href="{library}{asset.slug}/"' not in reader.get(library).content.decode()
    assert not SearchEntry.objects.filter(title="Má kiểm hợp đồng").exists()
    asset.refresh_from_db()
    assert asset.status == "withdrawn"
    run_waiting_tasks()
    stored.refresh_from_db()
    assert stored.state == StoredFile.State.PURGED
    name = stored.key.rsplit("/", 1)[1]
    assert not [key for key in keys_in(s3, *buckets) if name in key]
    for path in shared:
        status, body, hit = edge.get(path, host)
        assert not hit or body != before[path], f"the edge has forgotten {path}, though a worker asks for it anew"
        is_listed = place.encode() in body or f'href="{library}{asset.slug}/"'.encode() in body
        assert status in {404, 410} or not is_listed, path
    assert [edge.get(path, host)[0] for path in (place, picture)] == [410, 404]
    assert [reader.get(path).status_code for path in (f"{place}xem/", f"{place}?trang=1")] == [404, 410]
    for path in (
        "/vi/",
        f"/vi/kol/{piece.partner.slug}/",
        f"/vi/tim-kiem/?q={asset.code}",
        "/sitemap.xml",
        "/vi/sitemap.xml",
    ):
        assert place not in reader.get(path).content.decode(), path
    notes = " ".join(event.words for event in piece.events.all())
    assert "Đã xóa hẳn" in notes and piece.events.filter(after="removed").exists()
    phone.reload()
    expect(phone.get_by_text("Đã xóa hẳn").first).to_be_visible()  # the log stays, with every step before it
    screen.goto(f"/admin/kol/bai/{piece.pk}/")
    for words in ("Đã gửi", "Cần bổ sung", "Đã duyệt", "Đã lên lịch", "Đã đăng", "Đã gỡ theo yêu cầu", "Đã xóa hẳn"):
        expect(screen.get_by_text(words).first).to_be_visible()
    keep(phone, "9-removed")
    assert piece.partner.members.exists() and not problems
