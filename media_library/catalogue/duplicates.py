"""Is it there already? The very same bytes are offered instead of stored; pictures that look alike are flagged.

Alike: the difference hashes (dhash, 128 bits) of the preview pictures differ in few bits.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from media_library.models import AssetFile

MAX_BITS = 10  # of 128; copies in another size or format differ in 0–6, other works in 30 and more
_SQL = """
SELECT mine.id, other.id
FROM files_storedfile mine
JOIN files_storedfile other ON other.id <> mine.id AND other.lookalike_hash <> ''
WHERE mine.id = ANY(%s) AND mine.lookalike_hash <> '' AND other.sha256 <> mine.sha256
  AND bit_count(('x' || mine.lookalike_hash)::bit(128) # ('x' || other.lookalike_hash)::bit(128)) <= %s
"""


def same_bytes(sha256: str, original_sha256: str) -> AssetFile | None:
    """A file of the library with these bytes, as they are stored or as they once arrived; None when it is new."""
    known = AssetFile.objects.select_related("version__asset", "stored").order_by("-pk")
    return known.filter(stored__sha256=sha256).first() or (
        known.filter(stored__original_sha256=original_sha256).first() if original_sha256 else None
    )


def one_by_one(*digests: str) -> None:
    """Whoever brings one of these bytes in waits until the others who do have decided: two who send the same file at
    once would both find it new. Call it in the transaction that stores it.

    `digests`: SHA-256, hexadecimal; empty ones are passed over.
    """
    numbers = sorted({int.from_bytes(bytes.fromhex(digest)[:8], "big", signed=True) for digest in digests if digest})
    with connection.cursor() as cursor:
        for number in numbers:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def place_of(file: AssetFile) -> dict[str, str | int]:
    """Where a file stands, for the sentence of messages.REASONS["duplicate"]."""
    return {"code": file.version.asset.code, "number": file.version.number, "label": file.label}


def alike(files: Iterable[AssetFile]) -> dict[int, list[AssetFile]]:
    """AssetFile key → files of other assets that look like it; two queries whatever the number."""
    mine = {file.stored_id: file for file in files}
    if not mine:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [list(mine), MAX_BITS])
        pairs = cursor.fetchall()
    others = AssetFile.objects.filter(stored__in=[other for _own, other in pairs]).select_related("version__asset")
    by_stored = {file.stored_id: file for file in others}
    found: dict[int, list[AssetFile]] = {}
    for own, other in pairs:
        there = by_stored.get(other)
        if there and there.version.asset_id != mine[own].version.asset_id:
            found.setdefault(mine[own].pk, []).append(there)
    return found
