"""The main job, end to end, in a real browser: article, poster, KOL clip (issue 2's first paragraph).

One story with five people, each in a browser of their own, on real PostgreSQL, real S3 and a real
worker. The teacher's browser has JavaScript switched off; the partner's is a phone.
"""

import hashlib
import io
import os
import re
import signal
import subprocess
import sys

import imageio_ffmpeg
import pytest
from django.conf import settings as django_settings
from django.db import connection
from playwright.sync_api import expect

from articles.models import ArticlePage
from articles.permissions import sync_newsrooms
from campaign.models import Outlet
from deploy.local.state import ROOT
from media_library.models import Asset, AssetVersion, DownloadEvent, KitIndexPage, LibraryIndexPage, WorkerHeartbeat
from media_library.releasing import add_file
from partners.models import KolIndexPage, KolStoryPage, Partner, Submission
from schools.models import Unit
from tests.e2e.newsroom_hands import hand_in, workflow_action
from tests.factories import PASSWORD, make_help_line, make_home, make_locale, make_organisation, make_section, make_user
from tests.partners.pieces import next_year
from users.roles import grant

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
DESK = {"viewport": {"width": 1280, "height": 900}}
HEADLINE = "Ba dấu hiệu cho thấy bạn đang bị thao túng"
SAPO = (
    "Dọa cho sợ, dỗ cho tin, rồi tách bạn khỏi người thân: nhiều kịch bản lừa đảo đi theo cùng một con đường. "
    "Nhận ra một dấu hiệu là bạn đã có thể dừng lại và hỏi người khác."
)


@pytest.fixture
def city(settings, live_server):
    """A newsroom with four people, a school, a partner and one poster in the library."""
    settings.SITE_URL = live_server.url
    for language in ("vi", "en", "km"):
        make_locale(language)
    outlet = Outlet.objects.create(
        slug="bao-can-tho", name="Báo và Phát thanh, Truyền hình Cần Thơ", short_name="Báo Cần Thơ"
    )
    home = make_home()
    make_section("Nhận diện chiêu trò", home=home, slug="nhan-dien-chieu-tro", outlet=outlet)
    make_section("KOL và Niềm tin số", home=home, slug="kol-niem-tin-so", outlet=outlet)
    for model, title, slug in (
        (LibraryIndexPage, "Kho tài liệu", "kho-tai-lieu"),
        (KitIndexPage, "Bộ tài liệu", "bo-tai-lieu"),
        (KolIndexPage, "KOL đồng hành", "kol"),
    ):
        home.add_child(instance=model(title=title, slug=slug, locale=home.locale))
    make_help_line("113", label="Nguy hiểm ngay trước mắt")
    make_help_line("111")
    sync_newsrooms()
    for email, name, roles in (
        ("phongvien@test.example", "Nguyễn Minh Thư", ["reporter"]),
        ("bientap@test.example", "Trần Quốc Bình", ["editor"]),
        ("tong@test.example", "Phạm Hữu Tâm", ["chief"]),
    ):
        for role in roles:
            grant(make_user(email, full_name=name), role, outlet.slug)
    grant(make_user("kolban@test.example", full_name="Lê Thị Ngàn"), "kol_desk")
    desk = make_user("bankol@test.example", full_name="Võ Văn Bàn")
    grant(desk, "kol_desk")
    grant(desk, "editor", outlet.slug)
    organisation = make_organisation()
    Unit.objects.create(organisation=organisation, code="T-01", level="thcs", ward="phường Cái Răng")
    make_user("truong@test.example", full_name="Cô Hạnh", organisation=organisation)
    Partner.objects.create(slug="may-miet-vuon", display_name="Mây Miệt Vườn", is_listed=True, is_demo=True)
    return home


def poster_pdf() -> bytes:
    """An A3 page with 3 mm bleed, as a print shop wants it."""
    import pikepdf

    millimetre = 72 / 25.4
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(303 * millimetre, 426 * millimetre))
    page.obj.TrimBox = pikepdf.Array([3 * millimetre, 3 * millimetre, 300 * millimetre, 423 * millimetre])
    page.obj.BleedBox = page.obj.MediaBox
    page.obj.Contents = pdf.make_stream(b"0.9 0.4 0.3 0.2 k 100 100 400 600 re f")
    target = io.BytesIO()
    pdf.save(target)
    return target.getvalue()


