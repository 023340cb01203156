"""A question asked in a whole sentence: what it speaks of, and who speaks most of that.

A document need not hold every word. Every word that carries something, its synonyms and pairs of neighbours are
subjects; rare ones tell more than common ones, a headline more than a body (backend.py adds the points up).
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

NARROW = {"t:", "n:", "s:", "m:"}  # lexemes of a part of the document, or with marks
MOST_TERMS, MOST_SUBJECTS, MOST_WAYS = 5, 8, 32  # of a sentence: looked at, combined
COUNTED = 40  # documents with neighbours, after which more say nothing
LOOKED_AT = 150  # newest documents whose points are counted
#: Of a subject's weight: where it stands, and what a word of other marks (“sửa” for “sữa”), a
#: synonym, and one word of neighbours that mean something together is worth.
IN_TITLE, IN_LEAD, MISMARKED, SYNONYM, STEM, HALF = 2.0, 1.4, 0.3, 0.8, 0.9, 0.4
#: Words that carry no subject.
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
    """One thing a sentence speaks of: where it stands in it, ways to find it, how rare it is."""

    places: tuple[int, ...]
    ways: Subject
    weight: float

    @property
    def is_pair(self) -> bool:
        return len(self.places) > 1

    @property
    def terms(self) -> list[Term]:
        """What stands for it anywhere in a document."""
        found = (terms[-1] for ways, _points in self.ways for terms in ways)  # the widest stands last
        return list(dict.fromkeys(term for term in found if term[0][:2] not in NARROW))[:MOST_TERMS]

    def is_apart_from(self, other: _Subject) -> bool:
        return not set(self.places) & set(other.places)


def questions(words: Sequence[Word], language: str, must: tuple[str, ...]) -> list[Question]:
    """For a question asked in a whole sentence: who speaks of most of its subjects, and of the rare ones.

    Two subjects must be there, or two neighbours that mean something. A word typed with its marks counts full
    where they are the same, little where only its letters are.
    """
    subjects = _subjects(words, language)
    if not subjects:
        return []
    told = sorted(subjects, key=lambda subject: -subject.weight)[:MOST_SUBJECTS]
    two = [
        (one, other)
        for at, first in enumerate(told)
        for second in told[at + 1 :]
        if first.is_apart_from(second)
        for one in first.terms
        for other in second.terms
    ]
    alone = [(term,) for subject in told if subject.is_pair for term in subject.terms]
    one = [(term,) for subject in told[:3] if not subject.is_pair for term in subject.terms]
    points = tuple(subject.ways for subject in told)
    return [
        Question(name, tuple(dict.fromkeys(ways[:MOST_WAYS])), LOOKED_AT, must, points)
        for name, ways in (("some", alone + two), ("one", one))
        if ways
    ]


def _subjects(words: Sequence[Word], language: str) -> list[_Subject]:
    """What the words speak of: every word that carries something, neighbours, phrases that have synonyms."""
    told = [(at, word) for at, word in enumerate(words) if word.folded not in STOP and len(word.folded) > 1]
    pairs = {at: pair for at, pair in enumerate(pairs_of(words)) if not set(pair.split()) <= STOP}
    others = _others(words, language)
    have = {word: row.count for word, row in synonyms.known([word.folded for _at, word in told], language).items()}
    have |= _counted(pairs.values(), language)
    total = synonyms.documents(language)
    found: list[_Subject] = []
    spans = {(at, 2) for at, pair in pairs.items() if pair in have} | {span for span in others if span[1] > 1}
    for at, length in sorted(spans):
        rarity = _rarity(have.get(pairs.get(at, ""), 1) if length == 2 else 1, total)
        places = range(at, at + length)
        found.append(_subject_of(places, words[at : at + length], others.get((at, length), []), rarity))
    covered = {place for subject in found for place in subject.places}
    for at, word in told:
        stem = stem_of(word.folded) if language == "en" else ""
        count = have.get(word.folded, 0)
        if count or stem or (at, 1) in others:
            rarity = _rarity(count, total) * (HALF if at in covered else 1)
            found.append(_subject_of((at,), [word], others.get((at, 1), []), rarity, stem))
    return found


def _counted(pairs: Iterable[str], language: str) -> dict[str, int]:
    """How many documents hold each of the neighbours, up to COUNTED; the vocabulary has those of headlines alone."""
    questions = [Question(pair, (((f"b:{pair}", False),),), COUNTED, (f"l:{language}",)) for pair in set(pairs)]
    return dict(Counter(hit.tier for hit in PostgresStore().ask(questions)))


def _others(words: Sequence[Word], language: str) -> dict[tuple[int, int], list[list[str]]]:
    """(place, length) of each phrase of the query that has synonyms → the synonyms."""
    own = [word.folded for word in words]
    found: dict[tuple[int, int], list[list[str]]] = {}
    for group in synonyms.synonyms(language):
        for phrase in group:
            at = place_of(phrase, own)
            if at is not None:
                found.setdefault((at, len(phrase)), []).extend(one for one in group if one and one != phrase)
    return found


def _rarity(count: int, total: int) -> float:
    """How much a word tells that `count` of `total` documents hold."""
    return math.log(1 + total / max(1, count))


def _subject_of(
    places: Iterable[int], words: Sequence[Word], others: list[list[str]], rarity: float, stem: str = ""
) -> _Subject:
    """Ways to find one word or neighbouring `words`, a synonym instead, or the beginning `stem`."""
    held = _held([word.folded for word in words])
    is_marked = any(word.exact for word in words)
    folded = MISMARKED if is_marked else 1
    ways: list[tuple[Ways, float]] = [
        ((_each("t:", words),), IN_TITLE * folded),
        (((*_each("s:", words), *held),), IN_LEAD * folded),
        ((held,), folded),
    ]
    if is_marked:
        ways += [((_each("t:", words, "n:"),), IN_TITLE), (((*_each("", words, "m:"), *held),), 1)]
    if stem:
        ways.append((((("t:" + stem, True),), ((stem, True),)), STEM))
    if others:
        titles = tuple(tuple((f"t:{one}", False) for one in other) for other in others)
        ways += [(titles, SYNONYM * IN_TITLE), (tuple(_held(other) for other in others), SYNONYM)]
    ways.sort(key=lambda way: -way[1])
    return _Subject(tuple(places), tuple((terms, value * rarity) for terms, value in ways), rarity)


def _each(plain: str, words: Sequence[Word], marked: str = "") -> tuple[Term, ...]:
    """A lexeme of every word: with its marks under `marked` where it has any and they are asked for."""
    return tuple((marked + word.exact if marked and word.exact else plain + word.folded, False) for word in words)


def _held(words: Sequence[str]) -> tuple[Term, ...]:
    """Lexemes of one word, or of words that stand together, anywhere in a document."""
    if len(words) == 1:
        return ((words[0], False),)
    return tuple((f"b:{first} {second}", False) for first, second in itertools.pairwise(words))


def place_of(phrase: list[str], words: list[str]) -> int | None:
    """Where `phrase` begins in `words`, if it stands there."""
    if not phrase:
        return None
    last = len(words) - len(phrase)
    return next((at for at in range(last + 1) if words[at : at + len(phrase)] == phrase), None)


def stem_of(word: str) -> str:
    """An English word without its ending: “posters” also means “poster”."""
    return _ENDING.sub("", word)
