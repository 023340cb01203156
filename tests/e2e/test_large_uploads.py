"""Ten mixed files dropped by an editor, two of them bad, the line cut once; released by somebody else."""

import os
import re
import signal
import subprocess
import sys

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from playwright.sync_api import expect

from files.maintenance.audit import verify
from files.models import UploadSession
from media_library.models import AssetFile, Derivative
from tests.e2e.session import sign_in
from tests.e2e.traffic import Traffic
from tests.factories import make_asset, make_user
from tests.files import sample_files as make
from tests.media_library.small_library import make_library
from tests.media_library.test_four_eyes import SOMEBODY_ELSE
from tools.devserver.state import ROOT


def ten_files():
    """name → bytes; the last two must not come in."""
    return {
        "Áp phích gọi ai.png": make.noise(1800),
        "Ảnh có nơi chụp.jpg": make.picture(exif=make.exif(6)),
        "Ảnh điện thoại.heic": make.picture("HEIF"),
        "Hình nền.webp": make.picture("WEBP"),
        "Tờ dán A3.pdf": make.pdf(),
        "Clip.mp4": make.media("mp4", *make.H264),
        "Thông báo.txt": "Kể ra là hết sợ.".encode(),
        "Phụ đề.vtt": b"WEBVTT\n\n00:00.000 --> 00:02.000\nKhong mot minh\n",
        "logo.svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        "cắt ngang.jpg": make.picture(size=(300, 300))[:-40],
    }


def work(*options):
    """A real `manage.py work` on this test's database."""
    database = connection.settings_dict
    url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
    return subprocess.Popen(
        [sys.executable, "manage.py", "work", *options], cwd=ROOT, env=os.environ | {"DATABASE_URL": url}
    )


@pytest.fixture
def worker(transactional_db):
    """Checks what arrives while the test goes on."""
    process = work("--interval", "0.1", "--queues", "media")
    yield process
    process.kill()
    process.wait()


