"""Upload targets: who may send large files, and what becomes of them. Each app registers its own in AppConfig.ready().

A target (class UploadTarget) says who may send, how much, and where a checked file is attached. The protocol, the gate
and the clean-up are the same for all of them (uploads/sessions.py, uploads/views.py, tasks.check_upload).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, Any

from django.db.models import QuerySet
from django.http import QueryDict

from files.intake.accept import AcceptedFile
from files.models import StoredFile, UploadSession
from users.models import User


class UploadNotAllowed(Exception):
    """An upload is refused before its content is checked. `status` is a 4xx, the text is for people."""

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        super().__init__(message)


@dataclass(frozen=True)
class Quota:
    """`limit` and `used` in bytes. `daily`: `used` counts today only."""

    limit: int
    used: int
    daily: bool = False

    @property
    def remaining(self) -> int:
        return max(self.limit - self.used, 0)


class UploadTarget:
    """Base class of an upload target. Override what differs; register one instance."""

    name = ""
    #: Targets of the staff answer under /admin/ only, where the second factor is required.
    staff = False

    def check(self, user: User, object_id: str) -> None:
        """May `user` send to `object_id` now? Raises Http404, PermissionDenied or UploadNotAllowed."""
        raise NotImplementedError

    def limit(self, name: str, object_id: str) -> int:
        """Largest size in bytes of a file called `name`. Raises UploadNotAllowed (415) for other types."""
        raise NotImplementedError

    def quota(self, user: User, object_id: str) -> Quota:
        """How many bytes `user` may have in undecided uploads and stored files."""
        raise NotImplementedError

    def queue(self, session: UploadSession) -> QuerySet[UploadSession]:
        """Uploads of the same sender as `session`: the more of them wait for the gate, the lower its priority."""
        return type(session).objects.filter(owner=session.owner_id)

    def profile(self, session: UploadSession, file: IO[bytes]) -> str:
        """Key of limits.PROFILES for the whole file."""
        raise NotImplementedError

    def duplicate(self, session: UploadSession, accepted: AcceptedFile) -> dict[str, str | int]:
        """{"code", "number", "label"} of where the same bytes are already and the sender should decide, else {}.

        Called in the transaction in which keep() follows.
        """
        return {}

    def keep(self, session: UploadSession, accepted: AcceptedFile) -> StoredFile:
        """Store the cleaned file and attach it; called by the worker, may be called again after a crash.

        Raises UploadRejected where what it was sent to takes no file any more; nothing is stored then.
        """
        raise NotImplementedError

    def refused(self, session: UploadSession) -> None:
        """Called after the gate refused the file (`session.refused`); a target may record it elsewhere."""

    def tag(self, session: UploadSession, data: QueryDict) -> dict[str, str]:
        """Save the sender's answers about the file, before or after the check; returns {field: error sentence}."""
        return {}

    def row_values(self, session: UploadSession) -> dict[str, Any]:
        """Values (JSON) that the page needs beside the state: e.g. {"picture": url, "facts": "A3 · 2 trang"}."""
        return {}


UPLOAD_TARGETS: dict[str, UploadTarget] = {}


def register(upload_target: UploadTarget) -> None:
    """Register `upload_target` under its name; a second one of that name replaces the first."""
    UPLOAD_TARGETS[upload_target.name] = upload_target
