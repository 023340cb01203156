"""What the front page shows of the agenda."""

from __future__ import annotations

from typing import Any

from activities.models import Event

SHOWN = 3


def front_part(language: str) -> dict[str, Any] | None:
    """The nearest events; None when none is to come. One query.

    `language` is what every provider of `base.front_page_registry` gets; events are entered in one language.
    """
    events = list(Event.objects.listed().prefetch_related(None).upcoming()[:SHOWN])
    return {"events": events} if events else None
