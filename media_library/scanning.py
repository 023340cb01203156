"""ClamAV over its socket. Only an exact OK below the size limit is “clean” (security.md, rule 13 and Z11)."""

import logging
import os
from dataclasses import dataclass
from typing import IO, Any, Literal
from urllib.parse import urlsplit

from clamav_client.clamd import ClamdError, ClamdNetworkSocket, ClamdUnixSocket
from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Tags, register

TIMEOUT = 30  # seconds for one answer; the stock limit of clamd for one file is 120
DEFAULT_MAX_BYTES = 500 * 1024 * 1024

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Verdict:
    """`state`: "clean", "infected" or "not_scanned"; `details`: signature or cause, for the log."""

    state: Literal["clean", "infected", "not_scanned"]
    details: str = ""


def scan(file: IO[bytes]) -> Verdict:
    """Ask clamd about `file` (seekable, read from its start). Never raises: no answer means "not_scanned".

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
    file.seek(0)
    try:
        status, details = _client(url).instream(file)["stream"]  # type: ignore[arg-type]
    except (ClamdError, OSError, ValueError, KeyError, UnicodeDecodeError) as error:
        log.warning("clamd gave no verdict: %s", error)
        return Verdict("not_scanned", str(error))
    finally:
        file.seek(0)
    if status == "FOUND":
        return _found(str(details))
    return Verdict("clean") if status == "OK" and details is None else Verdict("not_scanned", f"{status} {details}")


def _found(signature: str) -> Verdict:
    """Heuristics.Limits.Exceeded means that clamd stopped looking, not that it found something."""
    state: Literal["infected", "not_scanned"] = (
        "not_scanned" if signature.startswith("Heuristics.Limits.Exceeded") else "infected"
    )
    return Verdict(state, signature)


def _client(url: str) -> ClamdNetworkSocket:
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return ClamdUnixSocket(path=parts.path, timeout=TIMEOUT)
    if parts.scheme == "tcp" and parts.hostname and parts.port:
        return ClamdNetworkSocket(host=parts.hostname, port=parts.port, timeout=TIMEOUT)
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
