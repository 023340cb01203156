"""Daily counts of downloads, made from the events; read by reports and dashboards, and rebuildable."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from media_library.models import DownloadDay

AGAIN_DAYS = 2  # days before the latest counted one that are counted again, because a transaction may commit late
_LOCK = 5_120_825  # advisory lock: two schedulers count one after the other
_COUNT = """
INSERT INTO media_library_downloadday
  (day, asset_id, version_id, organisation_id, kit_id, language, role, level, ward, place, way, n, packages)
SELECT (e.created_at AT TIME ZONE %s)::date, e.asset_id, e.version_id, e.organisation_id, k.kit_id,
       e.language, e.role, e.level, e.ward, e.place, e.way, count(*),
       count(*) FILTER (WHERE e.starts_package)
  FROM media_library_downloadevent e
  LEFT JOIN media_library_kitversion k ON k.id = e.kit_version_id
 WHERE e.created_at >= %s AND e.created_at < %s
 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
"""


def roll_up(today: date | None = None) -> int:
    """Count the days since the latest roll-up and AGAIN_DAYS before it; returns the number of rows written."""
    today = today or timezone.localdate()
    latest = DownloadDay.objects.aggregate(day=Max("day"))["day"]
    return _count(latest - timedelta(days=AGAIN_DAYS) if latest else date(2020, 1, 1), today)


def rebuild() -> int:
    """Make all counts from the events again; returns rows written. Readers see the old ones until the commit."""
    return _count(date(2020, 1, 1), timezone.localdate())


def _count(first: date, last: date) -> int:
    """Replace the counts of the days `first` to `last`, in TIME_ZONE."""
    start, end = _midnight(first), _midnight(last + timedelta(days=1))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        DownloadDay.objects.filter(day__gte=first, day__lte=last).delete()
        cursor.execute(_COUNT, [settings.TIME_ZONE, start, end])
        return int(cursor.rowcount)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))
