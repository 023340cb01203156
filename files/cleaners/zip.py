"""Clean ZIP files: check the directory first, never unpack to paths, check every member like a single file."""

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

from .errors import Rejected
from .limits import Profile
from .office.document import clean_document
from .sniff import HEAD_BYTES, sniff
from .zip_entries import BROKEN, checked_entries, is_tidy, read, shown, write

_LITTER = re.compile(r"(?:^|/)(?:__MACOSX(?:/|$)|\.DS_Store$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_MODULES = {"picture": "images", "pdf": "pdf.cleaner", "media": "video", "sound": "audio", "text": "text"}
_KINDS = {"picture": "picture", "pdf": "pdf", "media": "clip", "sound": "audio", "text": "text"}


def clean(source: Path, target: Path, profile: Profile, found: str, declared: str = "") -> dict[str, Any]:
    """See the package. Tells an Office document from a plain ZIP by the parts inside."""
    try:
        with zipfile.ZipFile(source) as archive:
            entries = checked_entries(archive, source.stat().st_size)
            if any(entry.filename == "[Content_Types].xml" for entry in entries):
                return clean_document(archive, entries, source, target, profile)
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
        # The sender of an Office document does not know that it is a ZIP: the message says “Office”.
        raise Rejected("broken_office" if declared in {"docx", "pptx", "xlsx"} else BROKEN) from error
    except RuntimeError as error:  # zipfile raises it when a password is required
        raise Rejected("encrypted") from error


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
    """The member's cleaned bytes. Raises Rejected("zip_member") with the member's name and the reason."""
    try:
        if not data:
            raise Rejected("empty")
        tool, file_format = sniff(data[:HEAD_BYTES])
        if tool == "package":
            return _clean_office_member(name, data, profile)
        if file_format == "HEIF" or (tool == "picture" and file_format not in profile.pictures):
            raise Rejected("not_here", found="HEIC" if file_format == "HEIF" else file_format)
        if _KINDS[tool] not in profile.sizes or len(data) > profile.sizes[_KINDS[tool]]:
            raise Rejected("too_large", limit_bytes=profile.sizes.get(_KINDS[tool], 0))
        with tempfile.TemporaryDirectory() as folder:
            source, target = Path(folder) / "in", Path(folder) / "out"
            source.write_bytes(data)
            declared = name.rsplit("/", 1)[-1].rpartition(".")[2].lower() if "." in name.rsplit("/", 1)[-1] else ""
            import_module(f".{_MODULES[tool]}", __package__).clean(source, target, profile, file_format, declared)
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
        clean_document(inner, entries, source, target, profile)
        return target.read_bytes() if target.exists() else data
