"""Each printed sheet carries the QR code, the code and the number of its version, also one that somebody uploads."""

import io
from contextlib import closing

import pikepdf
import pypdfium2
import pytest
import segno
import zxingcpp
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from reportlab.lib.units import mm
from reportlab.pdfgen import canvas

from files.intake.sandbox import ToolFailed
from files.storage.objects import fetched
from media_library.catalogue.requirements import file_blockers, is_unread
from media_library.derivatives.tasks import make_preview_for
from media_library.print.mark import marked_copy
from media_library.review.inheritance import inherit_files, start_version
from media_library.review.release import release_version, request_release
from media_library.vocabulary import Corner
from tests.factories import make_asset, make_stored_file, make_user
from tests.media_library.prints import sheet_pdf

pytestmark = pytest.mark.django_db
SITE = "http://localhost:8000"


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE


def sheet(*codes, words=""):
    """An A4 sheet with QR codes and words in the font that every reader has."""
    target = io.BytesIO()
    page = canvas.Canvas(target, pagesize=(210 * mm, 297 * mm))
    page.line(0, 0, 100, 100)
    for place, code in enumerate(codes):
        for row, line in enumerate(segno.make(code, error="m", micro=False).matrix):
            for column, dark in enumerate(line):
                if dark:
                    page.rect((20 + place * 90 + column) * mm, (80 - row) * mm, mm, mm, stroke=0, fill=1)
    if words:
        page.drawString(20 * mm, 200 * mm, words)
    page.save()
    target.seek(0)
    return target


def printed(*codes, words="", role="school-print", read=True, code="P-A4-77", sheet_of=None):
    """A draft with one such sheet that the worker has read."""
    stored = make_stored_file(sheet_of or sheet(*codes, words=words), name="to.pdf", zone="quarantine")
    asset = make_asset(code, released=False, files=[{"stored": stored, "role": role, "label": "Tờ A4"}])
    if read:
        make_preview_for.func(str(stored.pk))
    return asset, asset.versions.get().files.select_related("stored").get()


OWN = f"{SITE}/t/p-a4-77/v1.0/"


@pytest.mark.parametrize(
    ("codes", "words", "gap"),
    [
        ([OWN], "P-A4-77 v1.0", None),
        ([OWN.upper()], "p-a4-77 - v1.0", None),
        ([OWN.replace("v1.0/", "v1.0-print-km/")], "P-A4-77 v1.0", None),
        ([OWN, "https://zalo.me/truong"], "P-A4-77 v1.0", None),
        ([OWN], "", None),  # outlines
        ([], "P-A4-77 v1.0", "chưa mang mã QR của bản v1.0"),
        (["https://example.com/t/p-a4-77/v1.0/"], "P-A4-77 v1.0", "chưa mang mã QR của bản v1.0"),
        ([f"{SITE}/t/p-a4-77/"], "P-A4-77 v1.0", "chưa mang mã QR của bản v1.0"),
        ([OWN, OWN.replace("v1.0", "v0.9")], "P-A4-77 v1.0", "còn mang mã QR khác"),
        ([OWN], "Gọi 111", "thiếu mã P-A4-77 hoặc số bản v1.0"),
        ([OWN], "P-A4-77", "thiếu mã P-A4-77 hoặc số bản v1.0"),
    ],
)
def test_a_sheet_without_its_marks_is_not_released(codes, words, gap):
    asset, file = printed(*codes, words=words)
    found = " ".join(file_blockers(asset, file))
    assert gap in found if gap else not found
    file.override = "Tờ cũ đã in sẵn."
    assert not file_blockers(asset, file), "a written reason, as for other gaps"


def test_what_is_not_printed_needs_no_mark():
    asset, file = printed(role="screen")
    assert not file_blockers(asset, file)


def test_nothing_is_released_before_its_codes_are_read():
    asset, file = printed(read=False)
    assert is_unread(file) and not file_blockers(asset, file)
    with pytest.raises(ValidationError, match="đang được đọc"):
        request_release(asset, file.version, by=make_user())


def test_a_sheet_too_heavy_to_be_read_is_said(monkeypatch):
    monkeypatch.setattr("media_library.derivatives.previews.read_codes", lambda source, folder, media_type: None)
    asset, file = printed(OWN, words="P-A4-77 v1.0")
    assert "Không đọc được mã QR" in " ".join(file_blockers(asset, file))


def words_and_box(data):
    with closing(pypdfium2.PdfDocument(data)) as document:
        page = document[0]
        picture = page.render(scale=150 / 72).to_pil()
        (code,) = zxingcpp.read_barcodes(picture)
        place = code.position.top_left
        side = ("top" if place.y < picture.height / 2 else "bottom", "left" if place.x < picture.width / 2 else "right")
        return code.text, page.get_textpage().get_text_bounded(), "-".join(side)


def content_of(file):
    with fetched(file.stored.key, file.stored.zone) as stream:
        return stream.read()


