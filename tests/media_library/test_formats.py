"""The file one needs: chosen at the moment of download, made once by the worker, kept, counted; and what packs hold."""

import io
import zipfile
from urllib.request import urlopen

import pytest
from PIL import Image

from media_library.derivatives import formats
from media_library.derivatives.specs import work
from media_library.models import AssetFile, Derivative, DownloadEvent
from media_library.review.inheritance import inherit_files
from tests.factories import asset_row, make_asset, make_organisation, make_stored_file, make_user, stored_row
from tests.files import sample_files as make
from tests.media_library.prints import make_poster, sheet_pdf
from tests.media_library.small_library import CLIP, make_library

pytestmark = [pytest.mark.django_db, pytest.mark.world("assets")]


def work_off(clips=False):
    while work("ticket", clips=clips):
        pass


def document(code="D-01", **fields):
    """An asset with a real PDF of two pages, 842 × 1191 points."""
    stored = make_stored_file(io.BytesIO(make.pdf(2, size=(842, 1191))), name="to.pdf")
    asset = make_asset(code, kind="slide", files=[{"role": "screen", "label": "Bản chiếu", "stored": stored}], **fields)
    return asset.current_version.files.get()


def picture_at(address):
    with urlopen(address, timeout=20) as response:
        return Image.open(io.BytesIO(response.read())), response.headers["Content-Disposition"]


def test_a_page_becomes_the_picture_one_needs_is_made_once_and_counted(client):
    make_library()
    file = document()
    page = client.get(file.version.asset.get_absolute_url()).content.decode()
    address = f"/tai/{file.uuid}/dang/"
    assert f'action="{address}"' in page and 'name="dang" value="hinh-9-16"' in page
    choice = client.get(address).content.decode()
    assert "1080 × 1920" in choice and "Giữ trọn tờ" in choice and "<option>2</option>" in choice

    wish = {"dang": "hinh-9-16", "trang": "2", "khung": "giua"}
    picture_address = f"{address}hinh-9-16/?trang=2&khung=giua"
    assert "Làm và tải" in client.get(picture_address).content.decode()
    assert not Derivative.objects.filter(form="hinh-9-16").exists()  # asking by GET makes nothing
    sent = client.post(address, wish)
    assert sent.status_code == 302 and sent["Location"] == f"{picture_address}&cho=1"
    waiting = client.get(sent["Location"])
    assert "Đang chờ đến lượt" in waiting.content.decode() and waiting["Refresh"] == "3"
    client.post(address, wish)
    assert Derivative.objects.filter(form="hinh-9-16").count() == 1
    work_off()
    done = client.get(sent["Location"])
    assert "Đã xong" in done.content.decode() and done["Refresh"] == f"0; url={picture_address}"
    assert DownloadEvent.objects.count() == 0
    client.head(picture_address)
    response = client.get(picture_address)
    picture, disposition = picture_at(response["Location"])
    assert (picture.format, picture.size) == ("PNG", (1080, 1920))
    assert "d-01_ban-chieu_v1.0_vi_hinh-9-16_trang-2_giua.png" in disposition
    event = DownloadEvent.objects.get()
    assert (event.file, event.way) == (file, "format")


def test_a_whole_sheet_stays_whole_on_the_colour_of_its_edge(client):
    make_library()
    stored = make_stored_file(io.BytesIO(make.picture("PNG", size=(300, 600))), name="doc.png")
    file = make_asset("F-01", files=[{"stored": stored}]).current_version.files.get()
    formats.request(stored, form="hinh-1-1")
    formats.request(stored, form="hinh-1-1", crop="tren")
    work_off()
    whole, cut = stored.derivatives.filter(form="hinh-1-1").order_by("crop")
    assert (whole.width, whole.height) == (600, 600), "never enlarged"
    assert (cut.width, cut.height) == (300, 300)
    picture, _name = picture_at(client.get(f"/tai/{file.uuid}/dang/hinh-1-1/")["Location"])
    assert picture.getpixel((5, 300)) == picture.getpixel((595, 300)) == (40, 40, 40)


