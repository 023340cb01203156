"""The public agenda: what comes, week by week, and a calendar file."""

from __future__ import annotations

from datetime import UTC, timedelta
from uuid import UUID

import icalendar
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activities.models import Event
from base.cache import public_page
from media_library.storage import content_disposition

SHOWN = 60
HOURS = 2  # length of an entry in a calendar; the plan asks for lessons, not days


@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """Coming events, the nearest first; then what has been."""
    events = Event.objects.listed()
    context = {
        "in_all_languages": True,
        "coming": list(events.upcoming()[:SHOWN]),
        "past": list(events.filter(starts_at__lt=timezone.now())[:20]),
    }
    return public_page(render(request, "activities/agenda.html", context))


@require_safe
def calendar(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One event as .ics."""
    event = Event.objects.listed().filter(uuid=uuid).first()
    if event is None:
        raise Http404(_("Không có sự kiện này."))
    entry = icalendar.Event()
    entry.add("uid", f"{event.uuid}@khong-mot-minh")
    entry.add("dtstamp", timezone.now())
    entry.add("dtstart", event.starts_at.astimezone(UTC))
    entry.add("dtend", event.starts_at.astimezone(UTC) + timedelta(hours=HOURS))
    entry.add("summary", event.title)
    entry.add("location", event.place)
    found = icalendar.Calendar()
    found.add("prodid", "-//Không một mình//vi")
    found.add("version", "2.0")
    found.add_component(entry)
    response = HttpResponse(found.to_ical(), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition("su-kien.ics")
    return public_page(response)
