"""Marks the words of a query in a text with <mark>, regardless of accents: “lua dao” marks “lừa đảo”."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape

from django.utils.safestring import SafeString, mark_safe

from base.text import fold, nfc

_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f\u17b4-\u17d3][^\W_]*)*")
_KHMER = re.compile("[\u1780-\u17d3\u200b]+")
SNIPPET = 220  # characters of text that a search result shows
SHORT = 2  # letters up to which a word typed without accents matches whole words only


class Marker:
    """Marks the words of one query."""

    def __init__(self, query: str) -> None:
        typed = {nfc(word).casefold() for word in _WORD.findall(_KHMER.sub(" ", nfc(query)))}
        unaccented = {word for word in typed if _folded(word) == word}
        self._short = {word for word in unaccented if len(word) <= SHORT}
        self._unaccented = tuple(unaccented - self._short)
        self._accented = tuple(typed - unaccented)
        self._accented_folded = {_folded(word) for word in self._accented}
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
        words = [(match.span(), nfc(match[0]).casefold(), _folded(match[0])) for match in _WORD.finditer(text)]
        spans = [
            span
            for span, exact, folded in words
            if folded in self._short or folded.startswith(self._unaccented) or exact.startswith(self._accented)
        ]
        if not spans:  # whole words match regardless of accents then: “hoà” marks “hòa”
            spans = [span for span, _shown, folded in words if folded in self._accented_folded]
        return spans + [span for run in self._khmer for span in _places(run, text)]


def _folded(word: str) -> str:
    return fold(word).strip()


def _places(run: str, text: str) -> Iterator[tuple[int, int]]:
    """Where `run` stands in Khmer `text`, which may have invisible spaces.

    Not with a pattern made of `run`: `re` keeps the patterns that it has compiled, and with them what was typed.
    """
    visible = [at for at, letter in enumerate(text) if letter != "\u200b"]
    bare = "".join(text[at] for at in visible)
    at = bare.find(run)
    while at >= 0:
        yield visible[at], visible[at + len(run) - 1] + 1
        at = bare.find(run, at + len(run))


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