@pytest.fixture
def poster(city):
    """The very bytes that must come out of the download."""
    data = poster_pdf()
    asset = Asset(code="P-A3-03", kind="poster", moments=["lop-hoc", "in-tai-truong"])
    asset.clean()
    asset.save()
    asset.texts.create(name="Poster “Gọi ai khi cần?”", summary="Ba số và một câu mở đầu.", locale=make_locale("vi"))
    asset.save()
    version = AssetVersion.objects.create(asset=asset, number="1.2")
    add_file(version, io.BytesIO(data), role="print", label="Bản in A3", name="Poster gọi ai.pdf")
    for file in version.files.select_related("stored"):
        file.stored.shows_minor = False
        file.stored.save(update_fields=["shows_minor"])
    asset.release(version)
    return data


@pytest.fixture
def worker(city):
    """`manage.py work` on the test's own database; stopped at the end."""
    database = connection.settings_dict
    login = database["USER"] + (f":{database['PASSWORD']}" if database["PASSWORD"] else "")
    environment = os.environ | {
        "DATABASE_URL": f"postgres://{login}@{database['HOST']}:{database['PORT']}/{database['NAME']}",
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
    }
    process = subprocess.Popen([sys.executable, "manage.py", "work", "--interval", "0.2"], cwd=ROOT, env=environment)
    wait_until(lambda: process.poll() is not None or WorkerHeartbeat.objects.exists(), "the worker reports")
    yield process
    process.send_signal(signal.SIGTERM)
    assert process.wait(120) == 0  # it ends what it has begun: a clip may be in hand


@pytest.fixture
def person(browser, browser_context_args, live_server):
    """`person(email, **options)` opens a browser of one's own, signed in when an e-mail is given."""
    opened = []

    def enter(email="", **options):
        context = browser.new_context(**{**browser_context_args, **DESK, **options, "base_url": live_server.url})
        opened.append(context)
        page = context.new_page()
        page.problems = []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        if email:
            page.goto("/tai-khoan/dang-nhap/")
            page.fill("[name=login]", email)
            page.fill("[name=password]", PASSWORD)
            page.locator(
                "form:has([name=password]) button[type=submit], form:has([name=password]) button:not([type])"
            ).first.click()
            page.wait_for_url(lambda url: "dang-nhap" not in url)
        return page

    yield enter
    for context in opened:
        context.close()


