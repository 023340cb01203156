"""Scan files with ClamAV. Only an exact OK below the size limit is “clean” (docs/security.md, rule 13 and Z11)."""

import logging
import os
from dataclasses import dataclass
from time import monotonic
from typing import IO, Any, Literal

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Tags, register

from files.intake.clamd import Clamd, ClamdError

TIMEOUT = 20  # seconds for one scan in a worker
BYTES_PER_SECOND = 5 * 1024 * 1024  # one more second for each of these many bytes
PING_SECONDS = 2
HANGING_SECONDS = 2  # seconds without an answer after which the scanner counts as hanging, not as slow for this file
PAUSE = 60  # seconds during which a hanging scanner is not asked again
DEFAULT_MAX_BYTES = 500 * 1024 * 1024

#: CLAMD_URL → until when (seconds of the monotonic clock) this process does not ask the scanner
_silent_until: dict[str, float] = {}

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Verdict:
    """The result of a scan: `state`, and its cause or the signature found.

    "not_scanned": there is no scanner, or the file exceeds its size limit; another scan would not help.
    "waiting": the scanner gave no verdict (stopped, hanging, malformed answer); scan again later.
    """

    state: Literal["clean", "infected", "not_scanned", "waiting"]
    details: str = ""


def scan(file: IO[bytes], *, until: float | None = None) -> Verdict:
    """Ask clamd about `file` (seekable, read from its start). Never raises: no answer means "waiting".

    `until`: when the scan must end, in seconds of the monotonic clock (default: TIMEOUT and the file's size decide).

    Settings: CLAMD_URL ("" = no scanner; unix:///path or tcp://host:port), CLAMD_MAX_BYTES (bytes;
    keep it at or below clamd's StreamMaxLength and MaxFileSize).
    """
    url = getattr(settings, "CLAMD_URL", "")
    if not url:
        return Verdict("not_scanned", "no scanner configured")
    limit = getattr(settings, "CLAMD_MAX_BYTES", DEFAULT_MAX_BYTES)
    size = file.seek(0, os.SEEK_END)
    if size > limit:
        return Verdict("not_scanned", f"{size} bytes, limit {limit}")
    if monotonic() < _silent_until.get(url, 0):
        return Verdict("waiting", "the scanner did not answer a moment ago")
    started = monotonic()
    until = until or started + TIMEOUT + size // BYTES_PER_SECOND
    file.seek(0)
    try:
        status, details = _client(url, until).instream(file)
    except (ClamdError, OSError, ValueError) as error:
        log.warning("clamd gave no verdict: %s", error)
        if monotonic() - started >= HANGING_SECONDS and monotonic() >= until - 0.1:
            _silent_until[url] = monotonic() + PAUSE
        return Verdict("not_scanned" if _hung_up(error, until) else "waiting", str(error))
    finally:
        file.seek(0)
    if status == "FOUND":
        return _found(details)
    if status == "OK" and not details:
        return Verdict("clean")
    words = f"{details} {status}"
    return Verdict("not_scanned" if _is_too_much(words) else "waiting", words)


def _is_too_much(answer: str) -> bool:
    return "size limit exceeded" in answer


def _hung_up(error: Exception, until: float) -> bool:
    """Whether clamd's own size limit ended the scan: it says so, or closes the connection and answers the next call."""
    cut = isinstance(error, BrokenPipeError | ConnectionResetError)
    return _is_too_much(str(error)) or (cut and scanner_answers(until))


def scanner_answers(until: float | None = None) -> bool:
    """Whether clamd says PONG within two seconds, or by `until` (monotonic); False where none is configured."""
    url = getattr(settings, "CLAMD_URL", "")
    if not url:
        return False
    try:
        soon = monotonic() + PING_SECONDS
        return _client(url, min(soon, until or soon)).answers()
    except (OSError, ValueError):
        return False


def _found(signature: str) -> Verdict:
    """The verdict for a signature. Heuristics.Limits.Exceeded means that clamd stopped scanning: "not_scanned"."""
    state: Literal["infected", "not_scanned"] = (
        "not_scanned" if signature.startswith("Heuristics.Limits.Exceeded") else "infected"
    )
    return Verdict(state, signature)


def _client(url: str, until: float = 0) -> Clamd:
    return Clamd(url, lambda: until - monotonic())


@register(Tags.security)
def check_scanner(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """System check: Info files.I001 when there is no scanner, Error files.E001 when CLAMD_URL is malformed."""
    url = getattr(settings, "CLAMD_URL", "")
    if not url:
        return [Info("CLAMD_URL is empty: uploads are cleaned but not scanned for viruses.", id="files.I001")]
    try:
        _client(url)
    except ValueError as error:
        return [Error(str(error), id="files.E001")]
    return []
