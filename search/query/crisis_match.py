"""Finds the concepts of a vocabulary in a query, and rules of concepts that stand near each other.

A rule is a row of parts, each a concept in capitals or a word, `a|b` is either: “THREAT IMAGE”. Parts stand in any
order; after `>` stands what comes later. Each word of a query is looked up once; the number of phrases does not matter.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from base.text import fold
from search.tokens import exact_form

SHORTEST_MISMARKED = 9  # letters from which a phrase matches with wrong marks; “tổng tiền” is no “tống tiền”
SHORTEST_JOINED = 6  # letters from which a phrase matches without marks and spaces: “tongtien”, but not “tutu”
_STARTS = {"tr": "ch", "s": "x", "gi": "d", "r": "d", "v": "d", "l": "n"}
_ENDS = {"ng": "n", "c": "t"}
STEM = 3  # first letters by which words with any ending (“threat~”) are looked up


class Word(NamedTuple):
    """One word, with the forms by which it is compared."""

    text: str
    exact: str  # with the tone at the end, so that “hoà” is “hòa”; empty without marks
    folded: str  # without marks
    heard: str  # with marks and with the consonants that dialects exchange made equal: “chầm” is “trầm”


Phrase = tuple[Word, ...]  # words that stand together
Span = tuple[int, int]  # a phrase's first word, and the word after its last
Found = Mapping[str, Sequence[Span]]  # concept or word → where it stands


class Part(NamedTuple):
    """A part of a rule: any of `keys`, later than the parts before it where `after`."""

    keys: tuple[str, ...]
    after: bool


def word(text: str) -> Word:
    """`text` with its other forms. Not cached: what is typed is kept nowhere (docs/security.md, rule 49)."""
    exact = exact_form(text)
    return Word(text, exact, fold(text).strip(), _heard(exact))


def _heard(exact: str) -> str:
    match = re.match(r"(tr|gi(?=[^\d])|[srvln])?(.*?)(ng|nh|c|t)?(\d)?$", exact)
    start, body, end, tone = (part or "" for part in match.groups()) if match else ("", exact, "", "")
    return _STARTS.get(start, start) + body + _ENDS.get(end, end) + tone.replace("4", "3")


@cache
def parts_of(rule: str) -> tuple[Part, ...]:
    pairs = re.findall(r"([ >]?)([^ >]+)", rule)
    return tuple(Part(tuple(keys.split("|")), sign == ">") for sign, keys in pairs)


class Vocabulary:
    """Phrases by their first two words; `add()` them, then look up `found()` in the words of a query."""

    def __init__(self) -> None:
        # form of the first word → form of the second, "" for single words → phrase → what it means
        self._phrases: defaultdict[str, defaultdict[str, defaultdict[Phrase, list[str]]]] = defaultdict(
            lambda: defaultdict(lambda: defaultdict(list))
        )
        self._joined: defaultdict[str, set[str]] = defaultdict(set)
        self._stems: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)

    def add(self, entry: str, key: str) -> None:
        """Let `entry`, a word, phrase (“tự_tử”), beginning (“threat~”) or word with its marks (“sợ!”), mean `key`."""
        if entry.endswith("~"):
            self._stems[entry[:STEM]].append((entry[:-1], key))
            return
        phrase = tuple(word(part) for part in entry.removesuffix("!").split("_"))
        first = phrase[0].folded
        if entry.endswith("!"):
            phrase = tuple(part._replace(folded=part.text) for part in phrase)
        for second in _forms(phrase[1]) if len(phrase) > 1 else ("",):
            self._phrases[first][second][phrase].append(key)
            if len(phrase) > 1 and phrase[0].heard:
                self._phrases["~" + phrase[0].heard][second][phrase].append(key)
        if len(phrase) > 1:
            whole, bare = ("".join(getattr(part, form) for part in phrase) for form in ("text", "folded"))
            for joined in {whole, bare} if len(bare) >= SHORTEST_JOINED else {whole}:
                self._joined[joined].add(key)

    def found(self, words: Sequence[Word]) -> Found:
        """Where each concept stands in `words`."""
        spans: defaultdict[str, list[Span]] = defaultdict(list)
        for at, item in enumerate(words):
            seconds = {"", *_forms(words[at + 1])} if at + 1 < len(words) else {""}
            keys_by_phrase: dict[Phrase, list[str]] = {}
            for first in (item.folded, "~" + item.heard):
                for second in seconds & self._phrases.get(first, {}).keys():
                    keys_by_phrase |= self._phrases[first][second]
            for phrase, keys in keys_by_phrase.items():
                if _same_phrase(words[at : at + len(phrase)], phrase):
                    for key in keys:
                        spans[key].append((at, at + len(phrase)))
            keys = [key for stem, key in self._stems.get(item.text[:STEM], ()) if item.text.startswith(stem)]
            for key in (*keys, *self._joined.get(item.text, ())):
                spans[key].append((at, at + 1))
        return spans


def matches(found: Found, written: tuple[str, ...], near: int) -> Iterator[Span]:
    """The stretches of words that hold all parts of one of the rules `written`, each part at most `near` words away."""
    rules = _by_first_part(written)
    for key in rules.keys() & found.keys():
        for parts in rules[key]:
            if _has_a_key_of_each(found, parts):
                yield from _matches(found, parts, near, ())


def any_matches(found: Found, written: tuple[str, ...], near: int) -> bool:
    """Whether one of the rules `written` matches."""
    return next(matches(found, written, near), None) is not None


@cache
def _by_first_part(patterns: tuple[str, ...]) -> Mapping[str, Sequence[tuple[Part, ...]]]:
    """The rules by the concepts and words of their first part, since a query holds few of them."""
    rules_by_key: defaultdict[str, list[tuple[Part, ...]]] = defaultdict(list)
    for rule in patterns:
        parts = parts_of(rule)
        for key in parts[0].keys:
            rules_by_key[key].append(parts)
    return rules_by_key


def _has_a_key_of_each(found: Found, parts: Sequence[Part]) -> bool:
    return all(not found.keys().isdisjoint(part.keys) for part in parts)


def _matches(found: Found, parts: Sequence[Part], near: int, taken: tuple[Span, ...]) -> Iterator[Span]:
    if not parts:
        yield min(start for start, _ in taken), max(end for _, end in taken)
        return
    for key in parts[0].keys:
        for span in found.get(key, ()):
            if _fits(span, taken, near, after=parts[0].after):
                yield from _matches(found, parts[1:], near, (*taken, span))


def _fits(span: Span, taken: Sequence[Span], near: int, *, after: bool) -> bool:
    """Whether `span` overlaps none of `taken`, is near one of them, and stands after the last where `after`."""
    if not taken:
        return True
    if after and span[0] < taken[-1][1]:
        return False
    gaps = [max(span[0] - end, start - span[1]) for start, end in taken]
    return min(gaps) <= near and all(gap >= 0 for gap in gaps)


def _forms(item: Word) -> set[str]:
    """Forms of a word, one of which it shares with each word that _same_phrase() may take for it."""
    return {form for form in (item.text, item.exact, item.folded, "~" + item.heard) if form}


def _same_phrase(window: Sequence[Word], phrase: Phrase) -> bool:
    if len(window) < len(phrase):
        return False
    if all(_same(typed, wanted) for typed, wanted in zip(window, phrase, strict=True)):
        return True
    if len(phrase) > 1 and all(typed.heard == wanted.heard != "" for typed, wanted in zip(window, phrase, strict=True)):
        return True
    if len(phrase) == 1 or any(typed.folded != wanted.folded for typed, wanted in zip(window, phrase, strict=True)):
        return False
    return sum(len(wanted.folded) for wanted in phrase) >= SHORTEST_MISMARKED


def _same(typed: Word, wanted: Word) -> bool:
    """Whether `typed` is `wanted` with the same marks (any tone placement: hoà, hòa) or without any."""
    return typed.text in (wanted.text, wanted.folded) or typed.exact == wanted.exact != ""
