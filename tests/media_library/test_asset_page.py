"""What stands on an asset's page besides its words: the likeliest file, packages, scale, codes, licence, history."""

import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from django.core.cache import cache

from media_library import licences
from media_library.review.release import release_version
from tests.factories import asset_row, make_home, stored_row
from tests.media_library.prints import make_kit, make_poster
from tests.media_library.small_library import make_library, new_version

pytestmark = [pytest.mark.django_db, pytest.mark.world("assets")]
BUTTON = re.compile(r'<a class="button big" href="([^"]+)"')
#: On the page of a version that is not the newest.
OLD = "Đây là bản cũ"


def subtitles():
    flat = {"trim_width_mm": None, "trim_height_mm": None}
    return stored_row(extension="vtt", media_type="text/vtt", size=500, **flat)


@pytest.mark.parametrize("language", ["km", "en", "vi"])
def test_subtitles_are_nobodys_main_download(client, language):
    """Also where they are the only file in the reader's language, and the first in the editor's order."""
    cache.clear()
    make_library(language)
    facts = {"extension": "mp4", "media_type": "video/mp4", "width": 1920, "height": 1080, "duration_ms": 30_000}
    clip = stored_row(size=24_000_000, trim_width_mm=None, trim_height_mm=None, **facts)
    asset = asset_row(
        "V-01",
        kind="video",
        name="Clip ba mươi giây",
        files=[
            {"role": "text", "label": "Phụ đề", "language": language, "stored": subtitles()},
            {"role": "screen", "label": "Clip", "language": "vi", "stored": clip},
        ],
    )
    make_kit([asset], code="KIT-V")
    film, words = (asset.current_version.files.get(stored__extension=kind) for kind in ("mp4", "vtt"))
    page = client.get(f"/{language}/kho-tai-lieu/v-01/").content.decode()
    assert BUTTON.search(page)[1] == film.get_absolute_url()
    assert words.get_absolute_url() in page  # in the list of all files
    for address in ("kho-tai-lieu/", "kho-tai-lieu/?loai=video", "bo-tai-lieu/kit-v/"):
        html = client.get(f"/{language}/{address}").content.decode()
        first = re.search(r'<div class="act">\s*<a class="button" href="([^"]+)"', html)
        assert first[1] == film.get_absolute_url(), address
        assert words.get_absolute_url() not in html, address  # nor as the second choice of a card


def test_packs_sheet_scale_codes_and_licence(client):
    """Spec table, “gói nhẹ”, “gói in”, the printer's sheet, a drawing to scale, QR in two formats, do and don't."""
    make_library()
    poster = make_poster("P-A4-01", zone=True, licence="credit-unchanged")
    sheet = poster.current_version.files.get(role="print")
    sheet.stored.preview_key, sheet.stored.preview_width, sheet.stored.preview_height = "previews/p.webp", 849, 1200
    sheet.stored.save()
    text = poster.texts.get()
    text.placement, text.guide = "Bảng tin lớp", "\n".join(f"Bước số {n}." for n in range(1, 6))
    text.copy_text = "Cúp máy trước, nghĩ sau. #khongmotminh"
    text.save()
    for order, role in enumerate(("school-print", "social"), 2):
        poster.current_version.files.create(role=role, label=role, order=order, stored=stored_row())
    html = " ".join(client.get(poster.get_absolute_url()).text.split())

    assert BUTTON.search(html)[1] == sheet.get_absolute_url()
    big = html.partition('class="button big"')[2].partition("</a>")[0]
    assert re.search(r"Tải PDF để in <small>\(A4, [\d,]+ K?B\), Tiếng Việt", big)  # its weight before the tap
    assert "goi=print" not in html, "one file for a print shop is no package"
    for variant in ("light",):
        [words] = re.findall(rf'goi={variant}"[^>]*>.*?<small>([^<]+)</small>', html)
        assert re.match(r"ZIP, \d tệp, [\d,]+ K?B", words), variant
    for address in ("phieu-in.pdf", "ten-truong/"):
        assert f"{sheet.get_absolute_url()}{address}" in html
    assert '<figure class="scale">' in html and "bên cạnh một bạn cao 1,6 m" in html
    drawings = BeautifulSoup(html, "html.parser").select("main svg")
    assert drawings and all(svg.get("aria-hidden") for svg in drawings)  # said in words
    for row in ("A4, 210 × 297 mm", "3 mm mỗi cạnh", "CMYK", "Bảng tin lớp"):
        assert row in html, row
    assert "/t/p-a4-01/v1.0/qr.svg" in html and "/t/p-a4-01/v1.0/qr.png" in html and re.search(r"in từ \d+ mm", html)
    assert html.count("<li>Bước số ") == 5 and "#khongmotminh" in html and 'data-copy="chep"' in html
    terms = licences.terms("credit-unchanged")
    assert terms.may and terms.may_not
    assert all(f"<li>{term}</li>" in html for term in (*terms.may, *terms.may_not)) and str(terms.summary) in html
    assert sheet.stored.sha256 in html
    assert client.get("/t/p-a4-01/v1.0/qr.svg").status_code == 200


