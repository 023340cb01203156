"""A KOL's day on a 390 px phone, from the invitation to the removal, with a 60 MB clip whose upload is cut and resumed.

The partner is in a browser, and so is everybody of the newsroom: the desk with its remark, the editor's form, both
approvals, the hour in the calendar. The worker's tasks run in the test's own process; an edge cache stands before all.
"""

import re
import subprocess
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from articles.permissions import sync_newsrooms
from base.templatetags.vi import stamp
from campaign.models import Outlet
from home.models import SearchEntry
from media_library.models import Asset, KitIndexPage, LibraryIndexPage, StoredFile
from media_library.uploads import PART_BYTES
from partners.models import Brief, KolIndexPage, KolStoryPage, Partner, Submission
from tests.articles.desk_forms import SAPO
from tests.e2e.newsroom_hands import PHONE, hand_in, workflow_action
from tests.edge import little_edge
from tests.factories import PASSWORD, make_help_line, make_home, make_locale, make_section, make_user
from users.roles import grant

CLIP_BYTES = 60_000_000


@pytest.fixture
def clip(tmp_path):
    """0.7 seconds of noise in H.264 that a codec cannot make small: at least 60 MB."""
    from media_library.sandbox import ffmpeg_path

    target = tmp_path / "má kiểm hợp đồng.mp4"
    source = "color=c=gray:s=1080x1920:r=24:d=0.7,noise=alls=100:allf=t"
    command = [ffmpeg_path(), "-v", "error", "-nostdin", "-f", "lavfi", "-i", source, "-pix_fmt", "yuv420p"]
    command += ["-c:v", "libx264", "-preset", "ultrafast", "-qp", "6", "-metadata", "location=+10.0341+105.7876/"]
    subprocess.run([*command, str(target)], check=True, timeout=120)
    assert target.stat().st_size > CLIP_BYTES
    return target


@pytest.fixture
def newsroom(settings, live_server):
    """An outlet with its KOL section, a desk, a second editor, a chief, and a brief to be invited to."""
    settings.SITE_URL = live_server.url
    outlet = Outlet.objects.create(slug="bao-can-tho", name="Báo Cần Thơ", short_name="Báo Cần Thơ")
    home = make_home()
    make_locale("vi")
    make_section("KOL và Niềm tin số", home=home, slug="kol-niem-tin-so", outlet=outlet)
    for model, title, slug in (
        (LibraryIndexPage, "Kho tài liệu", "kho-tai-lieu"),
        (KitIndexPage, "Bộ tài liệu", "bo-tai-lieu"),
        (KolIndexPage, "KOL đồng hành", "kol"),
    ):
        home.add_child(instance=model(title=title, slug=slug, locale=home.locale))
    make_help_line("111")
    sync_newsrooms()
    names = ("ban", "bientap", "tong")
    desk, second, chief = (make_user(f"{name}@test.example", full_name=name.title()) for name in names)
    grant(desk, "kol_desk")
    for person, role in ((desk, "editor"), (second, "editor"), (chief, "chief")):
        grant(person, role, outlet.slug)
    brief = Brief(title="Việc nhẹ lương cao", wanted="Hỏi một người trước khi trả lời.", outlet=outlet, live=False)
    brief.must_say, brief.must_not = "Nêu một người để hỏi", "Không diễn lại cách dụ"
    brief.licence_until = timezone.localdate() + timedelta(days=300)
    brief.save()
    brief.save_revision(user=desk).publish()
    return desk, second, chief, brief


def run_tasks():
    """What the worker would do now."""
    from django_tasks_db.models import DBTaskResult

    for _round in range(8):
        waiting = list(DBTaskResult.objects.filter(status="READY"))
        for result in waiting:
            DBTaskResult.objects.filter(pk=result.pk).update(status="SUCCESSFUL")
            if result.task.takes_context:
                continue  # forms of library files: not this test's business
            result.task.call(*result.args_kwargs["args"], **result.args_kwargs["kwargs"])
        if not waiting:
            return