@pytest.mark.slow
def test_ten_mixed_files_with_a_cut_line(page, person, live_server, client_for, worker, tmp_path, shot):
    make_library()
    editor, chief = make_user(), make_user()
    names = ["access_admin", "change_asset", "release_asset"]
    for user in (editor, chief):  # both could release; who uploaded may not
        user.user_permissions.set(Permission.objects.filter(codename__in=names))
    asset = make_asset("T-10", released=False)
    asset.versions.get().files.all().delete()
    paths, traffic = [], Traffic(page)
    for name, content in ten_files().items():
        (tmp_path / name).write_bytes(content)
        paths.append(tmp_path / name)
    sign_in(page.context, client_for(editor), live_server.url)
    page.goto(f"{live_server.url}/admin/kho/{asset.pk}/")
    cut = {"left": 2}

    def storage(route):
        """The second and third part that leave are lost on the way."""
        if route.request.method == "PUT" and cut["left"]:
            cut["left"] -= 1
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/arrivals/**", storage)
    page.set_input_files("[data-upload-box] input[type=file]", paths)
    rows = page.locator(".upload-row")
    expect(rows).to_have_count(10)
    first = rows.filter(has_text="Áp phích gọi ai")
    first.get_by_label("Tên gọi").fill("Bản in A3")
    first.get_by_label("Vai trò").select_option("print")
    first.get_by_label("Ngôn ngữ").select_option("km")
    first.get_by_label("Ngôn ngữ").blur()
    for row in rows.all():
        row.get_by_label("Có người dưới 18 tuổi").select_option("no")
    traffic.settle()  # each answer is sent by itself
    good, bad = page.locator(".upload-row[data-kind=good]"), page.locator(".upload-row[data-kind=bad]")
    expect(good).to_have_count(8, timeout=90_000)
    expect(bad).to_have_count(2, timeout=30_000)
    shot("tai-len-muoi-tep")
    assert cut["left"] == 0
    assert "SVG" in bad.filter(has_text="logo.svg").inner_text()
    assert "bị hỏng" in bad.filter(has_text="cắt ngang").inner_text()
    files = {file.stored.display_name: file for file in AssetFile.objects.select_related("stored")}
    assert len(files) == 8 and UploadSession.objects.filter(state="refused").count() == 2
    tagged = files["Áp phích gọi ai.png"]
    assert (tagged.label, tagged.role, tagged.language) == ("Bản in A3", "print", "km")
    assert {file.stored.shows_minor for file in files.values()} == {False}
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(120) == 0, "it ends what it has begun, and ends well"
    with work("--batch") as rest:  # previews, clips, packed copies: all that is queued
        assert rest.wait(300) == 0
    assert Derivative.objects.exists() and not Derivative.objects.exclude(state="done").exists()
    look_and_send(page, live_server, asset, shot)
    release(person(chief), live_server, asset)
    page.goto(f"{live_server.url}/vi/kho-tai-lieu/t-10/")
    are_given_out(page, live_server, asset)
    shot("kho-muoi-tep-cong-khai")


def look_and_send(page, live_server, asset, shot):
    """The editor reads what the files are, and that somebody else has to release them."""
    address = f"{live_server.url}/admin/kho/{asset.pk}/"
    page.goto(address)
    shot("kho-muoi-tep")
    paper, clip = (
        page.locator(".library-file", has_text="Tờ dán A3"),
        page.locator(".library-file", has_text="Clip.mp4"),
    )
    expect(paper).to_contain_text(re.compile(r"71 × 35|70,6|1 trang"))
    expect(clip).to_contain_text("fps")
    picture = clip.locator("img")
    picture.scroll_into_view_if_needed()
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("one => one.naturalWidth") > 0
    clip.get_by_text("Bản dẫn xuất").click()
    expect(clip).to_contain_text(re.compile(r"360p.*[Xx]ong|[Xx]ong", re.DOTALL))
    expect(page.get_by_text(SOMEBODY_ELSE).first).to_be_visible()
    expect(page.get_by_role("button", name="Phát hành v")).to_have_count(0)
    page.get_by_role("button", name="Gửi duyệt").click()
    expect(page.get_by_text("chờ duyệt").first).to_be_visible()


def release(page, live_server, asset):
    """A second person is told what keeps the files in, answers it, and lets them out."""
    page.goto(f"{live_server.url}/admin/kho/{asset.pk}/")
    page.get_by_role("button", name="Phát hành v").click()
    expect(page.locator(".messages")).to_contain_text("Bản in")  # a picture or a small sheet is no print file
    debts = page.locator("details", has_text="Vẫn phát hành dù chưa đúng chuẩn")
    page.wait_for_load_state("domcontentloaded")  # the message stands above them
    for remaining in range(debts.count(), 0, -1):
        expect(debts).to_have_count(remaining)
        debts.first.get_by_text("Vẫn phát hành dù chưa đúng chuẩn").click()
        debts.first.get_by_label("Lý do").fill("Nhà in đã xem và nhận in khổ này.")
        debts.first.get_by_role("button", name="Ghi lý do").click()
    expect(debts).to_have_count(0)
    page.get_by_role("button", name="Phát hành v").click()
    expect(page.locator(".messages")).to_contain_text("Đang phát hành phiên bản")
    with work("--batch") as rest:
        assert rest.wait(300) == 0
    page.get_by_role("link", name="Xem lại tiến độ").click()
    expect(page.get_by_text("bản hiện hành")).to_be_visible()
    asset.refresh_from_db()
    assert asset.status == "released" and not verify().missing


def are_given_out(page, live_server, asset):
    """The public page names the files, and each leads to its bytes."""
    expect(page.locator("main")).to_contain_text("Bản in A3")
    links = [link.get_attribute("href") for link in page.locator("main a[href*='/tai/']").all()]
    for name, starts in {"Clip.mp4": b"ftyp", "Tờ dán A3.pdf": b"%PDF-"}.items():
        asset_file = AssetFile.objects.get(version__asset=asset, stored__display_name=name)
        address = asset_file.get_absolute_url()
        assert address in links, name
        response = page.request.get(f"{live_server.url}{address}", max_redirects=0)
        assert response.status == 302 and "X-Amz-Signature=" in response.headers["location"], name
        fetched = page.request.get(response.headers["location"])
        assert fetched.ok and starts in fetched.body()[:16], name


def test_a_reload_goes_on_where_it_stopped(page, live_server, client_for, tmp_path):
    editor = make_user()
    editor.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", "change_asset"]))
    asset = make_asset("T-11", released=False)
    (tmp_path / "lớn.png").write_bytes(b"\x89PNG\r\n\x1a\n" + os.urandom(20_000_000))  # three parts; nobody opens it
    sign_in(page.context, client_for(editor), live_server.url)
    page.goto(f"{live_server.url}/admin/kho/{asset.pk}/")
    sent = []

    def after_the_first(route):
        if route.request.method == "PUT":
            number = route.request.url.split("partNumber=")[1].split("&")[0]
            if number != "1" and "1" in sent and len(sent) == 1:
                return  # hangs: the line is dead
            sent.append(number)
        route.continue_()

    page.route("**/arrivals/**", after_the_first)
    with page.expect_response(
        lambda response: response.request.method == "PUT" and response.ok
    ):  # sent is not yet stored
        page.set_input_files("[data-upload-box] input[type=file]", tmp_path / "lớn.png")
    expect(page.locator(".upload-row [data-words]")).to_contain_text(re.compile(r"\((3|4|5)\d %"), timeout=20_000)
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(f"{live_server.url}/admin/kho/{asset.pk}/")  # with the line still dead
    page.unroute("**/arrivals/**")
    row = page.locator(".upload-row")
    expect(row).to_contain_text("Tải dở")
    later = []
    page.on("request", lambda request: request.method == "PUT" and later.append(request.url))
    page.set_input_files("[data-upload-box] input[type=file]", tmp_path / "lớn.png")
    expect(row).to_contain_text("đang kiểm tra", timeout=20_000)
    assert row.count() == 1 and UploadSession.objects.get().state == "received"
    assert later and not any("partNumber=1&" in url for url in later)
