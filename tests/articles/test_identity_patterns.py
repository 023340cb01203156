"""The search for what identifies a child: linear in the text, and nothing of a text is left unread."""

import re

import pytest

from articles.rules.publish_gates import patterns, personal_details

PATTERNS = patterns.PATTERNS | {
    name: getattr(patterns, name) for name in ("DAY", "AT_WORK", "CHILD", "SENTENCE")
}  # fmt: skip
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
