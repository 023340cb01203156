"""Recognises queries of people in distress; search and suggestions then answer with help alone.

It runs before spelling correction, which would turn a cry for help into something else. The query is neither stored nor
logged; its kind is counted by the month (search/distress_counts.py). Editors may add phrases (`DistressPhrase`); the
vocabulary (crisis_words.py), the rules (crisis_rules.py) and the weights of words (crisis_weights.py) work while the
database cannot be reached.
"""

from __future__ import annotations

import itertools
import logging
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from django.db import DatabaseError

from base import site_context
from base.text import fold, nfc
from search.models import DistressPhrase
from search.query import crisis_rules as rules
from search.query.crisis_harms import HARMS
from search.query.crisis_khmer_latin import places_of
from search.query.crisis_match import Found, Span, Vocabulary, Word, any_matches, matches, parts_of, word
from search.query.crisis_speech import KHMER, SLANG
from search.query.crisis_weights import CALL, OF_ONESELF, UNSURE, features, weight_of
from search.query.crisis_words import WORDS
from search.query.spelling import SHORT, decoded

log = logging.getLogger(__name__)

ADDED = "added"  # the kind of editors' phrases
Reading = tuple[Found, int]  # what stands in a query, and how near each other the parts of a rule must stand
_SHORTENED = re.compile(r"(?<=[aeiouy])[gh]$")  # “đáh”, “sog”; looked up without marks
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


class _Seen(NamedTuple):
    """What is seen of a query: its words as typed and, last, as meant; all that stands in each of these; readings.

    The readings are those of `typed`, without rules.PLAIN, and those of its Khmer words in either script.
    """

    text: str
    typed: list[list[Word]]
    found: list[Found]
    readings: list[Reading]


def distress_kind(query: str) -> str:
    """What kind of distress `query` tells of, a key of rules.RULES or ADDED; "" for every other query.

    Words match with all, some or none of their marks, as raw Telex or VNI, abbreviated (“ko muon song”), lengthened
    (“cứuuu”), and as one word (“tựtử”, a hashtag).
    """
    seen = _looked_through(query)
    if any(map(_is_whole, seen.typed, seen.found)):
        return "plea"
    if _holds_added(seen.text, seen.typed):
        return ADDED
    kind = _kind_by_rules(seen)
    of_oneself = _holds(seen.readings, ("ME",))
    if kind == "death" and of_oneself:
        return kind
    needed = (OF_ONESELF if of_oneself else UNSURE) if kind else CALL
    return (kind or "plea") if weight_of(_features(seen)) >= needed else ""


def matches_rule(query: str) -> bool:
    """Whether a rule takes `query` for distress, whatever the weights of its words say."""
    return bool(_kind_by_rules(_looked_through(query)))


def features_of(query: str) -> set[str]:
    """What crisis_weights.py weighs of `query`."""
    return _features(_looked_through(query))


def situation_of(query: str, kind: str) -> str:
    """The situation page that answers `query` of that kind best, a key of rules.SITUATIONS; "" where none does."""
    readings = _looked_through(query).readings
    own = (situation for situation, kinds, patterns in rules.SITUATIONS if kind in kinds and _holds(readings, patterns))
    return next(own, rules.OF_KIND.get(kind, ""))


def harms_the_body(query: str, kind: str) -> bool:
    """Whether life or body is in danger now: an ambulance comes first."""
    return kind == "death" or _holds(_looked_through(query).readings, rules.BODY)


def _looked_through(query: str) -> _Seen:
    text = nfc(query).lower()
    typed = _typed(text)
    concepts = [_vocabulary().found(words) for words in typed]
    latin = [(reading, rules.NEAR) for reading in map(_without_plain, typed, concepts)]
    khmer = [(_khmer(text), rules.NEAR_KHMER), (_khmer_in_latin_letters(typed[0]), rules.NEAR)]
    return _Seen(text, typed, concepts, latin + khmer)


def _features(seen: _Seen) -> set[str]:
    return features(seen.typed[-1], seen.text, _concepts(seen.readings))


def _kind_by_rules(seen: _Seen) -> str:
    """The kind that a rule says; "" for none, and where somebody asks for material and speaks of nobody."""
    *_vietnamese, (khmer, _), (in_latin_letters, _) = seen.readings
    words = (khmer,) if in_latin_letters else (*seen.found, khmer)  # “chong”, to want, looks like “chống”
    asks_for_material = any("MATERIAL" in entries for entries in words)
    if asks_for_material and not _holds(seen.readings, ("ME",)):
        return ""
    tables = [rules.RULES] if asks_for_material else [rules.RULES, rules.TOPICS]
    return next((kind for table in tables for kind, entries in table.items() if _holds(seen.readings, entries)), "")


def _concepts(readings: Iterable[Reading]) -> set[str]:
    """The concepts, without their groups, that stand in a query."""
    return {key for concepts, _ in readings for key in concepts if key.isupper() and key not in rules.GROUPS}


