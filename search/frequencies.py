"""Frequencies of lexemes, by which backend.py chooses between scanning the newest rows and the inverted index.

PostgreSQL chooses by estimates: it assumes 0.5 % of the rows for a lexeme that is not in its statistics, and does not
know the cost of vectors stored out of line. With 100,000 documents, a pair of words that three of them contain then
cost a scan of all rows: three seconds. Here common lexemes are taken from PostgreSQL's statistics (pg_stats); all
others use the inverted index.
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

SECONDS = 3_600  # lifetime of the figures; they change slowly, and old ones only cost time
#: Share of the rows from which the newest rows are scanned: the first few thousand contain a page of results.
WALKED = 0.02
#: The share that PostgreSQL assumes for a lexeme without statistics (DEFAULT_TS_MATCH_SEL).
UNKNOWN = 0.005
_FIGURES = """
    SELECT attname, most_common_elems::text::text[], most_common_elem_freqs
    FROM pg_stats WHERE schemaname = current_schema() AND tablename = %s AND attname = ANY(%s)
"""
Shares = dict[str, float]
_kept: dict[str, tuple[float, dict[str, Shares]]] = {}


def shares(column: str) -> Shares:
    """Lexeme → share of the rows (0–1) whose `column` contains it, for the most common ones; {} before any ANALYZE."""
    name = connection.settings_dict["NAME"]
    read_at, all_shares = _kept.get(name, (0.0, None))
    if all_shares is None or time.monotonic() - read_at > SECONDS:
        all_shares = _read()
        _kept[name] = time.monotonic(), all_shares
    return all_shares.get(column, {})


def _read() -> dict[str, Shares]:
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES, [SearchEntry._meta.db_table, ["vector", "heading"]])
        # zip() drops the two or three extra figures at the end: minimum, maximum, and that of NULL.
        return {
            column: dict(sorted(zip(words, figures, strict=False)))
            for column, words, figures in cursor.fetchall()
            if words
        }


def share_of(terms: Sequence[tuple[str, bool]], shares: Shares) -> float:
    """Estimated share of the rows that contain all of `terms`, assumed independent; a term is (lexeme, is_prefix)."""
    return reduce(mul, (_share(lexeme, is_start, shares) for lexeme, is_start in terms), 1.0)


def _share(lexeme: str, is_start: bool, shares: Shares) -> float:
    if not is_start:
        return shares.get(lexeme, UNKNOWN)
    words = list(shares)  # sorted, as _read() made them
    matching = takewhile(lambda word: word.startswith(lexeme), words[bisect_left(words, lexeme) :])
    return min(1.0, sum(shares[word] for word in matching) or UNKNOWN)
