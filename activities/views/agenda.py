"""Public agenda: coming events by week, and past events."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activities.models import Event, Kind
from activities.views import month
from base.caching.headers import render_public
from base.pagination import page_of
from base.templatetags.vi import ngay_ngan

SHOWN = 60  # coming events on the page
PER_PAGE = 30  # past events on a page of the archive
KIND = "loai"  # query parameter; a value of Kind


def kind_asked(request: HttpRequest) -> str:
    """The kind of `?loai=`, "" for all; raises Http404 for a kind that does not exist."""
    kind = request.GET.get(KIND, "")
    if kind and kind not in Kind.values:
        raise Http404(_("Không có loại sự kiện này."))
    return kind


@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """List coming events by week, nearest first, then the 20 newest past ones; `?loai=` filters by kind.

    Wide screens show the month as a grid above the weeks. Raises Http404 for a kind that does not exist.
    """
    kind = kind_asked(request)
    events = Event.objects.listed()
    coming = list(events.upcoming()[:SHOWN])
    past = list(events.filter(starts_at__lt=timezone.now())[:20])
    there = {event.kind for event in (*coming, *past)}
    context = {
        "kinds": [choice for choice in Kind if choice in there],
        "kind": kind,
        "weeks": by_week(event for event in coming if kind in ("", event.kind)),
        "past": [event for event in past if kind in ("", event.kind)],
        "month": month.month_of(timezone.localdate(), kind),
        "subscription": reverse("activities_public:subscription") + (f"?{KIND}={kind}" if kind else ""),
    }
    return render_public(request, "activities/agenda.html", context)


@require_safe
def month_page(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """One month: a grid on wide screens, a list of its days on phones. Raises Http404 outside month.YEARS."""
    kind = kind_asked(request)
    day = month.first_day(year, number)
    if day is None:
        raise Http404(_("Lịch không có tháng này."))
    context = {"month": month.month_of(day, kind), "kind": kind, "kinds": Kind}
    return render_public(request, "activities/events/month.html", context)


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """All events that have begun, the newest first, in pages; `?loai=` filters by kind."""
    kind = kind_asked(request)
    past = Event.objects.listed().filter(starts_at__lt=timezone.now()).order_by("-starts_at", "pk")
    page = page_of(Paginator(past.filter(kind=kind) if kind else past, PER_PAGE), request)
    context = {"page_obj": page, "kind": kind, "kinds": Kind}
    return render_public(request, "activities/events/archive.html", context)


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
        (monday, names.get(monday) or _("Tuần từ %(day)s") % {"day": ngay_ngan(monday)}, week_events)
        for monday, week_events in weeks.items()
    ]
