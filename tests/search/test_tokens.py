"""Texts are split into words: folding, typing slips, Khmer, sorting; needs no database."""

import pytest

from base.text import fold, given_name_key, sort_key, vn_slugify
from search.query.spelling import decoded, spellings
from search.results.highlight import Marker
from search.tokens import exact_form, lexemes_of, words_of


def folded(text, *, query=False):
    return [word.folded for word in words_of(text, query=query)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("luwaf", "lừa"), ("ddaor", "đảo"), ("ddieenj", "điện"), ("thoaij", "thoại"), ("truwcj", "trực"),
        ("tuyeens", "tuyến"), ("toafn", "toàn"), ("lu7a2", "lừa"), ("d9ao3", "đảo"), ("nguoi72", "người"),
        ("duwowngf", "dường"), ("khoong", "không"), ("banj", "bạn"), ("hoaf", "hòa"), ("quys", "quý"),
        ("poster", ""), ("facebook", ""), ("scam", ""), ("lừa", ""), ("2026", ""), ("", ""),
    ],
)  # fmt: skip
def test_left_overs_of_a_keyboard_are_read(typed, meant):
    assert decoded(typed) == meant or exact_form(decoded(typed)) == exact_form(meant)


def test_old_and_new_tone_placement_are_one_word():
    assert exact_form("hòa") == exact_form("hoà") != exact_form("hoá")
    assert exact_form("sữa") != exact_form("sửa")
    assert exact_form("poster") == ""


@pytest.mark.parametrize("text", ["lừa đảo", "LỪA ĐẢO", "lu\u031b\u0300a đảo", "lừa\u00ad đảo"])
def test_every_way_of_writing_folds_alike(text):
    assert folded(text)[0] == "lua"


def test_direction_marks_and_joiners_change_no_word():
    assert folded("lừa\u200e đảo\u200f") == folded("lừa đảo") == ["lua", "dao"]
    assert fold("\u202elừa") == fold("lừa") or "lua" in fold("\u202elừa")


def test_khmer_is_found_by_any_part_with_or_without_zero_width_spaces():
    whole, part = folded("កុំលាក់ការសម្ងាត់ពីគ្រួសារ"), folded("សម្ងាត់", query=True)
    assert set(part) <= set(whole)
    assert folded("សម្\u200bងាត់") == folded("សម្ងាត់")


def test_khmer_typed_in_another_order_is_the_same():
    assert folded("ស្រី") == folded("សី្រ")


def test_one_wrong_letter_and_what_the_ear_confuses():
    assert "sticker" in spellings("stiker")
    assert "tranh" in spellings("chanh")
    assert "song" in spellings("xong")
    assert spellings("a") == set() and spellings("x" * 40) == set()


def test_lexemes_say_where_a_word_stands():
    lexemes = set(lexemes_of("Lừa đảo", "Sapo", "Thân bài", language="vi", kind="article", facets=["cho:hoc-sinh"]))
    assert {"t:lua", "s:lua", "n:lưa2", "b:lua dao", "p:l", "s:sapo", "than", "l:vi", "f:cho:hoc-sinh"} <= lexemes
    assert "t:sapo" not in lexemes and "s:than" not in lexemes


def test_names_sort_by_given_name_and_vietnamese_letters():
    people = ["Trần Thị Ân", "Lê Văn An", "Nguyễn Ẩn", "Phạm Đạt", "Võ Dũng", "Hồ Ánh"]
    assert sorted(people, key=given_name_key) == [
        "Lê Văn An", "Hồ Ánh", "Trần Thị Ân", "Nguyễn Ẩn", "Võ Dũng", "Phạm Đạt"
    ]  # fmt: skip
    assert sorted(["má", "ma", "mã", "mà", "mạ", "mả"], key=sort_key) == ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert sorted(["ខ", "ក", "គ"], key=sort_key) == ["ក", "ខ", "គ"]


@pytest.mark.parametrize(
    "words",
    [
        "កម្ពុជា កា ការ ការណ៍ កិច្ច កូន កេរ្តិ៍ កោះ ក្មេង ក្រុង",  # what stands below the line comes after all vowels
        "កុំ កំណែ កាំ កះ ក្បាល",  # ុំ ំ ាំ ះ follow the plain vowels, in this order
        "បា ប៉ា បី ប្រាប់",  # ៉ parts nothing
        "រៀន រ្យ ឫស ឬ លា ឮ វា",  # vowels that stand alone follow their letter
        "អក អាន ឥត អីវ៉ាន់ ឧទ្យាន ឪពុក ឯកសារ ឱ្យ ឲ្យ",  # … or stand where the vowel below អ would
        "ធម ធម៌ ធ្វើ",
        "គ្រូ ង្វ ជ្រុង ឈ្មោះ",
        "សំណួរ ស្រី",
    ],
)
def test_khmer_sorts_as_a_dictionary_does(words):
    """The same order as ICU's (tests/search/test_khmer_order.py compares thousands of words with it)."""
    expected = words.split()
    assert sorted(sorted(expected), key=sort_key) == expected  # from the order of code points
    assert sorted(expected, key=sort_key) == expected


def test_one_slug_for_everything():
    assert vn_slugify("Đừng giữ bí mật: lừa đảo") == "dung-giu-bi-mat-lua-dao"


def test_highlights_are_the_only_markup():
    text = "<i>Nhận</i> ra lừa đảo & <b>cúp máy</b>"
    expected = "&lt;i&gt;Nhận&lt;/i&gt; ra <mark>lừa đảo</mark> &amp; &lt;b&gt;cúp máy&lt;/b&gt;"
    assert Marker("lua dao").highlight(text) == expected
    assert Marker("x").highlight("<script>") == "&lt;script&gt;"


def test_highlights_keep_the_original_text():
    assert Marker("lua dao").highlight("Nhận ra lừa đảo") == "Nhận ra <mark>lừa đảo</mark>"
    assert "<script>" not in Marker("lua").highlight("<script>lừa")


@pytest.mark.parametrize(
    ("typed", "written"),
    [("ទូរសព្ទ", "ទូរស័ព្ទ"), ("ម្ដាយ", "ម្តាយ"), ("ឲ្យ", "ឱ្យ"), ("១១១", "111"), ("សំឡេង", "សំឡេង")],
)
def test_khmer_spelt_both_ways_is_one_word(typed, written):
    assert folded(typed) == folded(written)
    assert folded("ក") != folded("ខ")
