"""Posters, clips and texts of the demo name the numbers that the help page shows, and no number nobody has verified."""

import json
import re
from contextlib import closing
from pathlib import Path

import pypdfium2
import pytest

from demo.files import typeset
from demo.seeding.vocabulary import seed_help_lines
from tests.factories import make_locale

pytestmark = pytest.mark.meta

DEMO = Path(__file__).resolve().parents[2] / "demo"
ASSET = {"code": "P-A3-03", "version": "1.0", "site": "https://site.test"}
UNVERIFIED = re.compile(r"(?<!\d)(156|5656|១៥៦|៥៦៥៦)(?!\d)")


def words_of(template, **inputs):
    """The text of the PDF of typ/<template>.typ."""
    with closing(pypdfium2.PdfDocument(typeset.pdf_bytes(template, **inputs))) as sheet:
        return " ".join(page.get_textpage().get_text_bounded() for page in sheet)


@pytest.mark.django_db
def test_sheets_and_clips_name_the_numbers_of_the_help_page(client):
    for language in ("vi", "en", "km"):
        make_locale(language)
    seed_help_lines()
    page = client.get("/vi/can-giup-do/").text
    numbers = set(re.findall(r'href="tel:(\d+)"', page))
    assert "115" in numbers, "the ambulance, of the code (base/site_context.py)"
    numbers.remove("115")
    assert numbers == {"113", "111"} == set(json.loads((DEMO / "content" / "help_numbers.json").read_text()))
    assert set(re.findall(r'href="sms:(\d+)', page)) <= numbers
    qr = typeset.qr_svg(ASSET)
    for template, inputs in (("helpa4", {"qr": qr}), ("helpmap", {"qr": qr}), ("video", {"w": 960, "h": 540})):
        assert set(re.findall(r"\b1\d\d\b|\b5656\b", words_of(template, **inputs))) == numbers, template
    for name in (
        "poster-goi-ai",
        "poster-goi-ai-en",
        "poster-goi-ai-km",
    ):
        assert set(re.findall(r'data-help="(\d+)"', typeset.artwork(name, ASSET))) == numbers, name


def strings_in(value):
    """Every text of parsed JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings_in(inner)


def test_no_text_of_the_demo_sends_anybody_to_a_number_nobody_has_verified():
    """Stories may say that a number waits for somebody to verify it (test_content.py)."""
    files = [path for path in (DEMO / "content").glob("*.json") if path.name != "articles.json"]
    texts = [(path.name, text) for path in files for text in strings_in(json.loads(path.read_text()))]
    texts += [(path.name, path.read_text()) for path in (DEMO / "content" / "texts").iterdir()]
    assert len(files) > 10 and [entry for entry in texts if UNVERIFIED.search(entry[1])] == []
