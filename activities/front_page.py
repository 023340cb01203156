"""Front-page section of the agenda."""

from __future__ import annotations

from typing import Any

from activities.models import Event

SHOWN = 3  # events


def front_page_part(language: str) -> dict[str, Any] | None:
    """Return the next SHOWN public events; None when there is none. One query.

    `language` is passed to every provider of `base.front_page_registry`; events are entered in one language.
    """
    events = list(Event.objects.listed().prefetch_related(None).upcoming()[:SHOWN])
    return {"events": events} if events else None
