"""Splits texts and queries into words, and words into the lexemes of the index.

A lexeme is one string. A prefix with a colon gives its meaning; words cannot contain a colon, because they consist of
letters and digits:

    lua         the folded word anywhere          m:lưa2      the word with its marks anywhere
    s:lua       in headline or summary            n:lưa2      … in the headline
    t:lua       in the headline                   b:lua dao   two adjacent words anywhere
    p:lu        first 1–3 letters of a word of the headline (suggestions)
    l:vi k:article f:cho:hoc-sinh                 language, kind, facet
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from base.text import KHMER_FIGURES, fold, nfc

LONGEST = 60  # characters of a word
MOST_BODY_WORDS = 12_000  # of one document
MOST_PAIRS = 3_000  # of each part of a document, from its beginning
START = 3  # letters of a headline's word that are indexed as prefixes, for suggestions

_TOKEN = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
_KHMER = re.compile("([\u1780-\u17d3\u17dd\u200b-\u200d]+)")
_TONES = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}


@dataclass(frozen=True)
class Word:
    """A word: folded, in its exact form (see exact_form()), and as written."""

    folded: str
    exact: str = ""  # empty for a word without marks, which matches every word with these letters
    written: str = ""


def exact_form(word: str) -> str:
    """The word with its tone as a digit at the end, so “hòa” and “hoà” → “hoa2”; empty without marks and đ."""
    parts = unicodedata.normalize("NFD", word.lower())
    if parts.isascii():
        return ""
    tone = next((_TONES[char] for char in parts if char in _TONES), "0")
    return unicodedata.normalize("NFC", "".join(char for char in parts if char not in _TONES)) + tone


def words_of(text: str, *, query: bool = False) -> list[Word]:
    """The words of `text` in order; Khmer, which has no spaces, as overlapping pairs of syllables."""
    words: list[Word] = []
    for number, piece in enumerate(_KHMER.split(nfc(text))):
        if number % 2 and any("\u1780" <= char <= "\u17b3" for char in piece):
            words += [Word(token) for token in fold(piece, query=query).split()]
        else:
            words += _latin(piece)
    return words


def _latin(piece: str) -> list[Word]:
    text = nfc(_unseen(piece)).lower().translate(KHMER_FIGURES)
    return [word for token in _TOKEN.findall(text) if (word := _word(token)).folded]


def _word(token: str) -> Word:
    return Word("".join(_TOKEN.findall(fold(token)))[:LONGEST], exact_form(token)[:LONGEST], token)


def _unseen(piece: str) -> str:
    return re.sub("[\u00ad\u061c\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f]", "", piece)


def pairs_of(words: Iterable[Word]) -> list[str]:
    """Pairs of adjacent folded words: most Vietnamese words have two syllables, “lừa đảo” is not “lúa … đào”."""
    return [f"{first.folded} {second.folded}" for first, second in itertools.pairwise(words)]


def lexemes_of(title: str, summary: str, body: str, *, language: str, kind: str, facets: Iterable[str]) -> list[str]:
    """All lexemes of a document, sorted, without duplicates."""
    head, lead = words_of(title), words_of(summary)
    rest = words_of(body)[:MOST_BODY_WORDS]
    lexemes = {f"l:{language}", f"k:{kind}", *(f"f:{facet}" for facet in facets)}
    for word in head:
        lexemes |= {f"t:{word.folded}", f"s:{word.folded}"}
        if word.exact:
            lexemes |= {f"n:{word.exact}"}
        if not word.folded.startswith("km"):
            lexemes |= {f"p:{word.folded[:length]}" for length in range(1, START + 1)}
    lexemes |= {f"s:{word.folded}" for word in lead}
    for word in (*head, *lead, *rest):
        lexemes.add(word.folded)
        if word.exact:
            lexemes.add(f"m:{word.exact}")
    for words in (head, lead, rest):
        lexemes |= {f"b:{pair}" for pair in pairs_of(words[:MOST_PAIRS])}
    return sorted(lexemes)