def _typed(text: str) -> list[list[Word]]:
    """The words of `text` as typed and, last, as meant, where that is something else."""
    text = re.sub(r"\b(\w)[.*_-](?=\w)", r"\1", re.sub(r"['’]", "", text))  # “t.ử”, “don't”
    text = re.sub(r"\bcuu{2,}\b", "cuu", text)  # “cuuuu”; other letters are never doubled in Vietnamese
    text = re.sub(r"\b\d{1,2} ?(t|tuổi|tuoi|yo|years old)\b", " tuổi ", text)  # “14t”
    text = re.sub(r"\b\d{2,} ?(viên|vien)\b", " hết vỉ ", text)
    text = re.sub(r"\b\d+ ?(tr|triệu|trieu|củ)\b", " triệu ", text)
    words = re.findall(rf"\w+\+?|[{rules.PICTOGRAPHS}]", re.sub(r"([^\W\d])\1{2,}(?!d\b)", r"\1", text))
    if rules.ENGLISH.isdisjoint(words):
        parts = [part for item in words for part in _meant(item).replace("_", " ").split()]
    else:
        parts = words
    return [[word(text) for text in texts] for texts in ([words] if words == parts else [words, parts])]


def _meant(typed: str) -> str:
    """`typed` written out or decoded; without marks where no tone was typed (“tuw”), as if typed without any."""
    if expansion := SLANG.get(typed) or SHORT.get(fold(typed).strip()):
        return expansion
    if len(typed) > 2 and _SHORTENED.search(fold(typed)):
        typed = f"{typed[:-1]}n{typed[-1]}"
    result = decoded(typed) or typed
    toneless = not _TONES.intersection(unicodedata.normalize("NFD", result))
    return fold(result).strip() if result != typed and toneless else result


def _without_plain(words: Sequence[Word], found: Found) -> Found:
    """What stands in `words`, of which `found` is all, without rules.PLAIN; “bắt nạt” is not “bắt” as well."""
    plain = {at for span in matches(found, rules.PLAIN, rules.NEAR_PLAIN) for at in range(*span)}
    if plain:  # a stop stands in place of each
        found = _vocabulary().found([word("·") if at in plain else item for at, item in enumerate(words)])
    longer = [span for concept in rules.HIDING for span in found.get(concept, ())]
    return {key: remaining for key, spans in found.items() if (remaining := _left(key, spans, longer))}


def _left(key: str, spans: Sequence[Span], longer: Sequence[Span]) -> Sequence[Span]:
    """`spans` of the concept `key` without those that a phrase of rules.HIDING hides."""
    if key not in rules.HIDDEN:
        return spans
    return [item for item in spans if not any(start < item[1] and item[0] < end for start, end in longer)]


def _holds(readings: Iterable[Reading], patterns: tuple[str, ...]) -> bool:
    return any(concepts and any_matches(concepts, patterns, near) for concepts, near in readings)


def _is_whole(words: Sequence[Word], concepts: Found) -> bool:
    return (0, len(words)) in matches(concepts, rules.WHOLE, 0)


def _khmer(text: str) -> Found:
    """Khmer has no spaces: its words stand anywhere in the query, and their places are counted in letters."""
    places: dict[str, list[tuple[int, int]]] = {}
    bare = text.replace("\u200b", "").replace("ឲ្យ", "ឱ្យ")
    if not any("\u1780" <= letter <= "\u17ff" for letter in bare):
        return places
    for concept, entries in KHMER.items():
        for entry in entries.split():
            for match in re.finditer(re.escape(entry), bare):
                for key in (concept.upper(), *_groups_of(concept)):
                    places.setdefault(key, []).append(match.span())
    return places


def _khmer_in_latin_letters(words: Sequence[Word]) -> Found:
    places: defaultdict[str, list[Span]] = defaultdict(list)
    for concept, spans in places_of([item.text for item in words]).items():
        for key in (concept.upper(), *_groups_of(concept)):
            places[key] += spans
    return places


def _groups_of(concept: str) -> list[str]:
    return [group for group, members in rules.GROUPS.items() if concept.upper() in members]


def _added() -> list[str]:
    """Editors' phrases in all languages, because a reader may search in another language than the page's."""
    try:
        return site_context.cached("distress", _phrases_of_editors)
    except DatabaseError as error:
        log.error("distress: database is away: %s", error)
        return []


def _phrases_of_editors() -> list[str]:
    return [nfc(phrase).lower() for phrase in DistressPhrase.objects.values_list("phrase", flat=True)]


def _holds_added(text: str, typed: Iterable[Sequence[Word]]) -> bool:
    """Whether one of the editors' phrases stands in the query."""
    phrases = _added()
    if any("\u1780" <= p[:1] <= "\u17ff" and p.replace("\u200b", "") in text.replace("\u200b", "") for p in phrases):
        return True
    own = _vocabulary_of(tuple(phrases))
    return any(ADDED in own.found(words) for words in typed)


@lru_cache(maxsize=2)
def _vocabulary_of(phrases: tuple[str, ...]) -> Vocabulary:
    own = Vocabulary()
    for phrase in phrases:
        if parts := re.findall(r"\w+", phrase):
            own.add("_".join(parts), ADDED)
    return own


@cache
def _vocabulary() -> Vocabulary:
    """The words of all concepts, and those that stand in rules themselves."""
    vocabulary = Vocabulary()
    for concept, entries in (WORDS | HARMS).items():
        for entry, key in itertools.product(entries.split(), (concept.upper(), *_groups_of(concept))):
            vocabulary.add(entry, key)
    tables = [*rules.RULES.values(), *rules.TOPICS.values(), rules.WHOLE, rules.PLAIN, rules.BODY]
    written_rules = {rule for table in (*tables, *(patterns for _, _, patterns in rules.SITUATIONS)) for rule in table}
    for key in {key for rule in written_rules for part in parts_of(rule) for key in part.keys if not key.isupper()}:
        vocabulary.add(key, key)
    return vocabulary
