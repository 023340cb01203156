"""The search for what identifies a child: linear in the text, and nothing of a text is left unread."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from articles.rules.publish_gates import patterns, personal_details

PATTERNS = {name: value for name, value in vars(patterns).items() if isinstance(value, re.Pattern) and name.isupper()}
PATTERNS = {name: value for name, value in PATTERNS.items() if name != "_SPACES"} | patterns.PATTERNS
#: An escaped character, or a set of characters: what they contain repeats nothing.
_ONE_CHARACTER = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]")
_REPEATED = re.compile(r"[*+]|\{\d+(?:,(\d*))?\}")
#: Texts that make a search without limits read the rest of the text again at every word.
HOSTILE = [
    "A",
    "A ",
    "KHU VỰC ",
    "Trường THCS ",
    "số 1 Trần ",
    "0.",
    "0 không ",
    "1/",
    "a_",
    "a.",
    "@a",
    "em Trần ",
    "fb ",
]


@pytest.mark.parametrize("name", PATTERNS)
def test_every_repetition_has_a_limit(name):
    """So the work for one character of a text has a limit, whatever follows it."""
    plain = _ONE_CHARACTER.sub("c", PATTERNS[name].pattern)
    limits = [match for match in _REPEATED.finditer(plain) if match[0] in "*+" or match[1] == ""]
    assert limits == [], plain
    assert max((int(number) for number in re.findall(r"(\d+)\}", plain)), default=0) <= 80


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE)
def test_a_detail_after_100000_hostile_characters_is_found(text):
    story = (text * 100_000)[:100_000]
    details = personal_details.find([story, "Gọi", " " * 200_001 + "0912 345 678."])
    assert any(detail.text == "0912 345 678" for detail in details)
    assert not personal_details.is_too_long([story, "a" * 100_000])
    assert personal_details.is_too_long([story, "a" * 100_001])


@pytest.mark.parametrize("text", ["\ufdfa" * 20_000, "ﬃ" * 100_000])
def test_characters_that_stand_for_many_count_as_many(text):
    assert personal_details.is_too_long([text])


@pytest.mark.parametrize("letter", ["\u200b", "\u00ad", "\u034f", "\u3164", "\u17b5", "\u2800", "\ufe0f", "\u2060"])
def test_no_invisible_character_hides_a_detail(letter):
    hidden = letter.join("Gọi mẹ em 0912345678, lớp 9A2.")
    assert {detail.kind for detail in personal_details.find([hidden])} == {"phone", "class"}


@pytest.mark.parametrize(
    ("text", "of_victim", "about_victim"),
    [
        ("Em Nguyễn Thị Bông kể lại chuyện bị dụ gửi ảnh.", True, True),
        ("NẠN NHÂN LÀ NGUYỄN THỊ BÔNG, 12 TUỔI.", True, True),
        ("Nguyễn Thị Bông, 12 tuổi, từng bị bắt nạt ở lớp.", True, True),
        ("The victim, named Nguyen Thi Bong, told her aunt.", True, True),
        ("ក្មេងស្រីរងគ្រោះឈ្មោះ ស៊ុន ស្រីនិច", True, True),
        ("Em Nguyễn Thị Bông đoạt giải nhất cuộc thi vẽ.", False, True),
        ("Ông Nguyễn Văn Thuận cho biết nạn nhân đã an toàn.", False, False),
        ("Theo bà Lâm Thị Sang, học sinh cần được lắng nghe.", False, False),
    ],
)
def test_the_full_name_of_a_child_who_was_harmed_is_enough(text, of_victim, about_victim):
    """A happy child may be named by one detail; a victim may not (Decree 56/2017, Art. 33)."""
    details = personal_details.find([text])
    assert bool(personal_details.identifying(details)) is of_victim
    assert bool(personal_details.identifying(details, about_victim=True)) is about_victim


def test_false_alarms_in_the_stories_of_the_demo_are_counted():
    """None of thirty stories and their translations is stopped, whatever it answers; three name a school."""
    folder = Path(settings.BASE_DIR) / "demo/content"
    stories = json.loads((folder / "articles.json").read_text(encoding="utf-8"))
    rows = {
        row["id"]: row for row in json.loads((folder / "demo_content.json").read_text(encoding="utf-8"))["articles"]
    }
    stops, raw = [], []
    for story in stories:
        texts = [
            *strings({name: part for name, part in story.items() if name != "bylines"}),
            *strings(rows[story["id"]]),
        ]
        details = personal_details.find(texts, ["111", "113", "156", "5656"])
        stops += personal_details.identifying(details, about_victim=True)
        raw += details
    translated = list(strings(json.loads((folder / "translations.json").read_text(encoding="utf-8"))))
    assert len(stories) == 30 and len(translated) > 100
    assert stops == [] and {detail.kind for detail in raw} == {"school"} and len(raw) == 3
    assert personal_details.find(translated, ["111", "113", "156", "5656"]) == []


def strings(value):
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(part)


def test_a_school_beside_a_class_is_quoted_without_it():
    """Who mends the text searches it for the quoted piece."""
    details = personal_details.find(["Em học lớp 8A2, Trường THCS Sen Trắng."])
    assert {(detail.kind, detail.text) for detail in details} == {
        ("school", "Trường THCS Sen Trắng"),
        ("class", "lớp 8A2"),
    }
