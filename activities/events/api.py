"""Events in the JSON API (docs/api.md): those that the public agenda lists, without the people who speak or come."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from activities.models import Event, Kind

MOST = 50  # items of one answer
router = Router(tags=["su-kien"])


class EventOut(Schema):
    """One event; texts in Vietnamese."""

    uuid: UUID
    title: str
    kind: str
    starts_at: datetime
    ends_at: datetime | None
    place: str
    audience: str
    summary: str
    address: str
    calendar: str = Field(description="address of the event as .ics")


class EventsOut(Schema):
    """A page of events; `total` counts all that match."""

    total: int
    items: list[EventOut]


class EventFilters(Schema):
    """Filters of the list."""

    loai: Kind | None = Field(None, description="kind")
    limit: int = Field(20, ge=1, le=MOST)
    offset: int = Field(0, ge=0, le=100_000)


@router.get("/", response=EventsOut, summary="Events, the latest first")
def list_events(request: HttpRequest, filters: Query[EventFilters]) -> dict[str, Any]:
    """Public events that are not cancelled, coming and past."""
    events = Event.objects.listed().prefetch_related(None)
    if filters.loai:
        events = events.filter(kind=filters.loai)
    rows = events.order_by("-starts_at", "pk")[filters.offset : filters.offset + filters.limit]
    return {"total": events.count(), "items": [_event_out(event) for event in rows]}


@router.get("/{uuid:key}/", response=EventOut, summary="One event")
def read_event(request: HttpRequest, key: UUID) -> dict[str, Any]:
    """One event of the list. Raises Http404."""
    event = Event.objects.listed().prefetch_related(None).filter(uuid=key).first()
    if event is None:
        raise Http404(_("Không có sự kiện này."))
    return _event_out(event)


def _event_out(event: Event) -> dict[str, Any]:
    return {
        "uuid": event.uuid,
        "title": event.title,
        "kind": event.kind,
        "starts_at": event.starts_at,
        "ends_at": event.ends_at,
        "place": event.place,
        "audience": event.audience,
        "summary": event.summary,
        "address": settings.SITE_URL + reverse("activities_public:event", args=[event.uuid]),
        "calendar": settings.SITE_URL + reverse("activities_public:calendar", args=[event.uuid]),
    }
