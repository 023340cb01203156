"""Registering units for an event: places, a waiting line in order, and what moves up when places come back."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from activities.mail import mail_moved_up
from activities.models import Event, EventRegistration
from base.errors import WrongState
from users.models import Organisation, User


def taken(event: Event) -> int:
    """Places that units have, without those who wait."""
    totals = event.registrations.filter(is_waiting=False).aggregate(seats=Sum("seats"))
    return int(totals["seats"] or 0)


@transaction.atomic
def register(uuid: UUID, organisation: Organisation, seats: int, *, by: User) -> EventRegistration:
    """Take or change the places of a unit; it waits when they are not free, or when others wait before it.

    Raises WrongState when the event takes no registrations now. The event's row is locked: two units never share a
    place. So is the unit's own: at the door its colleagues note how many came.
    """
    event = _locked(uuid)
    if event is None or not event.takes_registrations:
        raise _closed()
    row = event.registrations.select_for_update().filter(organisation=organisation).first()
    row = row or EventRegistration(event=event, organisation=organisation, seats=0)
    if seats > row.seats:  # asks for places, and waits until move_up() finds them free
        row.is_waiting = True
    row.seats, row.registered_by = seats, by
    row.save()
    move_up(event, but=row)
    row.refresh_from_db()
    return row


@transaction.atomic
def cancel(uuid: UUID, organisation: Organisation) -> None:
    """Give the places of a unit back until the event begins; who waits moves up. Raises WrongState."""
    event = _locked(uuid)
    if event is None or not event.takes_places_back:
        raise _closed()
    event.registrations.filter(organisation=organisation).delete()
    move_up(event)


def _locked(uuid: UUID) -> Event | None:
    return Event.objects.select_for_update(of=("self",)).filter(uuid=uuid, is_public=True).first()


def _closed() -> WrongState:
    return WrongState(_("Sự kiện này không nhận đăng ký nữa. Bạn xem lại lịch sự kiện."))


def move_up(event: Event, but: EventRegistration | None = None) -> None:
    """Give free places to who waits, in order; a unit that does not fit is not overtaken. The event's row is locked.

    Each gets a letter except `but`, whose account sees it on the page.
    """
    free = event.places - taken(event)
    for row in (
        event.registrations.filter(is_waiting=True)
        .select_related("event", "registered_by")
        .order_by("created_at", "pk")
    ):
        if row.seats > free:
            break
        row.is_waiting = False
        row.save(update_fields=["is_waiting"])
        if but is None or row.pk != but.pk:
            mail_moved_up(row)
        free -= row.seats
