"""Every fragment says its language: Khmer words in other texts, Vietnamese names and our own words beside them."""

from datetime import timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from base.templatetags.vi import gio, in_vietnamese, khmer_named, name_khmer, nbsp_units, own_lang

SAI = "សួស្តី\u200bបង"


@pytest.mark.parametrize("filter_of", [nbsp_units, name_khmer])
def test_khmer_words_in_a_vietnamese_text_are_named_and_whole(filter_of):
    with translation.override("vi"):
        text = filter_of(f"Chào bằng “{SAI} ខ្មែរ” nhé <3")
        assert text == f'Chào bằng “<span lang="km">{SAI} ខ្មែរ</span>” nhé &lt;3'
        assert filter_of("Không có chữ nào").count("<span") == 0
    with translation.override("km"):
        assert "<span" not in filter_of(SAI), "a Khmer page is Khmer"


def test_attributes_stay_as_they_are():
    html = f'<a href="/km/" title="{SAI}">{SAI}</a>'
    assert khmer_named(html) == f'<a href="/km/" title="{SAI}"><span lang="km">{SAI}</span></a>'


def test_vietnamese_names_on_other_pages_are_named_and_escaped():
    with translation.override("en"):
        assert in_vietnamese("Báo <Cần Thơ>") == '<span lang="vi">Báo &lt;Cần Thơ&gt;</span>'
        assert in_vietnamese(SAI) == f'<span lang="km">{SAI}</span>'
        assert in_vietnamese("") == in_vietnamese(None) == ""
        assert own_lang() == ' lang="en"'
    with translation.override("vi"):
        assert in_vietnamese("Báo") == "Báo" and own_lang() == ""


@pytest.mark.parametrize("now", ["2026-11-18 09:00", "2026-12-31 23:50", "2027-01-01 00:05", "2028-03-01 00:05"])
def test_yesterday_is_said_in_the_pages_language(clock, now):
    """The day in Cần Thơ, also in the night's hours that are still the day before in UTC."""
    clock.move_to(now)
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    with translation.override("km"):
        for moment in (
            timezone.now() - timedelta(days=1),
            midnight - timedelta(seconds=1),
            midnight - timedelta(days=1),
        ):
            text = gio(moment)
            assert ' lang="km">' in text and "ម្សិលមិញ" in text
        for moment in (midnight, midnight - timedelta(days=1, seconds=1)):
            assert "ម្សិលមិញ" not in gio(moment)
    with translation.override("vi"):
        assert "lang=" not in gio(timezone.now() - timedelta(days=1))


def test_blocks_name_khmer_words():
    with translation.override("vi"):
        text = Template("{{ value|name_khmer }}").render(Context({"value": SAI}))
    assert text == f'<span lang="km">{SAI}</span>'
