"""accept_upload(): the gate that every uploaded file passes, on every path (docs/security.md, rules 2–12)."""

import errno
import hashlib
import logging
import os
import stat
import tempfile
import uuid
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field, fields
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from django.conf import settings
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile

from base.errors import disk_is_full
from files.cleaners.errors import Rejected
from files.cleaners.filenames import declared_extension, display_name
from files.cleaners.limits import Profile
from files.cleaners.sniff import HEAD_BYTES, sniff
from files.intake import sandbox
from files.intake.deadline import RequestDeadline, deadline_of_request
from files.intake.full_disk import FULL, UnstoredFile, has_no_room
from files.intake.messages import UploadRejected
from files.intake.scanner import Verdict, scan
from files.intake.slots import server_refusal, take_slot
from files.limits import BUDGETS, PROFILES, background_budget

__all__ = ["AcceptedFile", "CleanFile", "UploadRejected", "accept_upload", "end_fingerprint", "open_result"]

CHUNK_BYTES = 1024 * 1024
#: Tool → kinds it can find; the profile must allow one of them before the tool is started.
KINDS_OF_TOOL = {
    "picture": ("picture",),
    "pdf": ("pdf",),
    "media": ("clip", "audio"),
    "sound": ("audio",),
    "text": ("text",),
    "package": ("office", "zip"),
}
_DECIMALS = ("trim_width_mm", "trim_height_mm", "bleed_mm", "frame_rate", "loudness_lufs")

log = logging.getLogger(__name__)


class CleanFile(File):
    """A Django file whose bytes came out of accept_upload(). SiteImage refuses any other kind."""

    def __init__(self, accepted: "AcceptedFile") -> None:
        super().__init__(accepted.file, name=f"{uuid.uuid4()}.{accepted.extension}")
        self.accepted = accepted
        self.content_type = accepted.media_type
        self.size = accepted.size


