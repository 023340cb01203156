"""Who takes files in parts: a registry, filled by each app in AppConfig.ready().

A door says who may send, how much, and what becomes of a file the gate let in. The protocol, the
gate and the clean-up are the same for all of them (uploads/sessions.py, uploads/views.py, tasks.check_upload).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, Any

from django.db.models import QuerySet

from files.intake.accept import AcceptedFile
from files.models import StoredFile, UploadSession


class UploadRefused(Exception):
    """No to an upload before any byte was looked at. `status` is a 4xx, the text is for people."""

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        super().__init__(message)


@dataclass(frozen=True)
class Quota:
    """`limit` and `used` bytes; what is left is what people are shown. `daily`: tomorrow it is whole again."""

    limit: int
    used: int
    daily: bool = False

    @property
    def remaining(self) -> int:
        return max(self.limit - self.used, 0)


class Door:
    """Base of a door. Override what differs; register one instance."""

    name = ""
    #: Staff's doors answer under /admin/ only, where the second factor is asked for.
    staff = False

    def check(self, user: Any, target: str) -> None:
        """May `user` send to `target` now? Raises Http404 (not yours), PermissionDenied or UploadRefused."""
        raise NotImplementedError

    def limit(self, name: str, target: str) -> int:
        """Largest size in bytes of a file called `name`. Raises UploadRefused(415) for a type that never comes in."""
        raise NotImplementedError

    def quota(self, user: Any, target: str) -> Quota:
        """How many bytes `user` may still have on the way or kept."""
        raise NotImplementedError

    def queue(self, session: UploadSession) -> QuerySet[UploadSession]:
        """Uploads of whoever sends `session`: the more of them wait for the gate, the later it is looked at."""
        return type(session).objects.filter(owner=session.owner_id)

    def profile(self, session: UploadSession, file: IO[bytes]) -> str:
        """Key of limits.PROFILES for the whole file."""
        raise NotImplementedError

    def duplicate(self, session: UploadSession, accepted: AcceptedFile) -> dict[str, str | int]:
        """{"code", "number", "label"} of where the very bytes are already and the sender should decide, else {}.

        Called in the transaction in which keep() follows.
        """
        return {}

    def keep(self, session: UploadSession, accepted: AcceptedFile) -> StoredFile:
        """Store the cleaned file and attach it; called by the worker, may be called again after a crash."""
        raise NotImplementedError

    def refused(self, session: UploadSession) -> None:
        """The gate said no. `session.refused` says why already; a door may note it elsewhere."""

    def tag(self, session: UploadSession, data: Any) -> dict[str, str]:
        """Take what the sender says of the file, before or after the check; returns {field: error sentence}."""
        return {}

    def shown(self, session: UploadSession) -> dict[str, Any]:
        """What the page needs beside the state (JSON): e.g. {"picture": url, "facts": "A3 · 2 trang"}."""
        return {}


DOORS: dict[str, Door] = {}


def register(door: Door) -> None:
    """Make `door` known under its name; the last one wins, so that a reload does no harm."""
    DOORS[door.name] = door
