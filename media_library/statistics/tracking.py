"""Count downloads when they start, with organisation, level and ward; never a person (docs/domain.md C.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from media_library.models import AssetFile, DownloadEvent, KitArchive
from media_library.vocabulary import Place, Way

PLACE = "noi"  # parameter of the optional question where the file will be used
#: User agents that do not count: link previews of Zalo, Facebook and others, crawlers, monitors.
_PROGRAMS = re.compile(
    r"bot\b|bot/|crawl|spider|preview|facebookexternalhit|facebookcatalog|whatsapp|zalo.*(?:share|link)|slurp|monitor",
    re.IGNORECASE,
)
# One statement for any number of members; %s: organisation, level, ward, place, way, now, archive.
_ARCHIVE = """
INSERT INTO media_library_downloadevent
  (organisation_id, level, ward, place, way, created_at, asset_id, version_id, file_id, kit_version_id, language, role,
   starts_package)
SELECT %s, %s, %s, %s, %s, %s, v.asset_id, f.version_id, f.id, a.version_id, f.language, f.role,
       row_number() OVER (ORDER BY f.id) = 1
  FROM media_library_kitarchive a
  JOIN media_library_kitarchive_files m ON m.kitarchive_id = a.id
  JOIN media_library_assetfile f ON f.id = m.assetfile_id
  JOIN media_library_assetversion v ON v.id = f.version_id
 WHERE a.id = %s
"""


def starts_a_download(request: HttpRequest) -> bool:
    """Whether a person starts a download: no HEAD, prefetch, link preview, crawler or continued download."""
    purpose = (
        request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "") + request.headers.get("X-Moz", "")
    )
    agent = request.headers.get("User-Agent", "")
    resumed = re.match(r"bytes=[1-9]", request.headers.get("Range", ""))
    return request.method != "HEAD" and "prefetch" not in purpose and not resumed and not _PROGRAMS.search(agent)


def place_of(request: HttpRequest) -> str:
    """The place of use in the query, "" for none or an unknown value."""
    place = request.GET.get(PLACE, "")
    return place if place in Place.values else ""


def record(files: Iterable[AssetFile], *, whom: Any, place: str = "", way: str = Way.PAGE) -> None:
    """One row per file, in one statement. `whom` has `reader_organisation`, `reader_level` and `reader_ward`.

    Nothing personal is stored: no account, IP address or cookie.
    """
    DownloadEvent.objects.bulk_create(
        DownloadEvent(
            organisation_id=whom.reader_organisation,
            level=whom.reader_level or "",
            ward=whom.reader_ward or "",
            asset_id=file.version.asset_id,
            version_id=file.version_id,
            file=file,
            language=file.language,
            role=file.role,
            place=place,
            way=way,
        )
        for file in files
    )


def record_archive(archive: KitArchive, *, place: str = "") -> None:
    """One row for every member of a kit's ZIP, in one statement; `archive` has the reader's annotations."""
    whom = [archive.reader_organisation, archive.reader_level or "", archive.reader_ward or ""]
    with connection.cursor() as cursor:
        cursor.execute(_ARCHIVE, [*whom, place, Way.KIT, timezone.now(), archive.pk])
