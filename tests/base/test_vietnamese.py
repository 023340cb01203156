"""Vietnamese rules (docs/domain.md B.3, B.8): slugs, dates, numbers, weeks, tiếng."""

import json
import re
from datetime import UTC, date, datetime

import pytest
from django.forms import BaseForm, fields_for_model
from django.urls import get_resolver
from django.utils import formats, translation
from wagtail.admin.forms.models import formfield_for_dbfield

from articles.models.people import Person
from base.templatetags.vi import gio, headline, nbsp_units, ngay, ngay_ngan, opening, so, stamp
from base.text import count_tieng, free_slug, nfc, slug_formatters, vn_slugify
from campaign.models import Audience, Outlet, Season, Topic
from partners.models import Partner

NFD = "Tie\u0302\u0301ng Vie\u0323\u0302t"


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("Đừng giữ bí mật: lừa đảo ở Cần Thơ", "dung-giu-bi-mat-lua-dao-o-can-tho"),
        (NFD, "tieng-viet"),
        ("Đường dây 111 – gọi ngay!", "duong-day-111-goi-ngay"),
        ("🙂", "trang"),
    ],
)
def test_slugs_keep_every_letter(words, slug):
    assert vn_slugify(words) == slug


def test_a_slug_that_is_taken_gets_the_next_number():
    assert free_slug("may", {"may-2"}) == "may"
    assert free_slug("may", {"may", "may-2", "may-4"}) == "may-3"


@pytest.mark.parametrize("words", ["Đừng giữ bí mật: lừa đảo ở Cần Thơ", NFD, "Ơ kìa, Ử Ữ ỹ Ẳ đĐ"])
def test_the_admins_script_gets_the_same_letters(words):
    """Wagtail's own table makes “dj” of đ; these pairs run before it, in the browser."""
    for pattern, plain in slug_formatters():
        words = re.sub(pattern, plain, words)
    assert words.isascii() and "dj" not in words.lower()


def test_dates_numbers_and_weeks():
    night = datetime(2026, 11, 24, 1, 5, tzinfo=UTC)
    with translation.override("vi"):
        assert ngay(date(2026, 11, 24)) == ngay(night) == "Thứ Ba, 24-11-2026"
        assert stamp(night).replace("\N{NO-BREAK SPACE}", " ") == "24-11-2026, 08:05"
        assert (so(1215), so(3_482_000), so(None)) == ("1.215", "3.482.000", "")
        assert formats.number_format(84.03, 2) == "84,03"
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 1
        assert formats.time_format(night.time(), "TIME_FORMAT") == "01:05"
    assert ngay(None) == stamp(None) == gio(None) == ""


@pytest.mark.clock("2026-12-20 09:00")  # neither that day nor the next, which gio() calls today and yesterday
def test_each_language_writes_days_and_months_its_own_way():
    morning = datetime(2026, 12, 5, 1, 5, tzinfo=UTC)
    ways = {
        "vi": ("Thứ Bảy, 05-12-2026", "05-12-2026", "05-12-2026, 08:05", "tháng 12-2026", "tháng 12"),
        "km": ("ថ្ងៃសៅរ៍, 05-12-2026", "05-12-2026", "05-12-2026, 08:05", "ខែ 12-2026", "ខែ 12"),
        "en": ("Saturday, 5 December 2026", "5 Dec 2026", "5 Dec 2026, 08:05", "December 2026", "December"),
    }
    for language, way in ways.items():
        with translation.override(language):
            months = (formats.date_format(morning, name) for name in ("YEAR_MONTH_FORMAT", "MONTH_FORMAT"))
            texts = (ngay(morning), ngay_ngan(morning), stamp(morning).replace("\N{NO-BREAK SPACE}", " "), *months)
            assert texts == way
            assert f">{ngay_ngan(morning)}</time>" in gio(morning)


def test_lines_do_not_begin_with_a_dash_or_a_dot_and_units_stay_with_their_number():
    text = nbsp_units("TVC 30 giây “Dừng – Hỏi”, 24-11-2026 · <b> Không một mình")
    assert "Dừng\N{NO-BREAK SPACE}– Hỏi" in text and "\N{NO-BREAK SPACE}· &lt;b&gt;" in text
    assert "30\N{NO-BREAK SPACE}giây" in text and "Không\N{NO-BREAK SPACE}một\N{NO-BREAK SPACE}mình" in text
    assert '<span class="nb">24-11-2026</span>' in text


def test_a_teaser_ends_with_a_sentence():
    text = "Một hai ba. Bốn năm? Sáu bảy tám chín."
    assert (opening(text, 9), opening(text, 6), opening(text, 2)) == (text, "Một hai ba. Bốn năm?", "Một hai…")
    assert opening("", 5) == opening(None, 5) == ""


def test_texts_are_composed_and_counted_in_tieng():
    assert nfc(NFD) == "Tiếng Việt" and len(nfc(NFD)) == 10
    assert nfc("gpj.\u202eexe\x00") == "gpj.exe"
    assert nfc("ភាសា\u200bខ្មែរ") == "ភាសា\u200bខ្មែរ"
    assert count_tieng("  Cúp máy \n trước,\tnghĩ sau ") == 5


@pytest.mark.django_db
def test_slugs_of_snippets_are_made_by_the_same_rule_as_those_of_pages():
    """In the browser by the pairs of `slug_formatters`; on the server, of an empty field, by `vn_slugify`."""
    for model in (Topic, Audience, Season, Outlet, Partner, Person):
        widget = fields_for_model(model, fields=["slug"], formfield_callback=formfield_for_dbfield)["slug"].widget
        pairs = [replaced for _pattern, replaced in json.loads(widget.attrs["data-w-slug-formatters-value"])]
        assert pairs == [plain for _pattern, plain in slug_formatters()], model
    for model in (Topic, Audience, Season, Outlet):
        thing = model(name="Đừng giữ bí mật: lừa đảo")
        thing.clean()
        assert thing.slug == "dung-giu-bi-mat-lua-dao", model


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Bị dọa phát tán ảnh riêng tư, em cần làm gì", "Bị dọa phát_tán ảnh_riêng_tư, em cần làm gì"),
        ("Ảnh riêng tư không bao giờ là “bảo đảm”", "Ảnh_riêng_tư không bao giờ là “bảo_đảm”"),
        ("Nói điện, thoại sau", "Nói điện, thoại sau"),
        ("<b>Cuộc gọi</b>", "&lt;b&gt;Cuộc gọi&lt;/b&gt;"),
        ("Sixty seconds", "Sixty seconds"),
    ],
)
def test_a_headline_never_breaks_a_compound_word(written, shown):
    assert headline(written).replace("\u00a0", "_") == shown


def kinds_of_form(kind=BaseForm):
    for form in kind.__subclasses__():
        yield form
        yield from kinds_of_form(form)


def test_labels_of_forms_begin_with_a_capital():
    """Django gives model fields a capital; a label that a form writes itself has to have its own."""
    assert get_resolver().url_patterns, "the import of all addresses imports all forms"
    labels = {
        f"{form.__module__}.{form.__qualname__}.{name}": str(field.label or "")
        for form in kinds_of_form()
        for name, field in getattr(form, "base_fields", {}).items()
    }
    assert "Lời nhắn cho đối tác" in labels.values()
    assert not {place: label for place, label in labels.items() if label[:1].islower()}
