"""Letters to units about their places at an event."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, override

from activities.models import Event, EventRegistration
from notifications.outbox import open_addresses, post
from notifications.purposes import Purpose, register

PERMISSIONS = ("activities.change_event",)
REMINDER = register(Purpose("event-reminder", gettext_lazy("Nhắc sự kiện sắp tới"), PERMISSIONS))
MOVED_UP = register(Purpose("event-moved-up", gettext_lazy("Có chỗ ở sự kiện"), PERMISSIONS))
CHANGED = register(Purpose("event-changed", gettext_lazy("Sự kiện đổi giờ hoặc nơi"), PERMISSIONS))
CALLED_OFF = register(Purpose("event-called-off", gettext_lazy("Sự kiện không diễn ra"), PERMISSIONS))
AHEAD = timedelta(hours=26)  # how long before the beginning the reminder is written


def _post(purpose: Purpose, subject: Promise, template: str, row: EventRegistration, key: str = "") -> None:
    event, link = row.event, settings.SITE_URL + reverse("activities:registration", args=[row.event.uuid])
    with override(settings.LANGUAGE_CODE):  # not the language of whoever gave places back
        context = {"row": row, "event": event, "link": link}
        text = render_to_string(f"activities/events/mail/{template}.txt", context).strip()
        title = str(subject) % {"event": event}
    to = open_addresses(row.registered_by)
    post(purpose=purpose, to=to, subject=title, text=text, key=key, useful_until=event.starts_at)


def moved_up(row: EventRegistration) -> None:
    """Tell a unit of the waiting line that it has its places now, each time that it has waited."""
    _post(MOVED_UP, gettext_lazy("Đơn vị đã có chỗ: %(event)s"), "moved_up", row)


def changed(event: Event) -> None:
    """Tell the units of the event, also those that wait, when and where it takes place now."""
    for row in _rows(event):
        _post(CHANGED, gettext_lazy("Giờ và nơi mới: %(event)s"), "changed", row)


def called_off(event: Event) -> None:
    """Tell the units of the event, also those that wait, that it does not take place."""
    for row in _rows(event):
        _post(CALLED_OFF, gettext_lazy("Sự kiện không diễn ra: %(event)s"), "called_off", row)


def _rows(event: Event) -> Iterable[EventRegistration]:
    return EventRegistration.objects.filter(event=event).select_related("event", "registered_by")


@transaction.atomic
def remind() -> int:
    """Write a reminder to every unit with places at an event of the next AHEAD; returns their number.

    Repeated calls write no second one (the key of the letter).
    """
    now = timezone.now()
    rows = EventRegistration.objects.filter(
        is_waiting=False,
        event__cancelled_at=None,
        event__is_public=True,
        event__starts_at__gt=now,
        event__starts_at__lte=now + AHEAD,
    )
    found = list(rows.select_related("event", "registered_by", "organisation"))
    for row in found:
        key = f"event-reminder-{row.pk}-{row.event.starts_at:%Y%m%d%H%M}"  # a moved event reminds once more
        _post(REMINDER, gettext_lazy("Nhắc: %(event)s"), "reminder", row, key)
    return len(found)
