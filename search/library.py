"""The library's search: the site's search among assets alone; apps.py registers it with the library.

What found nothing is counted (missed.py), so that editors can add a synonym or a document.
"""

from __future__ import annotations

from uuid import UUID

from media_library.public.finding.words import FoundByWords
from search import missed
from search.models import SearchEntry
from search.query.crisis_terms import distress_kind
from search.query.ranking import Search

PARTIAL = {"some", "one"}  # tiers that match parts of a query
LEAST_POINTS = 0.5  # of the best partial match; what has fewer is not shown


def find_assets(words: str, language: str, is_known: bool) -> FoundByWords:
    """Assets that the site's search finds for `words`, best first; counts a miss unless the library has them.

    Queries of people in distress are neither corrected nor counted.
    """
    needs_help = bool(distress_kind(words))
    search = Search(words, language, ("k:asset",), corrects=not needs_help)
    hits = [hit for hit in search.ranked if hit.tier not in PARTIAL or hit.points >= LEAST_POINTS]
    if not search.ranked and not needs_help and not is_known:
        missed.count(words, language)
    names = dict(SearchEntry.objects.filter(pk__in=[hit.pk for hit in hits]).values_list("pk", "object_id"))
    return FoundByWords(
        uuids=[UUID(names[hit.pk]) for hit in hits if hit.pk in names],
        meant=search.repaired,
        is_near=bool(hits) and all(hit.tier in PARTIAL for hit in hits),
        needs_help=needs_help,
    )
