"""Which lexemes are so common that the newest rows hold enough of them.

PostgreSQL chooses between walking the newest rows and an inverted index by guesses: a lexeme that it keeps no figure of
“stands in 0.5 % of the rows”, and what a vector costs that lies outside its row it does not know at all. With 100,000
documents a pair of words that three of them hold so cost a walk through every row, three seconds. What is common we
read from PostgreSQL's own figures; everything else is asked of the inverted index (backend.py).
"""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Sequence
from functools import reduce
from itertools import takewhile
from operator import mul

from django.db import connection

from search.models import SearchEntry

SECONDS = 3_600  # figures move slowly, and a stale one costs time, never a hit
#: Share of the rows from which the newest of them are walked: a page of results lies within the first few thousand.
WALKED = 0.02
#: The share that PostgreSQL assumes for a lexeme without a figure (DEFAULT_TS_MATCH_SEL).
UNKNOWN = 0.005
_FIGURES = """
    SELECT attname, most_common_elems::text::text[], most_common_elem_freqs
    FROM pg_stats WHERE schemaname = current_schema() AND tablename = %s AND attname = ANY(%s)
"""
Shares = dict[str, float]
_kept: dict[str, tuple[float, dict[str, Shares]]] = {}


def shares(column: str) -> Shares:
    """Lexeme → share of the rows (0–1) whose `column` holds it, of the most common ones; empty before any ANALYZE."""
    name = connection.settings_dict["NAME"]
    read_at, known = _kept.get(name, (0.0, None))
    if known is None or time.monotonic() - read_at > SECONDS:
        known = _read()
        _kept[name] = time.monotonic(), known
    return known.get(column, {})


def _read() -> dict[str, Shares]:
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES, [SearchEntry._meta.db_table, ["vector", "heading"]])
        # Two or three figures more than there are lexemes: the least, the greatest, and that of NULL.
        return {
            column: dict(sorted(zip(words, figures, strict=False)))
            for column, words, figures in cursor.fetchall()
            if words
        }


def share_of(terms: Sequence[tuple[str, bool]], known: Shares) -> float:
    """The share of the rows that hold all of `terms`, were they spread evenly; (lexeme, is it only a beginning)."""
    return reduce(mul, (_share(lexeme, is_start, known) for lexeme, is_start in terms), 1.0)


def _share(lexeme: str, is_start: bool, known: Shares) -> float:
    if not is_start:
        return known.get(lexeme, UNKNOWN)
    words = list(known)  # sorted, as _read() made them
    begun = takewhile(lambda word: word.startswith(lexeme), words[bisect_left(words, lexeme) :])
    return min(1.0, sum(known[word] for word in begun) or UNKNOWN)
