"""Folding for search: “lua dao” finds “lừa đảo”, and Khmer, written without spaces, is found by its syllables."""

from __future__ import annotations

import itertools
import re
import unicodedata

_KHMER_CLUSTER = re.compile("[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b4-\u17d1\u17d3\u17dd\u200c\u200d])*")
_KHMER_RUN = re.compile("[\u1780-\u17d3\u17dd\u200b-\u200d]*[\u1780-\u17b3][\u1780-\u17d3\u17dd\u200b-\u200d]*")
_KHMER_PART = re.compile("\u17d2?.", re.DOTALL)
#: Signs that people often leave out, removed for search: ទូរសព្ទ for ទូរស័ព្ទ.
_KHMER_SIGNS = re.compile("[\u17c9-\u17d1\u17d3\u17dd]")
#: Spellings treated as equal in search: subscript ដ and ត, which look alike; ឲ and ឱ.
_KHMER_ALIKE = [("\u17d2\u178a", "\u17d2\u178f"), ("\u17b2", "\u17b1")]
KHMER_FIGURES = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")
_MARKS = re.compile("[\u0300-\u036f]")
#: Characters without a glyph: direction marks, joiners outside Khmer, soft hyphens.
_UNSEEN = re.compile("[\u00ad\u061c\u200e\u200f\u2060-\u2064\ufe00-\ufe0f]|(?<![\u1780-\u17ff])[\u200b-\u200d]")


def _khmer_order(cluster: str) -> str:
    """`cluster` in a canonical order, because it can be typed in several: letter, subscripts, vowels, signs."""
    parts = _KHMER_PART.findall(cluster)
    return "".join([parts[0], *sorted(parts[1:], key=lambda part: (len(part) == 1, part))])


def _khmer_tokens(run: str, query: bool) -> str:
    run = _KHMER_SIGNS.sub("", run.replace("\u200b", ""))
    for one, other in _KHMER_ALIKE:
        run = run.replace(one, other)
    clusters = [
        "".join(f"{ord(char) - 0x1780:02x}" for char in _khmer_order(cluster) if "\u1780" <= char <= "\u17ff")
        for cluster in _KHMER_CLUSTER.findall(run)
    ]
    pairs = [first + second for first, second in itertools.pairwise(clusters)]
    tokens = pairs if query and pairs else pairs + clusters
    return " " + " ".join("km" + token for token in tokens) + " "


def fold(text: str, *, query: bool = False) -> str:
    """Fold `text` for search: lower case, no Vietnamese marks, đ as d, Khmer as overlapping syllable pairs.

    Use query=False for indexed text and query=True for a reader's query: a query of several Khmer syllables then uses
    the pairs only. NUL, quotes and backslashes, which break PostgreSQL's query parser, become spaces.
    """
    text = _UNSEEN.sub("", re.sub(r"[\x00\\'\"“”‘’]", " ", text).lower())
    plain = unicodedata.normalize("NFD", text).replace("đ", "d").translate(KHMER_FIGURES)
    return _KHMER_RUN.sub(lambda match: _khmer_tokens(match[0], query), _MARKS.sub("", plain))