@dataclass
class AcceptedFile:
    """A cleaned file and the facts that its decoder reported. Close it, or use it as a context manager."""

    file: IO[bytes]  # the cleaned bytes, seekable, at 0; has no name on disk
    display_name: str
    media_type: str
    extension: str
    size: int  # bytes
    sha256: str  # of the cleaned bytes
    original_sha256: str  # of the bytes as they arrived
    scan: str  # "clean", "not_scanned" or "waiting" (the scanner gave no answer)
    scan_note: str = ""  # why there is no verdict
    width: int | None = None  # pixels, as displayed
    height: int | None = None
    pages: int | None = None
    duration_ms: int | None = None
    trim_width_mm: Decimal | None = None
    trim_height_mm: Decimal | None = None
    bleed_mm: Decimal | None = None
    colour_space: str = ""  # "RGB", "CMYK", "GRAY" or "" when unknown
    output_condition: str = ""  # printing condition that a PDF names (PDF/X)
    has_audio: bool | None = None
    dpi: int | None = None  # of the coarsest picture on a page
    fonts_embedded: bool | None = None
    video_codec: str = ""
    frame_rate: Decimal | None = None
    loudness_lufs: Decimal | None = None
    caption_tracks: int | None = None  # text tracks of the clip as it arrived
    details: dict[str, Any] = field(default_factory=dict)  # what else the sandbox reported

    def as_django_file(self) -> CleanFile:
        """The same bytes as a Django file named <uuid4>.<extension>. Shares `.file`: close one of the two."""
        self.file.seek(0)
        return CleanFile(self)

    def close(self) -> None:
        self.file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def accept_upload(
    profile: str, file: IO[bytes] | UploadedFile, *, name: str | None = None, patient: bool = False, takes: str = ""
) -> AcceptedFile:
    """Check `file` by its content, clean it, and return the cleaned bytes with their facts.

    `profile` is a key of limits.PROFILES; an unknown one raises KeyError, as it is a programming error.
    `name` is the sender's file name (default: `file.name`); only plain text is also judged by it.
    `takes`: what a refusal names as accepted, where the caller reads less than the profile allows: “XLSX, CSV”.
    `patient`: True in a worker, where large files get more time. Otherwise cleaning and scanning end within ten
    seconds, for all files of the request together, a file that the scanner had no time for is "waiting", and a request
    beyond those that may check files at once is refused (429, slots.py).
    Raises UploadRejected, and nothing else, for content that is not accepted; leaves no file behind. On a full disk
    UploadRejected (507) in a request, where somebody can send the file again, OSError in a worker, which tries again by
    itself.
    """
    if isinstance(file, UnstoredFile):
        raise server_refusal(FULL, profile)
    rules = PROFILES[profile]
    file_name = name if name is not None else getattr(file, "name", "") or ""
    try:
        with tempfile.TemporaryDirectory(prefix="intake-", dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
            deadline = None if patient else deadline_of_request()
            return _unless_full(folder, lambda: _accept(rules, profile, file, str(file_name), Path(folder), deadline))
    except OSError as error:
        if patient or not disk_is_full(error):
            raise
        log.error("an upload found the disk for temporary files full")
        raise server_refusal(FULL, profile) from None
    except Rejected as rejected:
        params = rejected.params | ({"accepted": takes} if takes else {})
        raise UploadRejected(rejected.code, profile=profile, params=params) from None
    except sandbox.ToolFailed as failure:
        log.warning("upload refused as undecodable: %s", failure)
        raise UploadRejected("undecodable", profile=profile) from None


def _unless_full(folder: str, check: Callable[[], AcceptedFile]) -> AcceptedFile:
    """The result of `check`. A refusal while the disk of `folder` is full is the disk's fault: raises OSError."""
    try:
        return check()
    except (Rejected, sandbox.ToolFailed) as error:
        if has_no_room(folder):
            raise OSError(errno.ENOSPC, "no room for cleaning") from error
        raise


def end_fingerprint(file: IO[bytes]) -> str:
    """SHA-256 (hexadecimal) of the file's first and last MiB, as the browser reports it; leaves the file at 0.

    A browser computes it quickly also for 2 GB, and it is enough to tell two recordings apart.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    digest = hashlib.sha256(file.read(CHUNK_BYTES))
    file.seek(max(size - CHUNK_BYTES, 0))
    digest.update(file.read(CHUNK_BYTES))
    file.seek(0)
    return digest.hexdigest()


def _accept(
    rules: Profile,
    profile: str,
    file: IO[bytes] | UploadedFile,
    given: str,
    folder: Path,
    deadline: RequestDeadline | None,
) -> AcceptedFile:
    source, target = folder / "in", folder / "out"
    original_sha256 = _copy(file, source, max(rules.sizes.values()))
    tool, kind = _choose(source, rules)
    if deadline:
        take_slot()
    options = {"profile": profile, "found": kind, "declared": declared_extension(given)}
    size = source.stat().st_size
    budget = deadline.shorten(BUDGETS[tool]) if deadline else background_budget(tool, size)
    try:
        facts = sandbox.run(tool, source, target, options, budget=budget)
    except Rejected as rejected:
        if deadline and deadline.was_short and rejected.code == "too_slow":
            raise Rejected("no_time_left") from rejected
        raise
    scanned = _scanned(source, deadline)
    changed = target.exists()
    clean = open_result(target if changed else source)
    try:
        sha256 = _digest(clean) if changed else original_sha256
        if changed and scanned.state == "clean":
            scanned = _verdict(clean, deadline)
        scan_facts = {"scan": scanned.state, "scan_note": "" if scanned.state == "clean" else scanned.details}
        return _accepted(clean, facts, given, sha256=sha256, original_sha256=original_sha256, **scan_facts)
    except BaseException:
        clean.close()
        raise


def _copy(file: IO[bytes] | UploadedFile, source: Path, limit: int) -> str:
    """Copy at most `limit` bytes to `source`; return their SHA-256."""
    digest, length = hashlib.sha256(), 0
    try:
        file.seek(0)
        with source.open("xb") as copy:
            while chunk := file.read(CHUNK_BYTES):
                length += len(chunk)
                if length > limit:
                    raise Rejected("too_large", limit_bytes=limit)
                digest.update(chunk)
                copy.write(chunk)
    except ValueError as error:  # a closed file: the request was cut off
        raise Rejected("interrupted") from error
    if not length:
        raise Rejected("empty")
    return digest.hexdigest()


def _choose(source: Path, rules: Profile) -> tuple[str, str]:
    """(tool, format) by the content. Raises Rejected when the profile does not allow the type or the size."""
    with source.open("rb") as stream:
        tool, file_format = sniff(stream.read(HEAD_BYTES))
    kinds = [kind for kind in KINDS_OF_TOOL[tool] if kind in rules.sizes]
    if not kinds:
        raise Rejected("unknown_type") if tool == "text" else Rejected("not_here", found=KINDS_OF_TOOL[tool][0])
    if tool == "picture" and file_format not in rules.pictures:
        raise Rejected("not_here", found=file_format)
    limit = max(rules.sizes[kind] for kind in kinds)
    if source.stat().st_size > limit:
        raise Rejected("too_large", limit_bytes=limit)
    return tool, file_format


def open_result(path: Path) -> IO[bytes]:
    """Open what the child has left. Raises ToolFailed for all but a regular file: a link to another, a pipe."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        if error.errno != errno.ELOOP:
            raise
        raise sandbox.ToolFailed(f"{path.name} is a link") from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise sandbox.ToolFailed(f"{path.name} is not a regular file")
    return os.fdopen(descriptor, "rb")


def _digest(stream: IO[bytes]) -> str:
    stream.seek(0)
    return hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]  # IO has no readinto(), each file has


def _scanned(path: Path, deadline: RequestDeadline | None) -> Verdict:
    with open_result(path) as stream:
        return _verdict(stream, deadline)


def _verdict(stream: IO[bytes], deadline: RequestDeadline | None) -> Verdict:
    with deadline.scanner() if deadline else nullcontext() as until:
        verdict = scan(stream, until=until)
    if verdict.state == "infected":
        log.warning("upload refused as infected: %s", verdict.details)
        raise Rejected("infected")
    return verdict


def _accepted(clean: IO[bytes], facts: dict[str, Any], given: str, **known: Any) -> AcceptedFile:
    size = clean.seek(0, os.SEEK_END)
    clean.seek(0)
    names = {item.name for item in fields(AcceptedFile)} - {"file", "display_name", "size", "details", *known}
    values = {key: value for key, value in facts.items() if key in names and value is not None}
    values |= {key: Decimal(values[key]) for key in _DECIMALS if key in values}
    details = {key: value for key, value in facts.items() if key not in names}
    return AcceptedFile(
        file=clean, display_name=display_name(given, facts["extension"]), size=size, details=details, **values, **known
    )
