"""Duplicate detection: files with the same bytes, and pictures that look alike.

Alike: the difference hashes (dhash, 128 bits) of the previews differ in at most MAX_BITS bits.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from media_library.models import AssetFile

MAX_BITS = 10  # of 128; copies in another size or format differ in 0–6, different pictures in 30 or more
_SQL = """
SELECT mine.id, other.id
FROM files_storedfile mine
JOIN files_storedfile other ON other.id <> mine.id AND other.lookalike_hash <> ''
WHERE mine.id = ANY(%s) AND mine.lookalike_hash <> '' AND other.sha256 <> mine.sha256
  AND bit_count(('x' || mine.lookalike_hash)::bit(128) # ('x' || other.lookalike_hash)::bit(128)) <= %s
"""


def file_with_bytes(sha256: str, original_sha256: str) -> AssetFile | None:
    """A file of the library with these bytes, as stored or as they arrived; None when there is none."""
    files = AssetFile.objects.select_related("version__asset", "stored").order_by("-pk")
    return files.filter(stored__sha256=sha256).first() or (
        files.filter(stored__original_sha256=original_sha256).first() if original_sha256 else None
    )


def lock_bytes(*digests: str) -> None:
    """Lock these bytes until the transaction ends, so that two uploads of one file do not both find it new.

    Call it in the transaction that stores the file. `digests`: SHA-256, hexadecimal; empty ones are skipped.
    """
    numbers = sorted({int.from_bytes(bytes.fromhex(digest)[:8], "big", signed=True) for digest in digests if digest})
    with connection.cursor() as cursor:
        for number in numbers:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def place_of(file: AssetFile) -> dict[str, str | int]:
    """Code, version and label of `file`, for the sentence of messages.REASONS["duplicate"]."""
    return {"code": file.version.asset.code, "number": file.version.number, "label": file.label}


def similar_pictures(files: Iterable[AssetFile]) -> dict[int, list[AssetFile]]:
    """AssetFile key → files of other assets that look alike; two queries for any number of files."""
    mine = {file.stored_id: file for file in files}
    if not mine:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [list(mine), MAX_BITS])
        pairs = cursor.fetchall()
    others = AssetFile.objects.filter(stored__in=[other for _own, other in pairs]).select_related("version__asset")
    by_stored = {file.stored_id: file for file in others}
    matches_by_file: dict[int, list[AssetFile]] = {}
    for own, other in pairs:
        there = by_stored.get(other)
        if there and there.version.asset_id != mine[own].version.asset_id:
            matches_by_file.setdefault(mine[own].pk, []).append(there)
    return matches_by_file
