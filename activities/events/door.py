"""At the door of an event: how many of each unit came, by the unit's phone (QR code) or by the organiser's list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.models import Event, EventRegistration
from base.errors import WrongState
from base.templatetags.vi import stamp
from media_library.print import qr, typst
from users.models import Organisation

FOLDER = Path(__file__).resolve().parent.parent / "typ"
BEFORE, AFTER = timedelta(hours=2), timedelta(hours=12)  # when the door is open, around the beginning
SPARE = 12  # empty lines of the printed list, for units that come without having registered


def is_open(event: Event) -> bool:
    """Whether units note now that they have come."""
    until = (event.ends_at or event.starts_at) + AFTER
    return event.cancelled_at is None and event.starts_at - BEFORE <= timezone.now() <= until


@transaction.atomic
def arrive(event: Event, organisation: Organisation, number: int) -> EventRegistration:
    """Note how many of a registered unit came; a second time replaces the number.

    Raises WrongState outside the hours of the door, for a unit without a place, and for more people than it has places.
    """
    row = EventRegistration.objects.select_for_update().filter(event=event, organisation=organisation).first()
    if row is None or not row.seats:
        raise WrongState(_("Đơn vị chưa có chỗ ở buổi này. Bạn nhờ người ở cửa ghi tay vào danh sách."))
    if not is_open(event):
        raise WrongState(_("Chỉ ghi được từ hai giờ trước tới mười hai giờ sau sự kiện."))
    if number > row.seats:
        sentence = _("Đơn vị có %(n)d chỗ. Nếu đông hơn, bạn nhờ người ở cửa đếm lại và ghi vào danh sách.")
        raise WrongState(sentence % {"n": row.seats})
    row.arrived = number
    row.save(update_fields=["arrived"])
    return row


@transaction.atomic
def note(event: Event, numbers: Mapping[int, int | None]) -> int:
    """The organiser's list, {key of the registration: people or None}; returns how many rows changed."""
    changed = 0
    Event.objects.select_for_update(of=("self",)).get(pk=event.pk)  # before its rows, as move_up() has it
    for row in event.registrations.select_for_update().filter(pk__in=numbers):
        if row.arrived != numbers[row.pk]:
            row.arrived = numbers[row.pk]
            row.save(update_fields=["arrived"])
            changed += 1
    return changed


def sheet(event: Event) -> bytes:
    """The list for paper, A4: a line a unit, its places, room for the number that came; the QR code for phones.

    Raises typst.Busy when all compilers are at work.
    """
    address = settings.SITE_URL + reverse("activities:registration", args=[event.uuid])
    rows = event.registrations.with_seats().select_related("organisation").order_by("organisation__name")
    data = {
        "title": event.title,
        "when": stamp(event.starts_at),
        "place": event.place,
        "rows": [[str(row.organisation), row.seats, "" if row.arrived is None else str(row.arrived)] for row in rows],
        "spare": SPARE,
        "qr": qr.svg(address, 60).decode(),
    }
    return typst.pdf("event_checkin", data, folder=FOLDER)
