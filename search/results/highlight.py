"""Marks the words of a query in a text with <mark>, regardless of accents: “lua dao” marks “lừa đảo”."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from base.text import fold, nfc

_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f\u17b4-\u17d3][^\W_]*)*")
_KHMER = re.compile("[\u1780-\u17d3\u200b]+")
SNIPPET = 220  # characters of text that a search result shows


class Marker:
    """Marks the words of one query; `keeps`: whether the words of the texts may be kept for others (_words_of())."""

    def __init__(self, query: str, *, keeps: bool = True) -> None:
        self._words_of = _words_of if keeps else _words_of.__wrapped__
        typed = {nfc(word).casefold() for word in _WORD.findall(_KHMER.sub(" ", nfc(query)))}
        plain = {word for word in typed if fold(word).strip() == word}
        self._plain = [f"\n{word}" if len(word) > 2 else f"\n{word}\n" for word in plain]
        self._marked = [f"\n{word}" for word in typed - plain]
        self._folded = [f"\n{fold(word).strip()}\n" for word in typed - plain]
        runs = [run.replace("\u200b", "") for run in _KHMER.findall(nfc(query))]
        self._khmer = [run for run in runs if run]

    def highlight(self, text: str) -> SafeString:
        """`text` escaped, with <mark> around words that begin with a word of the query (see _spans())."""
        return _marked(text, self._spans(text))

    def snippet(self, text: str) -> SafeString:
        """About SNIPPET characters of `text` around the first match, highlighted."""
        text = " ".join(text.split())
        spans = self._spans(text)
        first = min((start for start, _ in spans), default=0)
        begin = 0 if first < SNIPPET * 2 // 3 else text.rfind(" ", 0, first - SNIPPET // 3) + 1
        piece = text[begin:] if len(text) - begin <= SNIPPET else text[begin : begin + SNIPPET].rsplit(" ", 1)[0] + "…"
        before = "…" if begin else ""
        moved = len(before) - begin
        inside = [(start, end) for start, end in spans if begin <= start and end + moved <= len(before + piece)]
        return _marked(before + piece, [(start + moved, end + moved) for start, end in inside])

    def _spans(self, text: str) -> list[tuple[int, int]]:
        """Where words begin with a typed one: with accents exactly, without accents folded.

        “bị” does not match “biết”; “lua” matches “lừa”; one or two letters without accents match only that whole word.
        """
        words = self._words_of(text)
        numbers = _numbers(words.folded, self._plain) | _numbers(words.shown, self._marked)
        if not numbers:  # whole words match regardless of accents then: “hoà” marks “hòa”
            numbers = _numbers(words.folded, self._folded)
        spans = [words.places[number] for number in numbers]
        return spans + [span for run in self._khmer for span in _places(run, text)]


def _places(run: str, text: str) -> Iterator[tuple[int, int]]:
    """Where `run` stands in Khmer `text`, which may have invisible spaces. No pattern: compiled ones are kept."""
    seen = [at for at, letter in enumerate(text) if letter != "\u200b"]
    bare = "".join(text[at] for at in seen)
    at = bare.find(run)
    while at >= 0:
        yield seen[at], seen[at + len(run) - 1] + 1
        at = bare.find(run, at + len(run))


class _Words(NamedTuple):
    """The words of a text: where they stand, and their forms (see _forms()), with a line break around each."""

    places: list[tuple[int, int]]
    shown: str
    folded: str


@lru_cache(maxsize=2048)
def _words_of(text: str) -> _Words:
    """The words of a text that is shown, looked through at once for each typed word."""
    found = list(_WORD.finditer(text))
    forms = [_forms(match[0]) for match in found]
    shown, folded = ("\n".join(["", *(form[which] for form in forms), ""]) for which in (0, 1))
    return _Words([match.span() for match in found], shown, folded)


def _numbers(forms: str, sought: Iterable[str]) -> set[int]:
    """The numbers of the words in `forms` that hold one of `sought`, a word after a line break or between two."""
    found = set()
    for one in sought:
        at = forms.find(one)
        while at >= 0:
            found.add(forms.count("\n", 0, at))
            at = forms.find(one, at + 1)
    return found


@lru_cache(maxsize=16_384)
def _forms(word: str) -> tuple[str, str]:
    """(lower case, folded) of a word of a text that is shown; the same words come in every result."""
    return nfc(word).casefold(), fold(word).strip()


def _marked(text: str, spans: Iterable[tuple[int, int]]) -> SafeString:
    parts, at = [], 0
    for start, end in _merged(text, sorted(spans)):
        parts += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return mark_safe("".join([*parts, escape(text[at:])]))  # noqa: S308  every piece is escaped above


def _merged(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Join overlapping spans and spans that only a space separates."""
    current: tuple[int, int] | None = None
    for start, end in spans:
        if current and (start <= current[1] or text[current[1] : start] == " "):
            current = (current[0], max(end, current[1]))
        else:
            if current:
                yield current
            current = (start, end)
    if current:
        yield current
