"""A school's name on a sheet: vectors and true letters in its place, nothing else touched, odd names refused."""

import io
import unicodedata
from urllib.request import urlopen

import pikepdf
import pypdfium2
import pytest
from django.contrib.auth.models import Permission
from PIL import ImageChops

from media_library.models import DownloadEvent, NameZone
from media_library.print.imprint import MAX_NAME
from tests.factories import (
    asset_row,
    make_asset,
    make_organisation,
    make_stored_file,
    make_user,
    picture_bytes,
    stored_row,
)
from tests.media_library.prints import make_poster, sheet_pdf
from tests.media_library.small_library import make_library

pytestmark = [pytest.mark.django_db, pytest.mark.world("assets")]
NAMES = [
    "Trường THCS Nguyễn Thị Minh Khai",
    "Trường THPT Dân tộc nội trú, phường Sóc Trăng – điểm trường số 2",
    "វិទ្យាល័យ សុខ ស្រុកទូកមាស",
]


@pytest.fixture
def poster(db):
    make_library()
    return make_poster("P-A4-01", zone=True)


def address_of(asset):
    return f"{asset.current_version.files.get(role='print').get_absolute_url()}ten-truong/"


def ink(page, box):
    """Share of pixels that are not white in `box` (mm from the upper left corner of the sheet)."""
    picture = page.render(scale=2).to_pil().convert("L")
    unit = 2 * 72 / 25.4
    part = picture.crop(tuple(round(value * unit) for value in box))
    return sum(1 for value in part.getdata() if value < 200) / (part.width * part.height)


def test_the_name_is_vector_text_in_its_place_and_nothing_else_changes(client, poster):
    for name in NAMES:
        look_at(client, poster, name)
    assert DownloadEvent.objects.filter(way="imprint").count() == len(NAMES)


def test_an_editor_gives_a_sheet_its_place_for_a_name(client_for):
    """Not without the right, not with a missing or odd measure, not beside the sheet: nothing is stored then."""
    sheet = stored_row(media_type="application/pdf", extension="pdf", trim_width_mm=210, trim_height_mm=297)
    asset = asset_row("Z-02", files=[{"role": "print", "label": "Bản in", "stored": sheet}])
    file = asset.current_version.files.get()
    address = f"/admin/o-ten-truong/{file.pk}/"
    place = {"x": "20", "y": "240", "width": "170", "height": "30", "largest": "32", "smallest": "10"}
    place |= {"ink": "dark", "align": "center"}
    reader, desk = (client_for(staff(*names)) for names in ((), ("change_asset",)))
    assert reader.post(address, place).status_code == 403
    for field, value in (("x", ""), ("height", "nhiều"), ("width", "-5"), ("smallest", "")):
        response = desk.post(address, place | {field: value})
        assert response.status_code == 400 and field in response.context["form"].errors, field
    response = desk.post(address, place | {"x": "60"})
    assert response.status_code == 400 and "210" in str(response.context["form"].errors["width"])
    assert not NameZone.objects.filter(file=file).exists()
    assert desk.post(address, place).status_code == 302
    assert NameZone.objects.get(file=file).width == 170
    assert desk.post(address, {"action": "remove"}).status_code == 302
    assert not NameZone.objects.filter(file=file).exists()


def staff(*permissions):
    user = make_user()
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *permissions]))
    return user


def look_at(client, poster, name):
    response = client.post(address_of(poster), {"ten": name})
    assert response.status_code == 200 and response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment")
    original = client.get(poster.current_version.files.get(role="print").get_absolute_url())["Location"]
    with urlopen(original, timeout=20) as whole:
        pages = [pypdfium2.PdfDocument(content)[0] for content in (whole.read(), response.content)]
    beside = [item.render(scale=2).to_pil().convert("RGB") for item in pages]
    for picture in beside:  # 1 mm around the place, for smoothed edges
        picture.paste("white", tuple(round(value * 2 * 72 / 25.4) for value in (22, 242, 194, 274)))
    assert ImageChops.difference(*beside).getbbox() is None  # everything else is as it was, to the pixel
    page = pypdfium2.PdfDocument(response.content)[0]
    zone = (23, 243, 193, 273)  # with 3 mm of bleed
    assert ink(page, zone) > 0.01
    assert ink(page, (0, 70, 216, 240)) == 0 and ink(page, (0, 275, 216, 303)) == 0
    text = page.get_textpage().get_text_range().replace("\r\n", " ").replace("\ufffe", "")
    if name.isascii() or "Trường" in name:
        assert " ".join(text.split()) == name
    with pikepdf.open(io.BytesIO(response.content)) as pdf:
        assert [round(float(value)) for value in pdf.pages[0].trimbox] == [9, 9, 604, 850]
        fonts = [str(font.BaseFont) for item in pdf.pages[0].Resources.XObject.values() for font in found_fonts(item)]
        assert any("Vietnam" in font or "Khmer" in font for font in fonts)
        assert "/Image" not in {str(item.get("/Subtype")) for item in pdf.objects if isinstance(item, pikepdf.Stream)}


