"""Queries in whole sentences: finds documents that contain most of the sentence's subjects.

A document need not contain every word. Subjects are words that are no stop words, their synonyms, and pairs of adjacent
words. A rare subject weighs more than a common one, a headline more than a body; backend.py sums up the points.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from search.backend import PostgresStore, Question, Subject, Term, Ways
from search.query import synonyms
from search.tokens import Word, pairs_of

NARROW = {"t:", "n:", "s:", "m:"}  # prefixes of lexemes for one part of a document or with marks
MOST_TERMS, MOST_SUBJECTS, MOST_WAYS = 5, 8, 32  # limits: terms of a subject, subjects, combinations of terms
COUNTED = 40  # documents with a pair are counted up to this number
LOOKED_AT = 150  # newest documents whose points are computed
#: Factors of a subject's weight: in the headline; in the summary; with other marks (“sửa” for “sữa”); a synonym; an
#: English stem; a single word of a pair.
IN_TITLE, IN_LEAD, MISMARKED, SYNONYM, STEM, HALF = 2.0, 1.4, 0.3, 0.8, 0.9, 0.4
#: Stop words.
STOP = {
    "la", "va", "cua", "co", "cho", "khi", "thi", "o", "tai", "voi", "nhung", "cac", "mot", "nao", "gi", "sao",
    "lam", "the", "toi", "em", "minh", "ban", "con", "bi", "duoc", "nay", "do", "den", "tu", "trong", "ve", "ra",
    "vao", "hay", "hoac", "khong", "de", "nhu", "neu", "phai", "roi", "se", "dang", "da", "rat", "qua", "vi", "ai",
    "dau", "may", "cai", "chi", "a", "oi", "nhe", "how", "what", "when", "where", "who", "why", "is", "are", "does",
    "i", "my", "me", "you", "your", "an", "of", "to", "in", "on", "for", "and", "or", "with", "it", "be", "can",
}  # fmt: skip
_ENDING = re.compile(r"(?<=\w{3})(ing|ed|es|s)$|(?<=\w{5})(ations?|ions?|ings?|ments?|ers?|ors?|ies|y|e)$")


@dataclass(frozen=True)
class _Subject:
    """A subject of a sentence: positions of its words, ways to find it with their points, its weight (rarity)."""

    places: tuple[int, ...]
    ways: Subject
    weight: float

    @property
    def is_pair(self) -> bool:
        return len(self.places) > 1

    @property
    def terms(self) -> list[Term]:
        """Terms that find it anywhere in a document."""
        candidates = (terms[-1] for ways, _points in self.ways for terms in ways)  # the least narrow term is last
        return list(dict.fromkeys(term for term in candidates if term[0][:2] not in NARROW))[:MOST_TERMS]

    def is_apart_from(self, other: _Subject) -> bool:
        """Whether the two share no word of the sentence."""
        return not set(self.places) & set(other.places)


def questions(words: Sequence[Word], language: str, must: tuple[str, ...]) -> list[Question]:
    """Questions for a query in a whole sentence, at most two; [] where it has no subject.

    "some" requires two subjects or one pair of words; "one" requires one of the three rarest single words.
    A word typed with marks has full weight where the marks match, less where only the letters do.
    """
    subjects = _subjects(words, language)
    if not subjects:
        return []
    heaviest = sorted(subjects, key=lambda subject: -subject.weight)[:MOST_SUBJECTS]
    two = [
        (one, other)
        for at, first in enumerate(heaviest)
        for second in heaviest[at + 1 :]
        if first.is_apart_from(second)
        for one in first.terms
        for other in second.terms
    ]
    alone = [(term,) for subject in heaviest if subject.is_pair for term in subject.terms]
    one = [(term,) for subject in heaviest[:3] if not subject.is_pair for term in subject.terms]
    points = tuple(subject.ways for subject in heaviest)
    return [
        Question(name, tuple(dict.fromkeys(ways[:MOST_WAYS])), LOOKED_AT, must, points)
        for name, ways in (("some", alone + two), ("one", one))
        if ways
    ]


def _subjects(words: Sequence[Word], language: str) -> list[_Subject]:
    """The subjects of the query: words that are no stop words, pairs, and phrases that have synonyms."""
    told = [(at, word) for at, word in enumerate(words) if word.folded not in STOP and len(word.folded) > 1]
    pairs = {at: pair for at, pair in enumerate(pairs_of(words)) if not set(pair.split()) <= STOP}
    others = _others(words, language)
    have = {word: row.documents for word, row in synonyms.known([word.folded for _at, word in told], language).items()}
    have |= _counted(pairs.values(), language)
    total = synonyms.documents(language)
    subjects: list[_Subject] = []
    spans = {(at, 2) for at, pair in pairs.items() if pair in have} | {span for span in others if span[1] > 1}
    for at, length in sorted(spans):
        rarity = _rarity(have.get(pairs.get(at, ""), 1) if length == 2 else 1, total)
        places = range(at, at + length)
        subjects.append(_subject_of(places, words[at : at + length], others.get((at, length), []), rarity))
    covered = {place for subject in subjects for place in subject.places}
    for at, word in told:
        stem = stem_of(word.folded) if language == "en" else ""
        count = have.get(word.folded, 0)
        if count or stem or (at, 1) in others:
            rarity = _rarity(count, total) * (HALF if at in covered else 1)
            subjects.append(_subject_of((at,), [word], others.get((at, 1), []), rarity, stem))
    return subjects


def _counted(pairs: Iterable[str], language: str) -> dict[str, int]:
    """Number of documents that contain each pair, up to COUNTED; SearchWord has pairs of headlines only."""
    questions = [Question(pair, (((f"b:{pair}", False),),), COUNTED, (f"l:{language}",)) for pair in set(pairs)]
    return dict(Counter(hit.tier for hit in PostgresStore().ask(questions)))


def _others(words: Sequence[Word], language: str) -> dict[tuple[int, int], list[list[str]]]:
    """(position, length) of each phrase of the query that has synonyms → its synonyms as lists of words."""
    own = [word.folded for word in words]
    synonyms_at: dict[tuple[int, int], list[list[str]]] = {}
    for group in synonyms.synonyms(language):
        for phrase in group:
            at = place_of(phrase, own)
            if at is not None:
                synonyms_at.setdefault((at, len(phrase)), []).extend(item for item in group if item and item != phrase)
    return synonyms_at


def _rarity(count: int, total: int) -> float:
    """Weight of a word that `count` of `total` documents contain (inverse document frequency)."""
    return math.log(1 + total / max(1, count))


def _subject_of(
    places: Iterable[int], words: Sequence[Word], others: list[list[str]], rarity: float, stem: str = ""
) -> _Subject:
    """The subject of one word or of adjacent `words`: found by itself, by synonyms, or by the prefix `stem`."""
    lead_terms = _held([word.folded for word in words])
    is_marked = any(word.exact for word in words)
    folded = MISMARKED if is_marked else 1
    ways: list[tuple[Ways, float]] = [
        ((_each("t:", words),), IN_TITLE * folded),
        (((*_each("s:", words), *lead_terms),), IN_LEAD * folded),
        ((lead_terms,), folded),
    ]
    if is_marked:
        ways += [((_each("t:", words, "n:"),), IN_TITLE), (((*_each("", words, "m:"), *lead_terms),), 1)]
    if stem:
        ways.append((((("t:" + stem, True),), ((stem, True),)), STEM))
    if others:
        titles = tuple(tuple((f"t:{item}", False) for item in other) for other in others)
        ways += [(titles, SYNONYM * IN_TITLE), (tuple(_held(other) for other in others), SYNONYM)]
    ways.sort(key=lambda way: -way[1])
    return _Subject(tuple(places), tuple((terms, value * rarity) for terms, value in ways), rarity)


def _each(plain: str, words: Sequence[Word], marked: str = "") -> tuple[Term, ...]:
    """A term per word: with prefix `marked` and its marks where both are given, else with prefix `plain`."""
    return tuple((marked + word.exact if marked and word.exact else plain + word.folded, False) for word in words)


def _held(words: Sequence[str]) -> tuple[Term, ...]:
    """Terms of a word, or of the pairs of adjacent words, anywhere in a document."""
    if len(words) == 1:
        return ((words[0], False),)
    return tuple((f"b:{first} {second}", False) for first, second in itertools.pairwise(words))


def place_of(phrase: list[str], words: list[str]) -> int | None:
    """Index at which `phrase` begins in `words`; None where it is not there."""
    if not phrase or phrase[0] not in words:
        return None
    last = len(words) - len(phrase)
    return next((at for at in range(last + 1) if words[at : at + len(phrase)] == phrase), None)


def stem_of(word: str) -> str:
    """An English word without its ending: “posters” → “poster”."""
    return _ENDING.sub("", word)
