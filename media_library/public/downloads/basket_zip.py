"""A basket's ZIP as a stream: no temporary file, no archive in memory, its length is known beforehand."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator

from django.template.loader import render_to_string
from django.utils.translation import override
from zipstream import ZIP_STORED, ZipStream

from files.models import StoredFile
from files.storage.backends import storage_for
from files.storage.objects import CHUNK_BYTES
from media_library.kits.contents import member_name
from media_library.licences import terms
from media_library.models import AssetFile

AT_ONCE = 2  # streams of one process, so that slow connections leave threads for pages

_turn = threading.BoundedSemaphore(AT_ONCE)


class TooManyStreams(Exception):
    """All AT_ONCE streams of this process are in use."""


class BasketZip:
    """An iterator over the bytes of the ZIP; `size` in bytes. Frees its place once, when it ends or is closed."""

    def __init__(self, files: list[AssetFile]) -> None:
        """`files` as of AssetFile.objects.visible_to(); raises TooManyStreams."""
        self._zip = ZipStream(compress_type=ZIP_STORED, sized=True)
        self._zip.comment = None
        taken: set[str] = set()
        sums = []
        for file in files:
            name = member_name(file, taken)
            self._zip.add(_Checked(file.stored), name, size=file.stored.size)
            sums.append(f"{file.stored.sha256}  {name}\n")
        self._zip.add("".join(sums), "SHA256.txt")
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
        """Free the place."""
        if self._holds:
            self._holds = False
            _turn.release()


class _Checked:
    """The bytes of one object, fetched when it is its turn. Raises OSError after them if the digest differs."""

    def __init__(self, stored: StoredFile) -> None:
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
