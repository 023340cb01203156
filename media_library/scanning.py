"""ClamAV over its socket. Only an exact OK below the size limit is “clean” (security.md, rule 13 and Z11)."""

import logging
import os
from dataclasses import dataclass
from time import monotonic
from typing import IO, Any, Literal
from urllib.parse import urlsplit

from clamav_client.clamd import BufferTooLongError, ClamdError, ClamdNetworkSocket, ClamdUnixSocket
from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Tags, register

TIMEOUT = 8  # seconds for an answer, …
BYTES_PER_SECOND = 10 * 1024 * 1024  # … and one more for each of these many bytes
PAUSE = 60  # seconds during which a scanner that did not answer in time is not waited for again
DEFAULT_MAX_BYTES = 500 * 1024 * 1024

#: address → until when (seconds of the monotonic clock) this process takes its silence for granted
_silent_until: dict[str, float] = {}

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Verdict:
    """`state` and its cause or signature.

    "not_scanned": there is no scanner, or the file is more than it looks at; asking again would not help.
    "waiting": the scanner is there but gave no verdict (stopped, hanging, talking nonsense); ask again later.
    """

    state: Literal["clean", "infected", "not_scanned", "waiting"]
    details: str = ""


def scan(file: IO[bytes]) -> Verdict:
    """Ask clamd about `file` (seekable, read from its start). Never raises: no answer means "waiting".

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
    file.seek(0)
    try:
        status, details = _client(url, size).instream(file)["stream"]  # type: ignore[arg-type]
    except (ClamdError, OSError, ValueError, KeyError, UnicodeDecodeError) as error:
        log.warning("clamd gave no verdict: %s", error)
        if isinstance(error.__cause__ or error, TimeoutError):
            _silent_until[url] = monotonic() + PAUSE
        return Verdict("not_scanned" if _hung_up(error) else "waiting", str(error))
    finally:
        file.seek(0)
    if status == "FOUND":
        return _found(str(details))
    if status == "OK" and details is None:
        return Verdict("clean")
    words = f"{status} {details}"
    return Verdict("not_scanned" if _is_too_much(words) else "waiting", words)


def _is_too_much(answer: str) -> bool:
    return "size limit exceeded" in answer


def _hung_up(error: Exception) -> bool:
    """clamd's own limit: it says “INSTREAM size limit exceeded”, or hangs up and answers the next call."""
    cut = isinstance(error, BufferTooLongError | BrokenPipeError | ConnectionResetError)
    return _is_too_much(str(error)) or (cut and scanner_answers())


def scanner_answers() -> bool:
    """Whether clamd says PONG right now; False where none is configured."""
    url = getattr(settings, "CLAMD_URL", "")
    if not url:
        return False
    try:
        return str(_client(url).ping()) == "PONG"
    except (ClamdError, OSError, ValueError, UnicodeDecodeError):
        return False


def _found(signature: str) -> Verdict:
    """Heuristics.Limits.Exceeded means that clamd stopped looking, not that it found something."""
    state: Literal["infected", "not_scanned"] = (
        "not_scanned" if signature.startswith("Heuristics.Limits.Exceeded") else "infected"
    )
    return Verdict(state, signature)


def _client(url: str, size: int = 0) -> ClamdNetworkSocket:
    parts, timeout = urlsplit(url), TIMEOUT + size // BYTES_PER_SECOND
    if parts.scheme == "unix":
        return ClamdUnixSocket(path=parts.path, timeout=timeout)
    if parts.scheme == "tcp" and parts.hostname and parts.port:
        return ClamdNetworkSocket(host=parts.hostname, port=parts.port, timeout=timeout)
    raise ValueError(f"CLAMD_URL {url!r} is neither unix:///path nor tcp://host:port")


@register(Tags.security)
def check_scanner(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Say plainly when nothing is scanned, and refuse an address nobody can reach."""
    url = getattr(settings, "CLAMD_URL", "")
    if not url:
        return [Info("CLAMD_URL is empty: uploads are cleaned but not scanned for viruses.", id="media_library.I001")]
    try:
        _client(url)
    except ValueError as error:
        return [Error(str(error), id="media_library.E001")]
    return []
