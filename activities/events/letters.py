"""Letters to units about their places at an event."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.models import EventRegistration
from notifications.outbox import open_addresses, post
from notifications.purposes import Purpose, register

PERMISSIONS = ("activities.change_event",)
REMINDER = register(Purpose("event-reminder", gettext_lazy("Nhắc sự kiện sắp tới"), PERMISSIONS))
MOVED_UP = register(Purpose("event-moved-up", gettext_lazy("Có chỗ ở sự kiện"), PERMISSIONS))
AHEAD = timedelta(hours=26)  # how long before the beginning the reminder is written


def _post(purpose: Purpose, subject: str, template: str, row: EventRegistration, key: str = "") -> None:
    link = settings.SITE_URL + reverse("activities:registration", args=[row.event.uuid])
    context = {"row": row, "event": row.event, "link": link}
    text = render_to_string(f"activities/events/mail/{template}.txt", context).strip()
    to = open_addresses(row.registered_by)
    post(purpose=purpose, to=to, subject=subject, text=text, key=key, useful_until=row.event.starts_at)


def moved_up(row: EventRegistration) -> None:
    """Tell a unit of the waiting line that it has its places now, each time that it has waited."""
    _post(MOVED_UP, _("Đơn vị đã có chỗ: %(event)s") % {"event": row.event}, "moved_up", row)


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
        _post(REMINDER, _("Nhắc: %(event)s") % {"event": row.event}, "reminder", row, key)
    return len(found)
