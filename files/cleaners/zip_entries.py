"""Check the directory of a ZIP or Office document, read its members, write a new one."""

import io
import struct
import unicodedata
import zipfile
from pathlib import Path

from .errors import Rejected
from .filenames import is_device, turns_direction
from .limits import (
    ZIP_MAX_ENTRIES,
    ZIP_MAX_NAME_BYTES,
    ZIP_MAX_RATIO,
    ZIP_MAX_UNPACKED_BYTES,
    ZIP_RATIO_FREE_BYTES,
)

BROKEN = "broken_zip"
_STAMP = (1980, 1, 1, 0, 0, 0)
_ENCRYPTED, _UTF8 = 0x1, 0x800


def checked_entries(archive: zipfile.ZipFile, size: int) -> list[zipfile.ZipInfo]:
    """The entries of `archive` (`size` bytes), checked against the limits of limits.py. Raises Rejected.

    Overlapping entries (one packed megabyte counted a thousand times) are refused by their offsets; data between
    entries is found by is_tidy().
    """
    entries = archive.infolist()
    if not entries:
        raise Rejected("empty")
    if len(entries) > ZIP_MAX_ENTRIES:
        raise Rejected("too_many_entries", limit=ZIP_MAX_ENTRIES)
    names = set()
    for entry in entries:
        _check_entry(entry)
        folded = unicodedata.normalize("NFC", entry.filename).casefold().rstrip("/")
        if folded in names:
            raise Rejected("zip_path", name=shown(entry.filename))
        names.add(folded)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > ZIP_MAX_UNPACKED_BYTES or (unpacked > ZIP_RATIO_FREE_BYTES and unpacked > ZIP_MAX_RATIO * size):
        raise Rejected("zip_bomb")
    end = 0
    for entry in sorted(entries, key=lambda item: item.header_offset):
        if entry.header_offset < end:
            raise Rejected("zip_bomb")
        end = entry.header_offset + 30 + entry.compress_size
    if end > size:
        raise Rejected(BROKEN)
    return entries


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    parts = name.rstrip("/").split("/")
    unsafe = name.startswith("/") or "\\" in entry.orig_filename or ":" in name or "\x00" in entry.orig_filename
    if (
        unsafe
        or any(part in {"", ".", ".."} or is_device(part) or turns_direction(part) for part in parts)
        or len(name.encode()) > ZIP_MAX_NAME_BYTES
        or any(ord(c) < 32 for c in name)
    ):
        raise Rejected("zip_path", name=shown(name))
    mode = entry.external_attr >> 16
    if mode & 0xF000 not in {0, 0x8000, 0x4000}:  # neither file nor folder, e.g. a link or device
        raise Rejected("zip_path", name=shown(name))
    if entry.flag_bits & _ENCRYPTED:
        raise Rejected("encrypted")
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise Rejected(BROKEN)
    if entry.file_size > ZIP_RATIO_FREE_BYTES and entry.file_size > ZIP_MAX_RATIO * max(entry.compress_size, 1):
        raise Rejected("zip_bomb")


def shown(name: str) -> str:
    """A member's name for a message: one line, at most 80 characters."""
    return "".join(c if c.isprintable() else "?" for c in name)[:80]


def read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """A member's bytes, checksum verified. Raises Rejected("zip_bomb") when their number is not the directory's."""
    with archive.open(entry) as stream:
        data = stream.read(entry.file_size + 1)
    if len(data) != entry.file_size:
        raise Rejected("zip_bomb")
    return data


def write(target: Path | io.BytesIO, members: list[tuple[str, bytes]]) -> None:
    """Write a ZIP without dates, owners, comments and extra fields. The same members always give the same bytes."""
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, _STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            archive.writestr(info, data)


def is_tidy(archive: zipfile.ZipFile, size: int) -> bool:
    """Whether there are only entries: no comment, no extra field, no other bytes; local headers equal the directory."""
    end = 0
    for entry in sorted(archive.infolist(), key=lambda item: item.header_offset):
        if entry.comment or entry.extra or entry.header_offset != end or entry.flag_bits & 0x8:
            return False
        if archive.fp is None:
            return False
        archive.fp.seek(entry.header_offset + 6)
        flags, method, _time, _date, *sizes, name_length, extra_length = struct.unpack("<4H3I2H", archive.fp.read(24))
        local_header = (flags, method, *sizes)  # local header, used by programs that read a stream
        directory_entry = (entry.flag_bits, entry.compress_type, entry.CRC, entry.compress_size, entry.file_size)
        if extra_length or local_header != directory_entry:
            return False
        end = entry.header_offset + 30 + name_length + entry.compress_size
    directory = sum(
        46 + len(entry.orig_filename.encode("utf-8" if entry.flag_bits & _UTF8 else "cp437"))
        for entry in archive.infolist()
    )
    return not archive.comment and archive.start_dir == end and end + directory + 22 == size