def test_an_uploaded_sheet_gets_its_marks_by_one_press(client_for):
    """A poster that a designer made elsewhere; what was said of the file stays."""
    asset, file = printed(role="print", sheet_of=sheet_pdf())
    desk = client_for(make_user(is_superuser=True, is_staff=True))
    assert "Đóng mã" in desk.get(f"/admin/kho/{asset.pk}/").text
    for corner in Corner.values:
        fields = {"action": "mark", "file": file.pk, "corner": corner}
        assert desk.post(f"/admin/kho/{asset.pk}/", fields).status_code == 302
        file = asset.versions.get().files.get()
        data = content_of(file)
        if corner == Corner.values[0]:
            text, words, place = words_and_box(data)
            assert (text, place) == (OWN, corner) and "P-A4-77 · v1.0" in words
    assert (file.label, file.stored.shows_minor, file.mark_corner) == ("Tờ A4", False, "top-left")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert str(pdf.Root.Lang) == "vi" and len(pdf.Root.OutputIntents) == 1
    assert file.stored.colour_space == "CMYK" and float(file.stored.bleed_mm) == 3


def test_a_replaced_sheet_and_the_next_version_take_their_new_mark(client_for):
    asset, file = printed(role="print", sheet_of=sheet_pdf(297, 420))
    desk, page = client_for(make_user(is_superuser=True, is_staff=True)), f"/admin/kho/{asset.pk}/"
    desk.post(page, {"action": "mark", "file": file.pk, "corner": "bottom-left"})
    new_file = SimpleUploadedFile("moi.pdf", sheet_pdf(297, 420, filled=True).read(), "application/pdf")
    answer = desk.post(page, {"action": "replace", "file": file.pk, "shows_minor": "no", "new_file": new_file})
    assert answer.status_code == 302
    file = asset.versions.get().files.get()
    assert words_and_box(content_of(file))[::2] == (OWN, "bottom-left")
    make_preview_for.func(str(file.stored_id))
    file = asset.versions.get().files.get()
    assert not file_blockers(asset, file)
    release_version(asset, file.version)
    inherit_files.func(start_version(asset, "1.1", "Sửa dấu.", by=make_user()).pk)
    copy = asset.versions.get(number="1.1").files.get()
    data = content_of(copy)
    text, _words, place = words_and_box(data)
    assert (text, place) == (OWN.replace("v1.0", "v1.1"), "bottom-left"), "it covers the older mark"
    assert copy.copy_of == file
    inherit_files.func(copy.version_id)
    assert asset.versions.get(number="1.1").files.count() == 1


@pytest.mark.parametrize(
    ("fields", "size", "sentence"),
    [
        ({"corner": "giua"}, {}, "Góc của tờ"),
        ({}, {}, "Góc của tờ"),
        ({"corner": "top-left"}, {"width": 20, "height": 20}, "nhỏ hơn mã QR"),
        ({"corner": "top-left", "role": "screen"}, {}, "Chỉ đóng mã lên tờ PDF để in"),
    ],
)
def test_a_mark_that_cannot_be_put_is_refused_in_words(client_for, fields, size, sentence):
    asset, file = printed(role=fields.pop("role", "print"), sheet_of=sheet_pdf(**size), read=False)
    desk = client_for(make_user(is_superuser=True, is_staff=True))
    answer = desk.post(f"/admin/kho/{asset.pk}/", {"action": "mark", "file": file.pk} | fields)
    assert answer.status_code == 400 and sentence in answer.text
    assert asset.versions.get().files.get().stored_id == file.stored_id


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_the_corner_is_that_of_the_page_as_it_is_shown(turned):
    with pikepdf.open(sheet_pdf()) as pdf:
        pdf.pages[0].obj.Rotate = turned
        page = io.BytesIO()
        pdf.save(page)
    page.seek(0)
    _asset, file = printed(role="print", sheet_of=page, read=False)
    for corner in Corner.values:
        text, _words, place = words_and_box(marked_copy(file, corner))
        assert (text, place) == (OWN, corner)


def test_a_sheet_that_the_sandbox_cannot_mark_is_refused_in_words(client_for, monkeypatch):
    def fail(*args, **options):
        raise ToolFailed("overlay")

    asset, file = printed(role="print", sheet_of=sheet_pdf(), read=False)
    monkeypatch.setattr("media_library.print.mark.sandbox.run", fail)
    fields = {"action": "mark", "file": file.pk, "corner": "top-left"}
    answer = client_for(make_user(is_superuser=True, is_staff=True)).post(f"/admin/kho/{asset.pk}/", fields)
    assert answer.status_code == 400 and "Không đóng được mã" in answer.text


def test_a_picture_to_print_at_school_needs_its_code_too(client_for):
    picture = io.BytesIO()
    segno.make(OWN, error="m", micro=False).save(picture, kind="png", scale=8, border=4)
    picture.seek(0)
    for content, gap in ((picture, ""), (None, "chưa mang mã QR của bản v1.0")):
        stored = make_stored_file(content, name="to.png", zone="quarantine")
        code = "P-A4-77" if content else "P-A4-78"
        asset = make_asset(code, released=False, files=[{"stored": stored, "role": "school-print", "label": "Tờ A4"}])
        make_preview_for.func(str(stored.pk))
        file = asset.versions.get().files.select_related("stored").get()
        found = " ".join(file_blockers(asset, file))
        assert gap in found if gap else not found
        desk = client_for(make_user(is_superuser=True, is_staff=True))
        assert (
            desk.post(f"/admin/kho/{asset.pk}/", {"action": "mark", "file": file.pk, "corner": "top-left"}).status_code
            == 400
        )
