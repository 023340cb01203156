"""Public agenda: coming events by week, and past events."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activities.models import Event, Kind
from base.caching.headers import public_page
from base.templatetags.vi import ngay_ngan

SHOWN = 60  # coming events on the page
KIND = "loai"  # query parameter; a value of Kind


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
        "subscription": reverse("activities_public:subscription") + (f"?{KIND}={kind}" if kind else ""),
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
