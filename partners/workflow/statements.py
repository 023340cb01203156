"""Which statements of the last sending still hold: who sends again is asked those that the change touches."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from files.models import UploadSession
from partners.consents import BY_KEY, VERSION, Part
from partners.models import Submission


def _files(piece: Submission) -> list[Any]:
    """Bytes and captions, and what is still on its way."""
    rows = piece.files.order_by("uuid").values_list("uuid", "stored__sha256", "caption")
    coming = UploadSession.objects.filter(upload_target="partner", object_id=str(piece.uuid))
    return [*rows, *coming.filter(state__in=UploadSession.UNDECIDED).order_by("pk").values_list("pk")]


def _people(piece: Submission) -> list[Any]:
    fields = ("uuid", "name", "age_band", "person_agreed", "representative_name", "representative_agreed", "expires_on")
    return [piece.has_minor, *piece.people.order_by("uuid").values_list(*fields, "paper__sha256")]


#: Part of a piece → what it says now.
_SAYS: dict[Part, Callable[[Submission], list[Any]]] = {
    Part.WORDS: lambda piece: [piece.title, piece.text, piece.post_url],
    Part.UPLOADS: _files,
    Part.PEOPLE: _people,
    Part.LICENCE: lambda piece: [piece.licence_until, piece.credit],
    Part.MONEY: lambda piece: [piece.is_paid, piece.commercial],
    Part.AI: lambda piece: [piece.uses_ai, piece.ai_use],
    Part.MUSIC: lambda piece: [piece.music, piece.music_source],
}


def about(piece: Submission, key: str) -> str:
    """SHA-256 of what the statement `key` is about, as the piece is now; kept with the record of the statement."""
    values = [[str(value) for value in _flat(_SAYS[part](piece))] for part in BY_KEY[key].concerns]
    return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()


def held(piece: Submission) -> set[str]:
    """Keys of the statements that were made at the last sending, in today's words, about what has not changed since."""
    return {
        record.key
        for record in piece.consents.live()
        if record.key in BY_KEY
        and record.version == VERSION
        and not record.is_expired
        and record.about == about(piece, record.key)
    }


def _flat(values: list[Any]) -> list[Any]:
    return [inner for value in values for inner in (value if isinstance(value, tuple) else (value,))]