PLACES = {
    "bookmark": ("print", (50, 150, 2), {"x": 4, "y": 140, "width": 42, "height": 8, "largest": 10, "smallest": 5}),
    "slide": ("screen", (338, 190, 0), {"x": 25, "y": 165, "width": 220, "height": 14, "largest": 30, "smallest": 8}),
}


@pytest.mark.parametrize("kind", PLACES)
def test_bookmarks_and_slides_take_a_name_on_every_page(client, kind):
    """On a white ground of its own where pages have many colours; nothing beside it changes, on no page."""
    make_library()
    role, (width, height, bleed), place = PLACES[kind]
    with pikepdf.open(sheet_pdf(width, height, bleed, filled=True)) as pdf:
        pdf.pages.append(pdf.pages[0])
        source = io.BytesIO()
        pdf.save(source)
    source.seek(0)
    stored = make_stored_file(source, name="mau.pdf")
    file = {"role": role, "override": "Tờ thử.", "stored": stored}
    asset = make_asset("Z-01", kind=kind, files=[file])
    file = asset.current_version.files.get()
    NameZone.objects.create(file=file, ink="paper", **place)
    with urlopen(client.get(file.get_absolute_url())["Location"], timeout=20) as whole:
        before = pypdfium2.PdfDocument(whole.read())
    zone = [place["x"], place["y"], place["x"] + place["width"], place["y"] + place["height"]]
    zone = [value + bleed for value in zone]
    for name in ("Trường THCS Sen Trắng", NAMES[2]):
        response = client.post(f"{file.get_absolute_url()}ten-truong/", {"ten": name})
        assert response.status_code == 200, name
        after = pypdfium2.PdfDocument(response.content)
        assert len(after) == 2
        for number in range(2):
            pair = [document[number].render(scale=2).to_pil().convert("RGB") for document in (before, after)]
            inside = pair[1].crop(tuple(round(value * 2 * 72 / 25.4) for value in zone)).convert("L")
            shades = inside.histogram()
            assert sum(shades[:120]) > 100 and sum(shades[240:]) > sum(shades) / 2, (kind, name)  # dark words on white
            for picture in pair:
                box = (zone[0] - 1, zone[1] - 1, zone[2] + 1, zone[3] + 1)
                picture.paste("white", tuple(round(value * 2 * 72 / 25.4) for value in box))
            assert ImageChops.difference(*pair).getbbox() is None, (kind, name)


def found_fonts(form):
    resources = form.get("/Resources", {})
    return resources["/Font"].values() if "/Font" in resources else []


ODD = [
    ("", "gõ tên trường"),
    ("a" * (MAX_NAME + 1), f"tối đa {MAX_NAME}"),
    ("Trường " + "x" * 293, "300 ký tự"),
    ("Trường\nA", "không in được"),
    ("Trường \u202eA", "không in được"),
    ("Trường \x07A", "không in được"),
    ("Trường 😀", "không in được"),
    ("学校", "không in được"),
    ("#set page(fill: red)", "không in được"),
    ("W" * 60, "dài quá"),
]


def test_odd_names_are_refused_with_a_sentence_and_nothing_is_printed(client, poster):
    for name, word in ODD:
        response = client.post(address_of(poster), {"ten": name})
        assert response.status_code == 422 and word in response.content.decode(), name
    assert not DownloadEvent.objects.exists()


def test_a_name_in_any_unicode_form_prints_the_same_letters(client, poster):
    """Phones send marks apart (NFD), half apart, or in one letter; the sheet says the one name."""
    apart = unicodedata.normalize("NFD", NAMES[0])
    half = unicodedata.normalize("NFC", NAMES[0][:20]) + unicodedata.normalize("NFD", NAMES[0][20:])
    assert len({NAMES[0], apart, half}) == 3
    pages = [client.post(address_of(poster), {"ten": name}).content for name in (NAMES[0], apart, half)]
    texts = {" ".join(pypdfium2.PdfDocument(page)[0].get_textpage().get_text_range().split()) for page in pages}
    assert texts == {NAMES[0]}
    at_limit = unicodedata.normalize("NFD", "ế" * MAX_NAME)  # 240 code points, 80 letters
    assert "tối đa" not in client.post(address_of(poster), {"ten": at_limit}).content.decode(errors="replace")


