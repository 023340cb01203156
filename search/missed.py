"""Counts queries without a result in the library; never who asked, and none that was asked fewer than SHOWN_FROM times.

Only the library counts, because teachers search there. Queries of the site's search are neither stored nor counted.
Until a query was asked SHOWN_FROM times within KEPT_SECONDS, only a keyed digest of it is in the cache.
"""

from __future__ import annotations

import re

from django.core.cache import cache
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from search.models import MissedQuery
from search.tokens import words_of

SHOWN_FROM = 3  # times
KEPT_SECONDS = 30 * 24 * 3600
MOST_WORDS, LONGEST = 6, 60  # of a query that is counted; longer ones are sentences, not subjects


def count(query: str, language: str) -> None:
    """Count `query`. Nothing with figures or an address in it: it could be a number or an account of somebody."""
    words = words_of(query, query=True)
    text = " ".join(word.written.lower() for word in words)
    is_private = re.search(r"[@\d]", query)
    if not words or is_private or len(words) > MOST_WORDS or len(text) > LONGEST:
        return
    folded = " ".join(word.folded for word in words)
    rows = MissedQuery.objects.filter(language=language, folded=folded)
    if rows.update(times=F("times") + 1, last_on=timezone.localdate()):
        return
    key = f"missed:{salted_hmac('search.missed', f'{language}:{folded}', algorithm='sha256').hexdigest()}"
    times = (cache.get(key) or 0) + 1
    if times < SHOWN_FROM:
        cache.set(key, times, KEPT_SECONDS)
        return
    MissedQuery.objects.bulk_create(
        [MissedQuery(language=language, folded=folded, words=text, times=times)], ignore_conflicts=True
    )
    cache.delete(key)