@pytest.mark.slow
def test_a_clip_gives_its_sound_and_a_silent_loop(client, s3, buckets):
    make_library()
    content = make.media("mp4", "-vf", "scale=1280:720", *make.H264)
    stored = make_stored_file(io.BytesIO(content), name="clip.mp4")
    file = make_asset("V-01", kind="video", files=[{"stored": stored}]).current_version.files.get()
    offered = [file_format.form for file_format in formats.formats_of(stored)]
    assert offered == ["clip-360", "doc-9-16", "vuong-1-1", "vong-lap", "tieng"], "no 720 of a clip of 720"
    for form in ("vong-lap", "tieng"):
        client.post(f"/tai/{file.uuid}/dang/", {"dang": form})
    work_off(clips=True)
    loop, sound = (stored.derivatives.get(form=form) for form in ("vong-lap", "tieng"))
    assert (loop.state, loop.media_type, loop.height) == ("done", "video/mp4", 720)
    assert (sound.state, sound.media_type, sound.width) == ("done", "audio/mp4", None)
    body = s3.get_object(Bucket=buckets[1], Key=loop.key)["Body"].read()
    assert b"vide" in body and b"soun" not in body
    response = client.get(f"/tai/{file.uuid}/dang/tieng/")
    assert "_tieng.m4a" in response["Location"]


def test_what_is_not_offered_not_allowed_or_too_much_is_refused_in_words(client, client_for, monkeypatch):
    make_library()
    file = document()
    address = f"/tai/{file.uuid}/dang/"
    for wish in (
        {"dang": "tieng"}, {"dang": "<script>"}, {}, {"dang": "png", "trang": "3"}, {"dang": "png", "trang": "0"},
        {"dang": "png", "trang": "mười"}, {"dang": "hinh-1-1", "khung": "x" * 500},
    ):  # fmt: skip
        response = client.post(address, wish)
        assert response.status_code == 422 and "từ 1 đến 2" in response.content.decode(), wish
    for wrong in ("tieng/", "png/?trang=99", "hinh-1-1/?khung=la"):
        response = client.get(address + wrong)
        assert response.status_code == 404 and "trong danh sách" in response.content.decode(), wrong
    words = asset_row("S-01", files=[{"stored": stored_row(media_type="text/plain", extension="txt")}])
    assert client.get(f"/tai/{words.current_version.files.get().uuid}/dang/").status_code == 404
    staff, school = document("D-02", access="staff"), document("D-03", access="schools")
    assert client.get(f"/tai/{staff.uuid}/dang/").status_code == 404
    assert "/dang-nhap" in client.get(f"/tai/{school.uuid}/dang/")["Location"]
    member = client_for(make_user(organisation=make_organisation()))
    assert member.get(f"/tai/{school.uuid}/dang/").status_code == 200
    member.post(f"/tai/{school.uuid}/dang/", {"dang": "png"})
    work_off()
    assert "X-Amz-Expires=60&" in member.get(f"/tai/{school.uuid}/dang/png/")["Location"], "no address to pass on"
    monkeypatch.setattr(formats, "MAX_WAITING", 0)
    busy = client.post(address, {"dang": "png"})
    assert busy.status_code == 503 and busy["Retry-After"] and not Derivative.objects.filter(form="png", page=2)


def test_a_failed_form_says_why_and_offers_the_file_itself(client):
    make_library()
    file = document()
    Derivative.objects.create(
        stored=file.stored, form="hinh-4-5", page=1, state="failed", error="Không đọc được trang này."
    )
    html = client.get(f"/tai/{file.uuid}/dang/hinh-4-5/").content.decode()
    assert "Không đọc được trang này." in html and file.get_absolute_url() in html


def test_usual_forms_and_the_print_sheet_are_made_when_a_version_is_released(
    client, django_capture_on_commit_callbacks
):
    make_library()
    with django_capture_on_commit_callbacks(execute=True):
        poster = make_poster("P-A4-01")
    sheet, light = poster.current_version.files.order_by("order")
    planned = {(job.stored_id, job.form) for job in Derivative.objects.filter(form__in=["png", "hinh-1-1", "phieu-in"])}
    assert planned == {
        (sheet.stored_id, "png"), (sheet.stored_id, "hinh-1-1"), (sheet.stored_id, "phieu-in"),
        (light.stored_id, "hinh-1-1"),
    }  # fmt: skip
    work_off()
    job = Derivative.objects.get(form="phieu-in")
    assert (job.state, job.media_type) == ("done", "application/pdf")
    first = job.key
    formats.forget_print_sheets([sheet])
    job.refresh_from_db()
    assert (job.state, job.key) == ("waiting", "")
    work_off()
    job.refresh_from_db()
    assert job.state == "done" and job.key != first
    html = client.get(poster.get_absolute_url()).content.decode()
    assert f"/tai/{sheet.uuid}/dang/hinh-1-1/" in html and 'value="hinh-4-5"' in html
    newer = poster.versions.create(number="1.1", based_on=poster.current_version)
    inherit_files.call(newer.pk)
    copied = AssetFile.objects.get(version=newer, role="print").stored.derivatives
    assert copied.filter(form="png", state="done").exists()
    assert not copied.filter(form="phieu-in").exists(), "it names the old version"