def keep(page, name):
    """A picture for somebody to look at, and no sideways scrolling."""
    from deploy.local.state import ROOT

    (ROOT / ".shots").mkdir(exist_ok=True)
    page.screenshot(path=ROOT / ".shots" / f"kol-day-{name}.png", full_page=True)
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


def test_from_invitation_to_removal(newsroom, person, client_for, clip, s3, buckets, edge, live_server):
    expect.set_options(timeout=20_000)
    desk, second, chief, brief = newsroom
    office = client_for(desk)
    form = {"new_partner": "Mây Miệt Vườn", "email": "may@test.example", "brief": brief.pk, "role": "self"}
    link = re.search(r"/doi-tac/loi-moi/[\w-]+/", office.post("/admin/kol/loi-moi/moi/", form).content.decode())[0]

    phone = person(**PHONE)
    phone.clock.install(time=datetime.now() - timedelta(days=366))  # whose clock is a year and a day behind
    problems = []
    phone.on("pageerror", lambda error: problems.append(str(error)))
    phone.goto(link)
    keep(phone, "1-invitation")
    phone.fill("[name=full_name]", "Nguyễn Thị Mây")
    phone.fill("[name=password]", PASSWORD)
    phone.get_by_role("button", name="Nhận lời và mở góc cộng tác").click()
    expect(phone.get_by_text("Nêu một người để hỏi")).to_be_visible()
    keep(phone, "2-brief")
    phone.get_by_role("button", name="Nhận đề bài này").click()
    phone.wait_for_url("**/sua/")

    # step 1, saved as it is typed
    phone.locator("[name=kind][value=clip]").check(force=True)
    phone.fill("[name=title]", "Má kiểm hợp đồng")
    phone.fill("[name=text]", "Nghe ngon quá thì hỏi má cái đã.\nMá đọc ba dòng là thấy liền.")
    phone.locator("[name=has_minor][value=khong]").check(force=True)
    expect(phone.locator("[data-saved]")).to_contain_text("Đã lưu lúc")
    piece = Submission.objects.get()
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
    phone.on("pageerror", lambda error: problems.append(str(error)))
    phone.goto(address)
    assert phone.input_value("[name=title]") == "Má kiểm hợp đồng", "what was typed survived the browser"
    row = phone.locator("[data-upload-box] [data-words]").first
    expect(row).to_contain_text("%")
    again = []
    phone.on("request", lambda request: "partNumber=" in request.url and again.append(request.url))
    phone.set_input_files("[data-upload-box] input[type=file]", clip)
    expect(row).to_contain_text("kiểm tra", timeout=60_000)
    assert 0 < len(again) <= parts * 0.3, f"{len(again)} of {parts} parts went again: it went on, it did not begin anew"
    run_tasks()
    expect(phone.locator("[data-kept] [data-row]")).to_contain_text("Đã nhận", timeout=30_000)
    phone.locator("[data-kept] input[name^=chu-]").fill("Má và hợp đồng")

    # steps 3 to 5
    phone.goto(f"{address.split('#')[0]}#b3")
    phone.locator("[name=music][value=none]").check(force=True)
    phone.goto(f"{address.split('#')[0]}#b4")
    for name in ("is_paid", "uses_ai"):
        phone.locator(f"[name={name}][value=khong]").check(force=True)
    for box in phone.locator("[name=ticked]").all():
        assert not box.is_checked(), "no consent is ticked beforehand"
        box.check(force=True)
    keep(phone, "4-consents")
    phone.goto(f"{address.split('#')[0]}#b5")
    phone.get_by_role("button", name="Gửi cho tòa soạn").click()
    expect(phone.get_by_role("link", name="Tải biên nhận PDF")).to_be_visible()
    keep(phone, "5-receipt")
    with phone.expect_download() as download:
        phone.get_by_role("link", name="Tải biên nhận PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    stored = piece.files.get().stored
    raw = s3.get_object(Bucket=buckets[0], Key=stored.key)["Body"].read()
    assert b"+10.0341" not in raw and stored.size > CLIP_BYTES * 0.9

    # the desk pins a remark to a second and asks for changes
    screen = person(desk, viewport={"width": 1280, "height": 900})
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
    screen.get_by_role("button", name="Cần bổ sung").click()
    phone.goto("/doi-tac/")
    expect(phone.get_by_text("Che số điện thoại trên tờ giấy").first).to_be_visible()
    moment = phone.locator("video.moment")
    expect(moment).to_be_visible()
    expect(moment).not_to_have_js_property("videoWidth", 0)  # the copy has come through its signed address
    keep(phone, "6-changes")
    phone.get_by_role("link", name="Hỏi lại biên tập").first.click()
    phone.fill("[name=text]", "Che cả tên đường luôn hả chị?")
    keep(phone, "6-asks")
    phone.get_by_role("button", name="Gửi câu hỏi").click()
    screen.goto(f"/admin/kol/bai/{piece.pk}/")
    screen.fill("#kol-answer", "Che số thôi em, tên đường giữ.")
    keep(screen, "desk-question")
    screen.get_by_role("button", name="Gửi cho đối tác").click()
    phone.reload()
    expect(phone.locator("#hoi").get_by_text("Che số thôi em, tên đường giữ.")).to_be_visible()
    phone.goto("/doi-tac/")
    phone.get_by_role("link", name="Sửa và gửi lại").first.click()
    phone.fill("[name=text]", "Đã che số. Hỏi má cái đã.")
    for box in phone.locator("[name=ticked]").all():
        box.check(force=True)
    phone.get_by_role("button", name="Gửi cho tòa soạn").click()
    phone.wait_for_url("**/bien-nhan/")

    # accepted, scheduled, published
    screen.goto(f"/admin/kol/bai/{piece.pk}/")
    if screen.locator("[name=took_unscanned]").count():
        screen.check("[name=took_unscanned]")
    screen.get_by_role("button", name="Duyệt", exact=True).click()
    screen.select_option("#kol-section", label="KOL và Niềm tin số")
    screen.get_by_role("button", name="Tạo bài").click()
    screen.wait_for_url(re.compile(r"/admin/pages/\d+/edit/"))
    story = KolStoryPage.objects.get()
    screen.select_option("[name=has_victim]", "false")  # the gates take no silence for a No
    screen.fill("[name=sapo]", SAPO)  # nor a partner's few words for a sapo
    hand_in(screen)
    board = person(chief, viewport={"width": 1280, "height": 900})
    board.goto(f"/admin/toa-soan/lich/story/{story.pk}/")
    hour = timezone.localtime() + timedelta(hours=1)
    board.fill("[name=moment]", f"{hour:%d-%m-%Y %H:%M}")  # as people type it: the picker reads nothing else
    board.locator("button[name=do][value=move]").press("Enter")  # the open picker lies over the button
    board.wait_for_url(lambda url: "/lich/story/" not in url)
    office_of_second = person(second, viewport={"width": 1280, "height": 900})
    for approver in (office_of_second, board):
        approver.goto(f"/admin/pages/{story.pk}/edit/")
        workflow_action(approver, "approve")
    phone.goto("/doi-tac/")
    expect(phone.get_by_text("Đã lên lịch").first).to_be_visible()
    expect(phone.get_by_text(f"lên trang lúc {stamp(hour)}").first).to_be_visible()
    assert client_for().get(f"/vi/kol-niem-tin-so/{story.slug}/").status_code == 404
    the_hour_comes(story)
    call_command("publish_scheduled")
    run_tasks()
    story.refresh_from_db()
    assert story.live
    place = f"/vi/kol-niem-tin-so/{story.slug}/"
    reader = client_for()
    everywhere = ("/vi/kol-niem-tin-so/", place, "/vi/rss.xml", "/vi/feed.json", "/vi/tim-kiem/?q=ma+kiem")
    assert reader.get(place).status_code == 200
    for path in everywhere:
        assert place in reader.get(path).content.decode(), path
    assert SearchEntry.objects.filter(title="Má kiểm hợp đồng").exists()
    asset = Asset.objects.get()
    library = "/vi/kho-tai-lieu/"
    assert f'href="{library}{asset.slug}/"' in reader.get(library).content.decode()
    assert asset.status == "released" and asset.leases.get().ends_on == piece.licence_until
    phone.goto(place)
    keep(phone, "7-story")
    stored.refresh_from_db()
    host, picture = urlsplit(live_server.url).netloc, stored.preview_url
    shared = (*everywhere[:4], library, f"{library}{asset.slug}/", picture)
    for path in shared:
        edge.get(path, host)
        status, _body, hit = edge.get(path, host)
        assert (status, hit) == (200, True), f"{path} is shared from the edge"
    screen.goto("/admin/kol/tong-ket/")
    expect(screen.get_by_text("1 đối tác gửi 1 bài; tòa soạn đăng 1 bài.")).to_be_visible()
    keep(screen, "desk-wrapup")

    # the partner wants it off
    phone.goto(f"/doi-tac/bai/{piece.uuid}/")
    keep(phone, "8-published")
    phone.get_by_role("link", name="Yêu cầu gỡ bài").click()
    mail.outbox.clear()
    phone.get_by_role("button", name="Gỡ bài ngay").click()
    expect(phone.get_by_text("Đã gỡ theo yêu cầu").first).to_be_visible()
    for path in everywhere:
        page = reader.get(path)
        assert page.status_code == 404 or place not in page.content.decode(), path
    assert reader.get(place).status_code == 404
    assert f'href="{library}{asset.slug}/"' not in reader.get(library).content.decode()
    assert not SearchEntry.objects.filter(title="Má kiểm hợp đồng").exists()
    asset.refresh_from_db()
    assert asset.status == "withdrawn"
    run_tasks()
    stored.refresh_from_db()
    assert stored.state == StoredFile.State.PURGED
    for bucket in buckets[:2]:
        keys = [item["Key"] for item in s3.list_objects_v2(Bucket=bucket).get("Contents", [])]
        assert not [key for key in keys if stored.key.rsplit("/", 1)[1] in key]
    for path in shared:
        status, body, hit = edge.get(path, host)
        assert not hit, f"the edge has forgotten {path}"
        told = place.encode() in body or f'href="{library}{asset.slug}/"'.encode() in body
        assert status in {404, 410} or not told, path
    assert [edge.get(path, host)[0] for path in (place, picture)] == [404, 404]
    assert [reader.get(path).status_code for path in (f"{place}xem/", f"{place}?trang=1")] == [404, 404]
    for path in ("/vi/", "/vi/kol/may-miet-vuon/", f"/vi/tim-kiem/?q={asset.code}", "/sitemap.xml", "/vi/sitemap.xml"):
        assert place not in reader.get(path).content.decode(), path
    notes = " ".join(event.words for event in piece.events.all())
    assert "Đã xóa hẳn" in notes and piece.events.filter(after="removed").exists()
    phone.reload()
    expect(phone.get_by_text("Đã xóa hẳn").first).to_be_visible()  # the log stays, with every step before it
    screen.goto(f"/admin/kol/bai/{piece.pk}/")
    for words in ("Đã gửi", "Cần bổ sung", "Đã duyệt", "Đã lên lịch", "Đã đăng", "Đã gỡ theo yêu cầu", "Đã xóa hẳn"):
        expect(screen.get_by_text(words).first).to_be_visible()
    keep(phone, "9-removed")
    assert Partner.objects.get().members.exists() and not problems
