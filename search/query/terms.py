"""Terms of a query's words: what a document must contain for one tier of the search (tokens.py has the prefixes)."""

from __future__ import annotations

from collections.abc import Sequence

from search.backend import Term
from search.query.natural_language import stem_of
from search.tokens import Word, pairs_of


def terms_of(variant: Sequence[Word], prefix: str, *, is_start: bool = False) -> list[Term]:
    """The words folded, below `prefix`; with `is_start` the last one may be incomplete."""
    last = len(variant) - 1
    return [(prefix + word.folded, is_start and at == last) for at, word in enumerate(variant)]


def pair_terms(variant: Sequence[Word]) -> list[Term]:
    """The pairs of adjacent words; none for a single word."""
    return [(f"b:{pair}", False) for pair in pairs_of(variant)]


def stem_terms(words: Sequence[Word], prefix: str) -> list[Term]:
    """English words without their endings: “posters” also finds “poster”."""
    return [(prefix + stem_of(word.folded), True) for word in words]


def exact_terms(variant: Sequence[Word], marked: str, plain: str) -> list[Term]:
    """Words typed with marks exactly so, below `marked`; words without marks in every reading, below `plain`."""
    return [(marked + word.exact if word.exact else plain + word.folded, False) for word in variant]
