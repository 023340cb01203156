"""How often things were downloaded: files, ZIP files of kits and organisations, each counted apart, in one place."""

from __future__ import annotations

from django.db.models import Aggregate, Count, Q, QuerySet, Sum

from media_library.vocabulary import Way

#: Aggregates over DownloadDay: a ZIP with twelve files is one package, and its twelve files are no downloads of files.
FILES = "files"
IN_KITS = "in_kits"
PACKAGES = "kits"
ORGANISATIONS = "units"


def figures() -> dict[str, Aggregate]:
    """Aggregates for DownloadDay.objects.values(…).annotate(**figures())."""
    return {
        FILES: Sum("n", filter=~Q(way=Way.KIT), default=0),
        IN_KITS: Sum("n", filter=Q(way=Way.KIT), default=0),
        PACKAGES: Sum("packages", default=0),
        ORGANISATIONS: Count("organisation", distinct=True),
    }


def totals(days: QuerySet) -> dict[str, int]:
    """The figures of `days` together."""
    return dict(days.order_by().aggregate(**figures()))
