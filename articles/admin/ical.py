"""Calendar feed of an outlet for phones (/lich-toa-soan/<key>.ics), as long as its key is not revoked."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from articles.admin import calendar_entries
from articles.admin.base_views import private_address
from articles.editorial.access import NEWSROOM, outlets_of, sections_of
from articles.models import CalendarKey

BACK, AHEAD = timedelta(days=14), timedelta(days=120)  # period of the feed around now
STATUS = {calendar_entries.PLANNED: "TENTATIVE", calendar_entries.WISHED: "TENTATIVE"}


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar as iCalendar (RFC 5545).

    Raises Http404 for a key that is unknown or revoked, or whose creator no longer works for the outlet.
    """
    key = CalendarKey.objects.select_related("outlet", "created_by").filter(token=token, revoked_at=None).first()
    if key is None or not _still_there(key):
        raise Http404
    CalendarKey.objects.filter(pk=key.pk).update(used_at=timezone.now())
    now = timezone.now()
    items = calendar_entries.items(sections_of([key.outlet]), now - BACK, now + AHEAD, key.created_by)
    response = HttpResponse(_written(key, items), content_type="text/calendar; charset=utf-8")
    return private_address(response)


def _still_there(key: CalendarKey) -> bool:
    maker = key.created_by
    return maker.is_active and outlets_of(maker, NEWSROOM).filter(pk=key.outlet_id).exists()


def _written(key: CalendarKey, items: list[calendar_entries.Item]) -> bytes:
    sheet = Calendar()
    sheet.add("prodid", "-//Không một mình//Lịch tòa soạn//VI")
    sheet.add("version", "2.0")
    sheet.add("x-wr-calname", _("Lịch tòa soạn – %(outlet)s") % {"outlet": key.outlet.short_name})
    sheet.add("x-wr-timezone", settings.TIME_ZONE)
    host = settings.SITE_URL.split("//")[-1]
    for item in items:
        if item.moment is None:
            continue
        event = Event()
        event.add("uid", f"{item.kind}-{item.pk}@{host}")
        event.add("dtstamp", timezone.now())
        event.add("dtstart", item.moment)
        event.add("dtend", item.moment + timedelta(minutes=15))
        event.add("summary", f"{item.kind_label}: {item.title}" + (f" ({item.who})" if item.who else ""))
        if item.due:
            event.add("description", _("Hạn nộp: %(due)s") % {"due": f"{timezone.localtime(item.due):%H:%M, %d-%m-%Y}"})
        event.add("categories", [item.section.title])
        event.add("status", STATUS.get(item.kind, "CONFIRMED"))
        if item.address:
            event.add("url", settings.SITE_URL + item.address)
        sheet.add_component(event)
    return bytes(sheet.to_ical())