@pytest.mark.slow
def test_the_print_pack_holds_what_a_print_shop_can_take_and_the_guide_links_the_sheets(client):
    make_library()
    poster = make_poster("P-A4-01", strokes=3)
    version = poster.current_version
    plain = make_stored_file(io.BytesIO(make.pdf(size=(595, 842))), name="rgb.pdf")
    rough = make_stored_file(sheet_pdf(bleed=0, strokes=5), name="khong-xen.pdf")
    good = make_stored_file(sheet_pdf(297, 420, strokes=7), name="a3.pdf")
    for role, label, stored in (("school-print", "A4", plain), ("print", "Không xén", rough), ("print", "A3", good)):
        AssetFile.objects.create(version=version, role=role, label=label, language="vi", stored=stored, order=9)
    formats.plan_usual(version.files.select_related("stored"))
    work_off()
    page = client.get("/vi/kho-tai-lieu/gio/?m=P-A4-01").content.decode()
    assert "goi=print" in page
    box = zipfile.ZipFile(io.BytesIO(b"".join(client.get("/tai/gio.zip?m=P-A4-01&goi=print").streaming_content)))
    names = set(box.namelist())
    assert {name for name in names if name.startswith("2-gui")} == {
        "2-gui-nha-in/p-a4-01_ban-in-a4_v1.0_vi.pdf", "2-gui-nha-in/phieu-in_p-a4-01_ban-in-a4_v1.0_vi.pdf",
        "2-gui-nha-in/p-a4-01_a3_v1.0_vi.pdf", "2-gui-nha-in/phieu-in_p-a4-01_a3_v1.0_vi.pdf",
    }  # fmt: skip
    assert not any(name.startswith("1-") for name in names), "an RGB sheet for the copier is not for a print shop"
    guide = box.read("BAT-DAU.html").decode()
    assert all(f'href="{name}"' in guide for name in names if name.startswith("2-gui"))
    full = zipfile.ZipFile(io.BytesIO(b"".join(client.get("/tai/gio.zip?m=P-A4-01").streaming_content)))
    assert any(name.startswith("1-in-tai-truong/phieu-in_") for name in full.namelist())
    light = zipfile.ZipFile(io.BytesIO(b"".join(client.get("/tai/gio.zip?m=P-A4-01&goi=light").streaming_content)))
    assert "BAT-DAU.html" in light.namelist() and not any("phieu-in" in name for name in light.namelist())


@pytest.mark.parametrize(
    ("role", "facts", "words"),
    [
        ("print", {"size": 150_000}, "Tải PDF để in (A4, 150 KB)"),
        ("school-print", {}, "Tải PDF in ở trường (A4, 300 KB)"),
        ("social", {"media_type": "image/png", "extension": "png", "trim_width_mm": None, "trim_height_mm": None,
                    "width": 1080, "height": 1080}, "Tải hình PNG để đăng (1080 × 1080, 300 KB)"),
        ("editable", {"media_type": "application/vnd.ms-powerpoint", "extension": "pptx", "trim_width_mm": None,
                      "trim_height_mm": None}, "Tải PPTX để tự sửa (300 KB)"),
        ("screen", CLIP, "Tải clip MP4 (1920 × 1080, 0:10, 300 KB)"),
    ],
)  # fmt: skip
def test_a_button_says_what_one_gets(client, role, facts, words):
    make_library()
    asset = asset_row("B-01", files=[{"role": role, "label": f"{role}-vi", "stored": stored_row(**facts)}])
    html = client.get(asset.get_absolute_url()).content.decode()
    button = html.partition('class="button big"')[2].partition("</a>")[0]
    text = " ".join(button.partition("<span")[2].partition(">")[2].replace("<small>", "").split())
    assert text.startswith(words)
    shelf = " ".join(client.get("/vi/kho-tai-lieu/").content.decode().partition('class="act"')[2][:900].split())
    assert words.partition(" (")[0] in shelf and f"{role}-vi" not in shelf