def test_preview_crest_and_rights(client, client_for, poster):
    address = address_of(poster)
    form = client.get(address)
    assert form.status_code == 200 and "Thêm tên trường" in form.content.decode()
    assert "xem.webp?ten=" in client.get(address, {"ten": NAMES[0]}).content.decode()
    picture = client.get(f"{address}xem.webp", {"ten": NAMES[0]})
    assert picture.status_code == 200 and picture["Content-Type"] == "image/webp"
    assert client.get(f"{address}xem.webp", {"ten": "😀"}).status_code == 404
    zone = poster.current_version.files.get(role="print").zone
    zone.takes_crest = True
    zone.save()
    crest = picture_bytes(400, 400, file_format="PNG")
    crest.name = "huy-hieu.png"
    with_crest = client.post(address, {"ten": NAMES[0], "huy_hieu": crest})
    assert with_crest.status_code == 200 and b"/Image" in with_crest.content
    bad = io.BytesIO(b"<svg onload=alert(1)>")
    bad.name = "huy-hieu.png"
    assert client.post(address, {"ten": NAMES[0], "huy_hieu": bad}).status_code == 422

    plain = make_asset("X-01").current_version.files.get().get_absolute_url()
    assert client.get(f"{plain}ten-truong/").status_code == 404
    assert client.get(f"{plain}phieu-in.pdf").status_code == 404
    closed = make_poster("P-A4-02", zone=True, access="schools")
    assert client.get(address_of(closed)).status_code == 302
    assert client_for(make_user()).post(address_of(closed), {"ten": NAMES[0]}).status_code == 403
    school = client_for(make_user(organisation=make_organisation()))
    assert school.post(address_of(closed), {"ten": NAMES[0]}).status_code == 200


def test_the_spec_sheet_says_what_the_shop_must_know(client, poster):
    file = poster.current_version.files.get(role="print")
    response = client.get(f"{file.get_absolute_url()}phieu-in.pdf")
    assert response["Content-Type"] == "application/pdf" and not DownloadEvent.objects.exists()
    text = " ".join(pypdfium2.PdfDocument(response.content)[0].get_textpage().get_text_range().split())
    for words in ("P-A4-01", "210 × 297 mm", "3 mm", "In đúng 100%", file.stored.sha256[:8], "CMYK"):
        assert words in text, words
    assert len(pypdfium2.PdfDocument(response.content)) == 1


def test_the_form_speaks_the_language_of_the_page_it_was_opened_from(client, poster):
    """By `?tieng=`, kept through preview and mistakes; a visitor gets no cookie, other words mean Vietnamese."""
    address, page = address_of(poster), poster.get_absolute_url()
    for language, words in (
        ("km", "ដាក់ឈ្មោះសាលា"),
        ("en", "Add the school's name"),
        ("xx", "Thêm tên trường"),
        ("", "Thêm tên trường"),
    ):
        form_address = f"{address}?tieng={language}" if language else address
        response = client.get(form_address)
        assert words in response.content.decode() and not response.cookies, language
        wrong = client.post(form_address, {"ten": "T" * (MAX_NAME + 1)})
        assert wrong.status_code == 422 and words in wrong.content.decode(), language
    assert 'name="tieng" value="km"' in client.get(f"{address}?tieng=km").content.decode()
    assert f"{address}?tieng=" not in client.get(page).content.decode() and address in client.get(page).content.decode()


def test_one_address_does_not_take_the_typesetting_from_all_others(client, poster, settings):
    """Sheets, copies and their pictures are counted together; the form opens all the same, others print."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"paper": "2/m/ip"}
    stranger, school = ({"X-Forwarded-For": f"203.0.113.{number}"} for number in (9, 10))
    address, wrong = address_of(poster), {"ten": "x" * (MAX_NAME + 1)}  # refused before it costs anything
    assert [client.post(address, wrong, headers=stranger).status_code for _try in range(3)] == [422, 422, 429]
    sheet = address.replace("ten-truong/", "phieu-in.pdf")
    for costly in (sheet, f"{address}xem.webp?ten=A"):
        refused = client.get(costly, headers=stranger)
        assert refused.status_code == 429 and refused["Retry-After"] == "60" and "sau một phút" in refused.text
    assert client.get(address, headers=stranger).status_code == 200
    assert client.post(address, wrong, headers=school).status_code == 422