def test_an_old_version_says_so_and_an_unknown_one_names_the_newest(client):
    make_library()
    asset = asset_row("P-06")
    old = asset.current_version.files.get()
    release_version(asset, new_version(asset))
    page = client.get(f"{asset.get_absolute_url()}?v=1.0")
    html = " ".join(page.text.split())
    assert page.status_code == 200 and f"{OLD} v1.0" in html and "Bản mới nhất là v1.1" in html
    assert old.get_absolute_url() in html and f'href="{asset.get_absolute_url()}">Mở bản mới nhất' in html
    assert 'name="robots" content="noindex"' in html and "v1.0, bản cũ" in html
    assert OLD not in client.get(asset.get_absolute_url()).content.decode()
    for number in ("9.9", "<script>", "x" * 500):
        strange = client.get(asset.get_absolute_url(), {"v": number})
        main = strange.content.decode().partition("<main")[2]
        assert strange.status_code == 404 and "Bản mới nhất là 1.1" in main and "<script>" not in main


def test_a_thing_without_a_sheet_has_no_drawing_to_scale(client):
    make_library()
    assert make_home().slug == "vi"
    html = client.get(asset_row("S-01", kind="post-text").get_absolute_url()).content.decode()
    assert '<figure class="scale">' not in html and "phieu-in.pdf" not in html and "/ten-truong/" not in html


@pytest.mark.parametrize(("language", "word"), [("vi", "Giỏ tài liệu"), ("km", "កន្ត្រកឯកសារ"), ("en", "")])
def test_the_basket_that_stays_in_sight_speaks_the_pages_language(client, language, word):
    """library.js takes its words from the page; without them it would say the Vietnamese ones everywhere."""
    cache.clear()
    make_library(language)
    asset_row("P-07")
    for address in ("kho-tai-lieu/", "kho-tai-lieu/p-07/"):
        words = re.findall(r'data-basket-word="([^"]+)"', client.get(f"/{language}/{address}").content.decode())
        assert words and set(words) == {word or words[0]}, address
        assert (words[0] == "Giỏ tài liệu") is (language == "vi"), address


def test_a_screen_in_khmer_brings_its_own_letters(client):
    """No fonts but the machine's stand on a player's page; a machine without Khmer letters would show boxes."""
    make_library("km")
    css = finders.find("media_library/css/player.css")
    with open(css, encoding="utf-8") as file:
        font = re.search(r"url\(\.\./\.\./(base/fonts/[\w.-]*khmer[\w.-]*)", file.read())[1]
    assert finders.find(font)
    name = font.rpartition("/")[2].partition(".")[0]
    scripts = [client.get(f"/{language}/phat/may.js").text.replace("\\u002D", "-") for language in ("km", "vi")]
    assert name in scripts[0] and name not in scripts[1]  # for the time without a line
    assert '<html lang="km">' in client.get("/km/phat/chao-co/").content.decode()
