"""Recognises queries of people in distress; search and suggestions then answer with help alone.

It runs before spelling correction, which would turn a cry for help into something else. The query is neither stored nor
logged; its kind is counted by the month (search/distress_counts.py). Editors may add phrases (`DistressPhrase`); the
rules (crisis_rules.py) cannot be removed and work while the database cannot be reached.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from django.db import DatabaseError

from base import site_context
from base.text import fold, nfc
from search.models import DistressPhrase
from search.query import crisis_rules as rules
from search.query.spelling import SHORT, decoded
from search.tokens import exact_form

log = logging.getLogger(__name__)

ADDED = "added"  # the kind of editors' phrases
GAPS = {"?": 2, "*": 5}
SHORTEST_MISMARKED = 9  # letters from which a phrase matches with wrong marks; “tổng tiền” is no “tống tiền”
SHORTEST_JOINED = 6  # letters from which a phrase matches without marks and spaces: “tongtien”, but not “tutu”
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


class Word(NamedTuple):
    """One word, with the forms by which it is compared; computed once for each word and not for each comparison."""

    text: str
    exact: str  # with the tone at the end, so that “hoà” is “hòa”; empty without marks
    folded: str  # without marks


Phrase = tuple[Word, ...]  # words that stand together
Slot = int | tuple[Phrase, ...]  # a gap of so many words at most, or one of these phrases


def distress_kind(query: str) -> str:
    """What kind of distress `query` tells of, a key of rules.PERSONAL or ADDED; "" for every other query.

    Words match with all, some or none of their marks, as raw Telex or VNI, abbreviated (“ko muon song”), lengthened
    (“cứuuu”), and as one word (“tựtử”, a hashtag).
    """
    text = nfc(query).lower()
    added = _added()
    bare = text.replace("\u200b", "")
    khmer = rules.KHMER | {p.replace("\u200b", ""): ADDED for p in added if "\u1780" <= p[:1] <= "\u17ff"}
    if kind := next((kind for phrase, kind in khmer.items() if phrase in bare), ""):
        return kind
    typed = _typed(text)
    readings = [_without_harmless(words) for words in typed]
    if any(_end_of(words, 0, rule) == len(words) for words in typed if words for rule in map(_slots, rules.WHOLE)):
        return "plea"
    asks_for_material = _any_holds(typed, rules.MATERIAL)
    if asks_for_material and not _any_holds(readings, (rules.ME,)):
        return ""
    own = {ADDED: tuple("_".join(re.findall(r"\w+", phrase)) for phrase in added)}
    kinds = [rules.PERSONAL, own] if asks_for_material else [rules.PERSONAL, own, rules.TOPICS]
    return next((kind for table in kinds for kind, found in table.items() if _any_holds(readings, found)), "")


def situation_of(query: str, kind: str) -> str:
    """The situation page that answers `query` of that kind best, a key of rules.SITUATIONS; "" where none does."""
    readings = [_without_harmless(words) for words in _typed(nfc(query).lower())]
    own = (situation for situation, kinds, found in rules.SITUATIONS if kind in kinds and _any_holds(readings, found))
    return next(own, rules.OF_KIND.get(kind, ""))


def _typed(text: str) -> list[list[Word]]:
    """The words of `text`, as typed and as meant."""
    text = re.sub(r"\b(\w)[.*_-](?=\w)", r"\1", re.sub(r"['’]", "", text))  # “t.ử”, “don't”
    words = re.findall(r"\w+|🆘", re.sub(r"([^\W\d])\1{2,}", r"\1", text))
    meant = [part for word in words for part in _meant(word).split()]
    return [[_word(text) for text in texts] for texts in (words, meant)]


def _added() -> list[str]:
    """Editors' phrases in all languages, because a reader may search in another language than the page's."""
    try:
        return site_context.cached(
            "distress", lambda: [nfc(p).lower() for p in DistressPhrase.objects.values_list("phrase", flat=True)]
        )
    except DatabaseError as error:
        log.error("distress: database is away: %s", error)
        return []


def _meant(word: str) -> str:
    """`word` written out or decoded; without marks where no tone was typed (“tuw”), as if typed without any."""
    if known := rules.SLANG.get(word) or SHORT.get(fold(word).strip()):
        return known
    found = decoded(word) or word
    toneless = not _TONES.intersection(unicodedata.normalize("NFD", found))
    return fold(found).strip() if found != word and toneless else found


def _word(text: str) -> Word:
    return Word(text, exact_form(text), fold(text).strip())


def _without_harmless(words: list[Word]) -> list[Word]:
    """`words` without the phrases of rules.HARMLESS."""
    slots = [_slots(rule) for rule in rules.HARMLESS]
    for at in range(len(words)):
        if ends := [end for rule in slots if (end := _end_of(words, at, rule))]:
            return [*words[:at], *_without_harmless(words[max(ends) :])]
    return words


def _any_holds(readings: Iterable[Sequence[Word]], found: Iterable[str]) -> bool:
    """Whether one of the rules `found` matches one of the readings of the query."""
    slots = [_slots(rule) for rule in found]
    return any(_holds(words, rule) for words in readings for rule in slots)


@cache
def _slots(rule: str) -> tuple[Slot, ...]:
    return tuple(
        GAPS.get(part) or tuple(tuple(map(_word, phrase.split("_"))) for phrase in part.split("|"))
        for part in rule.split()
    )


def _holds(words: Sequence[Word], rule: tuple[Slot, ...]) -> bool:
    if len(rule) == 1 and not isinstance(rule[0], int) and any(_is_joined(words, phrase) for phrase in rule[0]):
        return True
    return any(_end_of(words, at, rule) for at in range(len(words)))


def _end_of(words: Sequence[Word], at: int, rule: tuple[Slot, ...]) -> int:
    """Where a match of `rule` ends that begins at `at`; 0 when it does not match there."""
    if not rule:
        return at
    slot, rest = rule[0], rule[1:]
    if isinstance(slot, int):
        ends = (_end_of(words, at + skipped, rest) for skipped in range(slot + 1))
    else:
        fitting = (len(phrase) for phrase in slot if _same_phrase(words[at : at + len(phrase)], phrase))
        ends = (_end_of(words, at + length, rest) for length in fitting)
    return next((end for end in ends if end), 0)


def _same_phrase(window: Sequence[Word], phrase: Phrase) -> bool:
    if len(window) < len(phrase):
        return False
    if all(_same(word, wanted) for word, wanted in zip(window, phrase, strict=True)):
        return True
    if len(phrase) == 1 or any(word.folded != wanted.folded for word, wanted in zip(window, phrase, strict=True)):
        return False
    return sum(len(wanted.folded) for wanted in phrase) >= SHORTEST_MISMARKED


def _is_joined(words: Sequence[Word], phrase: Phrase) -> bool:
    if len(phrase) == 1:
        return False
    whole, bare = ("".join(getattr(part, form) for part in phrase) for form in ("text", "folded"))
    typed = {word.text for word in words}
    return whole in typed or (len(bare) >= SHORTEST_JOINED and bare in typed)


def _same(word: Word, wanted: Word) -> bool:
    """Whether `word` is `wanted` with the same marks (any tone placement: hoà, hòa) or without any."""
    return word.text in (wanted.text, wanted.folded) or word.exact == wanted.exact != ""
