"""Marks the words of a query in a text with <mark>, regardless of accents: “lua dao” marks “lừa đảo”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from base.text import fold, nfc

_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f\u17b4-\u17d3][^\W_]*)*")
_KHMER = re.compile("[\u1780-\u17d3\u200b]+")
SNIPPET = 220  # characters of text that a search result shows


def words_of(query: str) -> list[str]:
    """Folded words of `query` without Khmer, which has no spaces between words."""
    return re.findall(r"[^\W_]+", fold(_KHMER.sub(" ", query)))


def highlight(text: str, query: str) -> SafeString:
    """`text` escaped, with <mark> around words that begin with a word of `query` (see _is_meant())."""
    spans = list(_merged(text, sorted(_spans(text, query))))
    parts, at = [], 0
    for start, end in spans:
        parts += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return mark_safe("".join([*parts, escape(text[at:])]))  # noqa: S308  every piece is escaped above


def snippet(text: str, query: str) -> SafeString:
    """About SNIPPET characters of `text` around the first match, highlighted."""
    text = " ".join(text.split())
    first = min((start for start, _ in _spans(text, query)), default=0)
    begin = 0 if first < SNIPPET * 2 // 3 else text.rfind(" ", 0, first - SNIPPET // 3) + 1
    piece = text[begin:] if len(text) - begin <= SNIPPET else text[begin : begin + SNIPPET].rsplit(" ", 1)[0] + "…"
    return highlight(("…" if begin else "") + piece, query)


def _spans(text: str, query: str) -> Iterator[tuple[int, int]]:
    typed = [nfc(word).casefold() for word in _WORD.findall(_KHMER.sub(" ", nfc(query)))]
    marked = {word for word in typed if fold(word).strip() != word}
    found = list(_WORD.finditer(text))
    exact = [match.span() for match in found if _is_meant(match[0], typed, marked)]
    # Without an exact match, whole words match regardless of accents: “hoà” marks “hòa”.
    folded = {fold(word).strip() for word in marked}
    yield from exact or [match.span() for match in found if _forms(match[0])[1] in folded]
    for run in _KHMER.findall(nfc(query)):
        letters = [re.escape(letter) for letter in run.replace("\u200b", "")]
        if letters:
            yield from (match.span() for match in re.finditer("\u200b?".join(letters), text))


@lru_cache(maxsize=16_384)
def _forms(word: str) -> tuple[str, str]:
    """(lower case, folded) of a word of a text that is shown; the same words come in every result."""
    return nfc(word).casefold(), fold(word).strip()


def _is_meant(word: str, typed: list[str], marked: set[str]) -> bool:
    """Whether `word` begins with a typed word: with accents exactly, without accents folded.

    “bị” does not match “biết”; “lua” matches “lừa”; one or two letters without accents match only that whole word.
    """
    shown, bare = _forms(word)
    return any(
        shown.startswith(wanted)
        if wanted in marked
        else bare == wanted or (len(wanted) > 2 and bare.startswith(wanted))
        for wanted in typed
    )


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
