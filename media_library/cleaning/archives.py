"""ZIP: read the directory first, never unpack to paths; every member passes the same gate as a single file."""

import io
import re
import struct
import tempfile
import unicodedata
import zipfile
import zlib
from importlib import import_module
from pathlib import Path
from typing import Any

from media_library.cleaning.rejection import Rejected
from media_library.cleaning.sniff import HEAD_BYTES, sniff
from media_library.limits import (
    ZIP_MAX_ENTRIES,
    ZIP_MAX_NAME_BYTES,
    ZIP_MAX_RATIO,
    ZIP_MAX_UNPACKED_BYTES,
    ZIP_RATIO_FREE_BYTES,
    Profile,
)
from media_library.names import is_device, turns_direction

BROKEN = "broken_zip"
_STAMP = (1980, 1, 1, 0, 0, 0)
_LITTER = re.compile(r"(?:^|/)(?:__MACOSX(?:/|$)|\.DS_Store$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_MODULES = {"picture": "images", "pdf": "pdf", "media": "clips", "sound": "sound", "text": "text"}
_KINDS = {"picture": "picture", "pdf": "pdf", "media": "clip", "sound": "audio", "text": "text"}
_ENCRYPTED, _UTF8 = 0x1, 0x800


def clean(source: Path, target: Path, profile: Profile, found: str, declared: str = "") -> dict[str, Any]:
    """See media_library.cleaning. Decides between an Office document and a plain ZIP by the parts inside."""
    try:
        with zipfile.ZipFile(source) as archive:
            entries = checked_entries(archive, source.stat().st_size)
            if any(entry.filename == "[Content_Types].xml" for entry in entries):
                office = import_module("media_library.cleaning.office")
                return dict(office.clean_document(archive, entries, source, target, profile))
            if "zip" not in profile.sizes:
                raise Rejected("not_here", found="zip")
            return _clean_members(archive, entries, source, target, profile)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        EOFError,
        OSError,
        ValueError,
        struct.error,
        zlib.error,
    ) as error:
        # Who sends a document has zipped nothing.
        raise Rejected("broken_office" if declared in {"docx", "pptx", "xlsx"} else BROKEN) from error
    except RuntimeError as error:  # zipfile's word for “password required”
        raise Rejected("encrypted") from error


def checked_entries(archive: zipfile.ZipFile, size: int) -> list[zipfile.ZipInfo]:
    """The directory, after counting, adding up and comparing it with the bytes. Raises Rejected.

    Overlapping entries (one packed megabyte counted a thousand times) and data hidden between
    entries show up because the packed parts must lie one behind the other.
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
    if mode & 0xF000 not in {0, 0x8000, 0x4000}:  # neither file nor folder: a link, a device
        raise Rejected("zip_path", name=shown(name))
    if entry.flag_bits & _ENCRYPTED:
        raise Rejected("encrypted")
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise Rejected(BROKEN)
    if entry.file_size > ZIP_RATIO_FREE_BYTES and entry.file_size > ZIP_MAX_RATIO * max(entry.compress_size, 1):
        raise Rejected("zip_bomb")


def shown(name: str) -> str:
    """A member's name for a sentence: one short line."""
    return "".join(c if c.isprintable() else "?" for c in name)[:80]


def read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """A member's bytes, checksum verified; never more than the directory promises."""
    with archive.open(entry) as stream:
        data = stream.read(entry.file_size + 1)
    if len(data) != entry.file_size:
        raise Rejected("zip_bomb")
    return data


def write(target: Path, members: list[tuple[str, bytes]]) -> None:
    """A ZIP without dates, owners, comments and extra fields. The same members always give the same bytes."""
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, _STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            archive.writestr(info, data)


def is_tidy(archive: zipfile.ZipFile, size: int) -> bool:
    """Nothing but entries: no comment, no extra field, nothing around them; heads agree with the directory."""
    end = 0
    for entry in sorted(archive.infolist(), key=lambda item: item.header_offset):
        if entry.comment or entry.extra or entry.header_offset != end or entry.flag_bits & 0x8:
            return False
        if archive.fp is None:
            return False
        archive.fp.seek(entry.header_offset + 6)
        flags, method, _time, _date, *sizes, name_length, extra_length = struct.unpack("<4H3I2H", archive.fp.read(24))
        told = (flags, method, *sizes)  # a program that reads from the front goes by these
        known = (entry.flag_bits, entry.compress_type, entry.CRC, entry.compress_size, entry.file_size)
        if extra_length or told != known:
            return False
        end = entry.header_offset + 30 + name_length + entry.compress_size
    directory = sum(
        46 + len(entry.orig_filename.encode("utf-8" if entry.flag_bits & _UTF8 else "cp437"))
        for entry in archive.infolist()
    )
    return not archive.comment and archive.start_dir == end and end + directory + 22 == size


def _clean_members(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], source: Path, target: Path, profile: Profile
) -> dict[str, Any]:
    members, changed = [], not is_tidy(archive, source.stat().st_size)
    for entry in entries:
        if _LITTER.search(entry.filename) or entry.is_dir():
            changed |= not entry.is_dir()
            continue
        data = read(archive, entry)
        cleaned = _clean_member(entry.filename, data, profile)
        name = unicodedata.normalize("NFC", entry.filename)
        changed |= cleaned != data or name != entry.filename
        members.append((name, cleaned))
    if not members:
        raise Rejected("empty")
    if changed:
        write(target, members)
    return {"media_type": "application/zip", "extension": "zip", "members": len(members)}


def _clean_member(name: str, data: bytes, profile: Profile) -> bytes:
    """The member's cleaned bytes. Its refusal names it."""
    try:
        if not data:
            raise Rejected("empty")
        tool, found = sniff(data[:HEAD_BYTES])
        if tool == "package":
            return _clean_office_member(name, data, profile)
        if found == "HEIF" or (tool == "picture" and found not in profile.pictures):
            raise Rejected("not_here", found="HEIC" if found == "HEIF" else found)
        if _KINDS[tool] not in profile.sizes or len(data) > profile.sizes[_KINDS[tool]]:
            raise Rejected("too_large", limit_bytes=profile.sizes.get(_KINDS[tool], 0))
        with tempfile.TemporaryDirectory() as folder:
            source, target = Path(folder) / "in", Path(folder) / "out"
            source.write_bytes(data)
            declared = name.rsplit("/", 1)[-1].rpartition(".")[2].lower() if "." in name.rsplit("/", 1)[-1] else ""
            import_module(f"media_library.cleaning.{_MODULES[tool]}").clean(source, target, profile, found, declared)
            return target.read_bytes() if target.exists() else data
    except Rejected as rejected:
        if rejected.code in {"nested_archive", "zip_member"}:
            raise
        raise Rejected("zip_member", name=shown(name), reason=rejected.code, **rejected.params) from rejected


def _clean_office_member(name: str, data: bytes, profile: Profile) -> bytes:
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(io.BytesIO(data)) as inner:
        entries = checked_entries(inner, len(data))
        if not any(entry.filename == "[Content_Types].xml" for entry in entries):
            raise Rejected("nested_archive", name=shown(name))
        source, target = Path(folder) / "in", Path(folder) / "out"
        source.write_bytes(data)
        import_module("media_library.cleaning.office").clean_document(inner, entries, source, target, profile)
        return target.read_bytes() if target.exists() else data
