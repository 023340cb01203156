"""A basket's ZIP as a stream: no temporary file, no archive in memory, its length is known beforehand."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils.translation import override
from zipstream import ZIP_STORED, ZipStream

from files.storage.backends import storage_for
from files.storage.objects import CHUNK_BYTES
from media_library.kits.contents import PackageEntry, gets_sheet, member_name, sheet_member
from media_library.kits.offline_page import FIRST, basket_page
from media_library.licences import terms
from media_library.models import Asset, AssetFile, Derivative

AT_ONCE = 2  # streams of one process, so that slow connections leave threads for pages

_turn = threading.BoundedSemaphore(AT_ONCE)


class TooManyStreams(Exception):
    """All AT_ONCE streams of this process are in use."""


class BasketZip:
    """An iterator over the bytes of the ZIP; `size` in bytes. Frees its place once, when it ends or is closed."""

    def __init__(self, files: list[AssetFile], assets: list[Asset], *, variant: str, address: str) -> None:
        """`files` as of AssetFile.objects.visible_to(), `assets` with their texts; raises TooManyStreams.

        `address`: where the basket is online. Print sheets come from storage; one that is not made yet is left out.
        """
        self._zip = ZipStream(compress_type=ZIP_STORED, sized=True)
        self._zip.comment = None
        pieces, members = _members(files, assets, variant)
        for name, stored in members:
            self._zip.add(_Checked(stored), name, size=stored.size)
        sums = [f"{stored.sha256}  {name}\n" for name, stored in members]
        with override("vi"):
            guide = basket_page(pieces, variant, address)
        self._zip.add(guide, FIRST)
        self._zip.add("".join([*sums, f"{hashlib.sha256(guide).hexdigest()}  {FIRST}\n"]), "SHA256.txt")
        self._zip.add(_licences(files), "GIAY-PHEP.txt")
        self.size = len(self._zip)
        if not _turn.acquire(blocking=False):
            raise TooManyStreams
        self._holds = True
        self._bytes: Iterator[bytes] = iter(self._zip)

    def __iter__(self) -> BasketZip:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._bytes)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        if self._holds:
            self._holds = False
            _turn.release()


class Member(NamedTuple):
    """An object of storage that goes into a ZIP."""

    zone: str
    key: str
    size: int  # bytes
    sha256: str


def _members(
    files: list[AssetFile], assets: list[Asset], variant: str
) -> tuple[list[PackageEntry], list[tuple[str, Member]]]:
    """(entry per asset for the guide, (name, object) of every file and of its print sheet)."""
    sheets = _sheets([file for file in files if gets_sheet(file, variant)])
    by_asset = {asset.pk: PackageEntry(asset) for asset in assets}
    members: list[tuple[str, Member]] = []
    used_names: set[str] = set()
    for file in files:
        stored, entry = file.stored, by_asset[file.version.asset_id]
        name = member_name(file, used_names)
        entry.files.append((name, file))
        members.append((name, Member(stored.zone, stored.key, stored.size, stored.sha256)))
        if sheet := sheets.get(file.stored_id):
            entry.sheets[file.pk] = sheet_member(name, file)
            members.append((entry.sheets[file.pk], sheet))
    return [entry for entry in by_asset.values() if entry.files], members


def _sheets(files: list[AssetFile]) -> dict[Any, Member]:
    """{key of the stored file: its print sheet} of those that are made; one query."""
    sheets = Derivative.objects.done().filter(
        stored__in=[file.stored_id for file in files], form=Derivative.Form.PRINT_SHEET
    )
    rows = sheets.select_related("stored")
    return {job.stored_id: Member(job.stored.zone, job.key, job.size, job.sha256) for job in rows}


class _Checked:
    """The bytes of one object, fetched when it is its turn. Raises OSError after them if the digest differs."""

    def __init__(self, stored: Member) -> None:
        self.stored = stored

    def __iter__(self) -> Iterator[bytes]:
        store, digest = storage_for(self.stored.zone), hashlib.sha256()
        body = store.client.get_object(Bucket=store.bucket_name, Key=self.stored.key)["Body"]
        for chunk in body.iter_chunks(CHUNK_BYTES):
            digest.update(chunk)
            yield chunk
        if digest.hexdigest() != self.stored.sha256:
            raise OSError(f"{self.stored.key}: not the bytes that were released")


def _licences(files: list[AssetFile]) -> str:
    assets = {file.version.asset_id: file.version.asset for file in files}
    with override("vi"):
        rows = [{"asset": asset, "terms": terms(asset.licence)} for asset in assets.values()]
        return render_to_string("media_library/offline/gio.txt", {"rows": rows})
