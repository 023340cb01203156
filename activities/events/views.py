"""The public page of an event, and calendars: one event, or all that the agenda lists, to subscribe to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import icalendar
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activities.events.booking import open_places
from activities.models import Event, EventPhoto, Kind
from activities.views.agenda import KIND
from articles.presentation.structured_data import absolute, json_ld
from base.caching.headers import public_page, render_public
from files.storage.signed_urls import content_disposition
from media_library.models import Asset

HOURS = 2  # length of an event whose end is not entered
PAST_DAYS = 60  # how far back a subscribed calendar reaches
IN_CALENDAR = 400  # events of a subscribed calendar
EXACT_BELOW = 50  # free places from which the page tells the number


def event_or_404(uuid: UUID) -> Event:
    """A public event, also a cancelled one, whose page says so; raises Http404."""
    event = Event.objects.filter(uuid=uuid, is_public=True).prefetch_related("speakers").first()
    if event is None:
        raise Http404(_("Không có sự kiện này."))
    return event


def _end(event: Event) -> datetime:
    return event.ends_at or event.starts_at + timedelta(hours=HOURS)


@require_safe
def event(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One event: when, where, who speaks, what to bring, free places, and the calendar file."""
    event = event_or_404(uuid)
    materials = Asset.objects.visible_to(AnonymousUser()).filter(pk__in=event.materials.values("asset"))
    context = {
        "event": event,
        "is_past": _end(event) < timezone.now(),
        "free": open_places(event),
        "exact_below": EXACT_BELOW,
        "photos": _photos(event),
        "materials": materials.with_texts(),
        "structured_data": json_ld(_structured(event)),
    }
    return render_public(request, "activities/events/event.html", context)


def _photos(event: Event) -> list[EventPhoto]:
    """The photos that may be shown today: a consent that has ended takes its picture off."""
    return [photo for photo in EventPhoto.objects.filter(event=event).with_pictures() if not photo.problem()]


def _structured(event: Event) -> dict[str, Any]:
    here = absolute(reverse("activities_public:event", args=[event.uuid]))
    speakers = [{"@type": "Person", "name": speaker.name} for speaker in event.speakers.all()]
    return ({"performer": speakers} if speakers else {}) | {
        "@type": "Event",
        "@id": here,
        "url": here,
        "name": event.title,
        "inLanguage": "vi",
        "startDate": timezone.localtime(event.starts_at).isoformat(),
        "endDate": timezone.localtime(_end(event)).isoformat(),
        "eventStatus": f"https://schema.org/Event{'Cancelled' if event.cancelled_at else 'Scheduled'}",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": {"@type": "Place", "name": event.place, "address": event.place},
        "description": event.summary or event.title,
        "isAccessibleForFree": True,
    }


@require_safe
def calendar(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One event as .ics, also a cancelled one, which leaves the reader's calendar. Raises Http404 for a hidden one."""
    return _ics([event_or_404(uuid)], "su-kien.ics")


@require_safe
def subscription(request: HttpRequest) -> HttpResponse:
    """Coming events and those of PAST_DAYS as a calendar to subscribe to; `?loai=` as on the agenda.

    Cancelled ones stay, as CANCELLED: some calendars keep an entry that only leaves the feed.
    Raises Http404 for a kind that does not exist.
    """
    kind = request.GET.get(KIND, "")
    if kind and kind not in Kind.values:
        raise Http404(_("Không có loại sự kiện này."))
    since = timezone.now() - timedelta(days=PAST_DAYS)
    events = Event.objects.filter(is_public=True, starts_at__gte=since).order_by("starts_at")
    return _ics((events.filter(kind=kind) if kind else events)[:IN_CALENDAR], "lich-su-kien.ics")


def _ics(events: Iterable[Event], name: str) -> HttpResponse:
    ics_calendar = icalendar.Calendar()
    ics_calendar.add("prodid", "-//Không một mình//vi")
    ics_calendar.add("version", "2.0")
    ics_calendar.add("x-wr-calname", "Không một mình: lịch sự kiện")
    for event in events:
        entry = icalendar.Event()
        entry.add("uid", f"{event.uuid}@khong-mot-minh")
        entry.add("dtstamp", timezone.now())
        entry.add("last-modified", event.changed_at.astimezone(UTC))
        entry.add("sequence", event.sequence)
        entry.add("dtstart", event.starts_at.astimezone(UTC))
        entry.add("dtend", _end(event).astimezone(UTC))
        entry.add("summary", event.title)
        entry.add("status", "CANCELLED" if event.cancelled_at else "CONFIRMED")
        entry.add("location", event.place)
        entry.add("url", absolute(reverse("activities_public:event", args=[event.uuid])))
        ics_calendar.add_component(entry)
    response = HttpResponse(ics_calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition(name)
    return public_page(response)