def keep(page, name):
    """Two pictures of the page, for a desk and for a phone, for somebody to look at."""
    folder = ROOT / ".shots"
    folder.mkdir(exist_ok=True)
    before = page.viewport_size
    for width, height in ((1280, 900), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=folder / f"main-{name}-{width}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} scrolls sideways at {width} px"
    page.set_viewport_size(before)


def test_main_job(city, poster, worker, person, clip):
    """The whole of it in one go; each leg may be read by itself."""
    article_from_reporter_to_reader(city, person)
    poster_from_library_to_the_teachers_disk(poster, person)
    kol_clip_from_phone_to_story(worker, person, clip)


def article_from_reporter_to_reader(city, person):
    section = city.get_children().get(slug="nhan-dien-chieu-tro")
    reporter = person("phongvien@test.example")
    reporter.goto(f"/admin/pages/add/articles/articlepage/{section.pk}/")
    reporter.fill("[name=title]", HEADLINE)
    reporter.fill("[name=sapo]", SAPO)
    for question in ("has_minor", "has_victim"):  # the gates take no silence for a No
        reporter.select_option(f"[name={question}]", "false")
    hand_in(reporter)

    reader = person(**PHONE)
    assert reader.goto("/vi/nhan-dien-chieu-tro/").status == 200
    expect(reader.get_by_text(HEADLINE)).to_have_count(0)

    draft = ArticlePage.objects.get()
    page_id, address = draft.pk, f"/vi/nhan-dien-chieu-tro/{draft.slug}/"
    assert reader.goto(address).status == 404, "a draft does not exist for readers"

    for email in ("bientap@test.example", "tong@test.example"):
        desk = person(email)
        desk.goto(f"/admin/pages/{page_id}/edit/")
        workflow_action(desk, "approve")

    assert reader.goto(address).status == 200
    expect(reader.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    keep(reader, "article")
    for path, name in (("/vi/nhan-dien-chieu-tro/", "section"), ("/vi/", "front")):
        reader.goto(path)
        expect(reader.get_by_role("link", name=HEADLINE).first).to_be_visible()
        keep(reader, name)
    assert reader.context.cookies() == [], "reading sets no cookie"
    assert not reader.problems


def poster_from_library_to_the_teachers_disk(poster, person):
    teacher = person("truong@test.example", java_script_enabled=False, **PHONE)
    teacher.goto("/vi/kho-tai-lieu/?q=goi ai&loai=poster&dip=lop-hoc&nn=vi")
    expect(teacher.get_by_role("heading", name="1 tài liệu")).to_be_visible()
    teacher.get_by_role("heading", name="Poster “Gọi ai khi cần?”").get_by_role("link").click()
    with teacher.expect_download() as download:
        teacher.locator(".buy a.big").click()
    got = download.value.path().read_bytes()
    assert hashlib.sha256(got).hexdigest() == hashlib.sha256(poster).hexdigest()
    assert download.value.suggested_filename.isascii()
    assert download.value.suggested_filename.endswith(".pdf")

    event = DownloadEvent.objects.get()
    assert (event.organisation.name, event.version.number) == ("Trường THCS Sen Trắng (minh họa)", "1.2")
    teacher.goto("/truong/")
    expect(teacher.get_by_text("Poster “Gọi ai khi cần?”").first).to_be_visible()

    visitor = person()
    visitor.goto("/t/p-a3-03/")
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("Gọi ai khi cần?")
    expect(visitor.get_by_text("Bản chính thức, còn hiệu lực")).to_be_visible()
    keep(visitor, "printed")
    visitor.get_by_role("link", name="Mở trang tài liệu").click()
    with visitor.expect_download():
        visitor.locator(".buy a.big").click()
    assert list(DownloadEvent.objects.order_by("pk").values_list("organisation__name", flat=True)) == [
        "Trường THCS Sen Trắng (minh họa)",
        None,
    ]
    keep(visitor, "asset")
    visitor.goto("/vi/kho-tai-lieu/")
    keep(visitor, "library")


@pytest.fixture
def clip(tmp_path):
    """Two seconds of real H.264 with sound and a place in its metadata, as a phone makes them."""
    path = tmp_path / "clip của Mây.mp4"
    subprocess.run(
        [
            imageio_ffmpeg.get_ffmpeg_exe(),
            "-v",
            "error",
            "-f",
            "lavfi",
            "-i",
            "testsrc2=size=360x640:rate=25:duration=2",
            "-f",
            "lavfi",
            "-i",
            "sine=frequency=440:duration=2",
            "-c:v",
            "libx264",
            "-pix_fmt",
            "yuv420p",
            "-c:a",
            "aac",
            "-shortest",
            "-metadata",
            "location=+10.0341+105.7876/",
            "-movflags",
            "use_metadata_tags",
            str(path),
        ],
        check=True,
    )
    return path


def kol_clip_from_phone_to_story(worker, person, clip):
    kol_desk = person("bankol@test.example")
    kol_desk.goto("/admin/kol/loi-moi/moi/")
    kol_desk.select_option("[name=partner]", label="Mây Miệt Vườn")
    kol_desk.fill("[name=email]", "may@test.example")
    kol_desk.get_by_role("button", name="Tạo lời mời").click()
    link = kol_desk.locator("#kol-link").input_value()

    phone = person(**PHONE)
    phone.goto(link)
    phone.fill("[name=full_name]", "Mây Miệt Vườn")
    phone.fill("[name=password]", PASSWORD)
    phone.get_by_role("button", name="Nhận lời và mở góc cộng tác").click()
    expect(phone.get_by_role("heading", name="Góc cộng tác của Mây Miệt Vườn")).to_be_visible()
    keep(phone, "partner-home")
    assert person(**PHONE).goto(link).status == 410, "an invitation works once"
    assert phone.goto("/admin/").status == 403, "a partner has no business in the administration"

    phone.goto("/doi-tac/")
    phone.get_by_role("button", name="Gửi nội dung mới").click()
    phone.fill("[name=title]", "Má kiểm hợp đồng")
    phone.fill("[name=text]", "Nghe ngon quá thì hỏi má cái đã.")
    for name, value in (("has_minor", "khong"), ("is_paid", "khong"), ("uses_ai", "khong"), ("music", "none")):
        phone.locator(f"[name={name}][value={value}]").check(force=True)
    phone.fill("[name=licence_until]", next_year())
    phone.get_by_role("link", name="Tiếp: tệp hoặc liên kết").click()
    phone.set_input_files("[data-upload-box] input[type=file]", clip)
    expect(phone.locator("[data-kept] [data-row]")).to_be_visible(timeout=30_000)
    submission = Submission.objects.get()
    keep(phone, "partner-form")
    phone.goto(f"/doi-tac/bai/{submission.uuid}/sua/#b4")
    for box in phone.locator("[name=ticked]").all():
        assert not box.is_checked(), "no consent is ticked beforehand"
        box.check(force=True)
    phone.goto(phone.url.split("#")[0] + "#b5")
    phone.get_by_role("button", name="Gửi cho tòa soạn").click()
    expect(phone.get_by_text("Đã gửi").first).to_be_visible()

    wait_until(lambda: submission.files.filter(stored__isnull=False).exists(), "the worker has checked the clip")
    kol_desk.goto(f"/admin/kol/bai/{submission.pk}/")
    kol_desk.fill("[name=note]", "Bạn thêm số 111 ở cuối nhé.")
    kol_desk.get_by_role("button", name="Cần bổ sung").click()
    phone.goto("/doi-tac/")
    expect(phone.get_by_text("Bạn thêm số 111 ở cuối nhé.").first).to_be_visible()
    phone.goto(f"/doi-tac/bai/{submission.uuid}/sua/")
    for box in phone.locator("[name=ticked]").all():
        box.check(force=True)
    phone.goto(phone.url.split("#")[0] + "#b5")
    phone.get_by_role("button", name="Gửi cho tòa soạn").click()
    phone.wait_for_url(f"**/doi-tac/bai/{submission.uuid}/bien-nhan/")
    phone.goto(f"/doi-tac/bai/{submission.uuid}/")

    kol_desk.goto(f"/admin/kol/bai/{submission.pk}/")
    if kol_desk.locator("[name=took_unscanned]").count():
        kol_desk.check("[name=took_unscanned]")
    kol_desk.get_by_role("button", name="Duyệt", exact=True).click()
    phone.reload()
    expect(phone.get_by_text("Đã duyệt").first).to_be_visible()
    kol_desk.select_option("#kol-section", label="KOL và Niềm tin số")
    kol_desk.get_by_role("button", name="Tạo bài").click()
    kol_desk.wait_for_url(re.compile(r"/admin/pages/\d+/edit/"))
    story = KolStoryPage.objects.get()
    kol_desk.select_option("[name=has_victim]", "false")  # the gates take no silence for a No
    kol_desk.fill("[name=sapo]", SAPO)  # nor eight words of a partner for a sapo
    hand_in(kol_desk)

    for email in ("bientap@test.example", "tong@test.example"):
        desk = person(email)
        desk.goto(f"/admin/pages/{story.pk}/edit/")
        workflow_action(desk, "approve")

    assert KolStoryPage.objects.get().live, desk.locator(".messages").all_inner_texts()
    wait_until(lambda: KolStoryPage.objects.get().clip.zone == "released", "the clip has moved to the released bucket")
    reader = person()
    assert reader.goto(f"/vi/kol-niem-tin-so/{story.slug}/").status == 200
    expect(reader.get_by_text("Nội dung do Mây Miệt Vườn").first).to_be_visible()
    expect(reader.get_by_text("Nghe ngon quá thì hỏi má cái đã.").first).to_be_visible()
    expect(reader.locator("video")).to_have_count(1)
    keep(reader, "kol-story")
    phone.goto(f"/doi-tac/bai/{submission.uuid}/")
    expect(phone.get_by_text("Đã đăng").first).to_be_visible()
    assert b"+10.0341" not in released_bytes(KolStoryPage.objects.get().clip), "the place is gone"
    assert not phone.problems


def released_bytes(stored) -> bytes:
    with stored.storage.open(stored.key) as stream:
        return stream.read()


def wait_until(condition, what, seconds=60):
    """Poll the database until `condition` holds; the worker process does the work meanwhile."""
    from time import monotonic

    deadline = monotonic() + seconds
    while not condition():
        assert monotonic() < deadline, f"never happened: {what}"


assert django_settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
