"""Public agenda: coming events by week, past events, and one event as a calendar file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, timedelta
from uuid import UUID

import icalendar
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activities.models import Event, Kind
from base.caching.headers import public_page
from base.templatetags.vi import ngay_ngan
from files.storage.signed_urls import content_disposition

SHOWN = 60  # coming events on the page
KIND = "loai"  # query parameter; a value of Kind
HOURS = 2  # length of a calendar entry; events have no time of their end


@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """List coming events by week, nearest first, then the 20 newest past ones; `?loai=` filters by kind.

    Raises Http404 for a kind that does not exist.
    """
    kind = request.GET.get(KIND, "")
    if kind and kind not in Kind.values:
        raise Http404(_("Không có loại sự kiện này."))
    events = Event.objects.listed()
    coming = list(events.upcoming()[:SHOWN])
    past = list(events.filter(starts_at__lt=timezone.now())[:20])
    there = {event.kind for event in (*coming, *past)}
    context = {
        "in_all_languages": True,
        "kinds": [choice for choice in Kind if choice in there],
        "kind": kind,
        "weeks": by_week(event for event in coming if kind in ("", event.kind)),
        "past": [event for event in past if kind in ("", event.kind)],
    }
    return public_page(render(request, "activities/agenda.html", context))


def by_week(events: Iterable[Event]) -> list[tuple[date, str, list[Event]]]:
    """Group `events`, in their order, as (Monday, name of the week, its events)."""
    weeks: dict[date, list[Event]] = {}
    for event in events:
        day = timezone.localdate(event.starts_at)
        weeks.setdefault(day - timedelta(days=day.weekday()), []).append(event)
    today = timezone.localdate()
    this = today - timedelta(days=today.weekday())
    names = {this: _("Tuần này"), this + timedelta(days=7): _("Tuần sau")}
    return [
        (monday, names.get(monday) or _("Tuần từ %(day)s") % {"day": ngay_ngan(monday)}, found)
        for monday, found in weeks.items()
    ]


@require_safe
def calendar(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One event as .ics. Raises Http404 unless it is public and not cancelled."""
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
