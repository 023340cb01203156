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

from activities.events.booking import taken
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
    found = event_or_404(uuid)
    materials = Asset.objects.visible_to(AnonymousUser()).filter(pk__in=found.materials.values("asset"))
    context = {
        "event": found,
        "is_past": _end(found) < timezone.now(),
        "free": max(0, found.places - taken(found)) if found.places else None,
        "exact_below": EXACT_BELOW,
        "photos": _photos(found),
        "materials": materials.with_texts(),
        "structured_data": json_ld(_structured(found)),
    }
    return render_public(request, "activities/events/event.html", context)


def _photos(found: Event) -> list[EventPhoto]:
    """The photos that may be shown today: a consent that has ended takes its picture off."""
    return [photo for photo in EventPhoto.objects.filter(event=found).with_pictures() if not photo.problem()]


def _structured(found: Event) -> dict[str, Any]:
    here = absolute(reverse("activities_public:event", args=[found.uuid]))
    speakers = [{"@type": "Person", "name": speaker.name} for speaker in found.speakers.all()]
    return ({"performer": speakers} if speakers else {}) | {
        "@type": "Event",
        "@id": here,
        "url": here,
        "name": found.title,
        "inLanguage": "vi",
        "startDate": timezone.localtime(found.starts_at).isoformat(),
        "endDate": timezone.localtime(_end(found)).isoformat(),
        "eventStatus": f"https://schema.org/Event{'Cancelled' if found.cancelled_at else 'Scheduled'}",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": {"@type": "Place", "name": found.place, "address": found.place},
        "description": found.summary or found.title,
        "isAccessibleForFree": True,
    }


@require_safe
def calendar(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One event as .ics, also a cancelled one, which leaves the reader's calendar. Raises Http404 for a hidden one."""
    return _ics([event_or_404(uuid)], "su-kien.ics")


@require_safe
def subscription(request: HttpRequest) -> HttpResponse:
    """Coming events and those of PAST_DAYS as a calendar to subscribe to; `?loai=` as on the agenda.

    Raises Http404 for a kind that does not exist.
    """
    kind = request.GET.get(KIND, "")
    if kind and kind not in Kind.values:
        raise Http404(_("Không có loại sự kiện này."))
    since = timezone.now() - timedelta(days=PAST_DAYS)
    events = Event.objects.listed().prefetch_related(None).filter(starts_at__gte=since).order_by("starts_at")
    return _ics((events.filter(kind=kind) if kind else events)[:IN_CALENDAR], "lich-su-kien.ics")


def _ics(events: Iterable[Event], name: str) -> HttpResponse:
    found = icalendar.Calendar()
    found.add("prodid", "-//Không một mình//vi")
    found.add("version", "2.0")
    found.add("x-wr-calname", "Không một mình: lịch sự kiện")
    for one in events:
        entry = icalendar.Event()
        entry.add("uid", f"{one.uuid}@khong-mot-minh")
        entry.add("dtstamp", timezone.now())
        entry.add("dtstart", one.starts_at.astimezone(UTC))
        entry.add("dtend", _end(one).astimezone(UTC))
        entry.add("summary", one.title)
        entry.add("status", "CANCELLED" if one.cancelled_at else "CONFIRMED")
        entry.add("location", one.place)
        entry.add("url", absolute(reverse("activities_public:event", args=[one.uuid])))
        found.add_component(entry)
    response = HttpResponse(found.to_ical(), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition(name)
    return public_page(response)
