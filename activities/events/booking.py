"""Registering units for an event: places, a waiting line in order, and what moves up when places come back."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.mail import mail_given_back, mail_moved_up, mail_registered, mail_too_few
from activities.models import Event, EventRegistration
from activities.models.registration import RegistrationQuerySet
from base.errors import WrongState
from users.models import Organisation, User


def taken(event: Event) -> int:
    """Places that units have."""
    totals = event.registrations.aggregate(seats=Sum("seats"))
    return int(totals["seats"] or 0)


def open_places(event: Event) -> int:
    """Places that a unit gets at once; none while others wait before it."""
    return 0 if can_move_up(event).exists() else max(0, event.places - taken(event))


def places_problem(key: int | None, places: int | None) -> str:
    """Why the event `key` cannot have only `places` places; "" when it can, or is new.

    An event that has fewer places than are taken already may be saved as it is.
    """
    event = Event.objects.filter(pk=key).first()
    if event is None or places is None or places >= min(taken(event), event.places):
        return ""
    sentence = _(
        "Các đơn vị đã giữ %(n)d chỗ. Bạn điền từ %(n)d trở lên; muốn thôi nhận đăng ký thì điền “Đóng đăng ký lúc”."
    )
    return sentence % {"n": taken(event)}


@transaction.atomic
def register(uuid: UUID, organisation: Organisation, seats: int, *, by: User) -> EventRegistration:
    """Take or change the places of a unit; it waits when they are not free, or when others wait before it.

    Until the larger number fits, the unit keeps the places that it has. One that asks for more than before goes to the
    end of the line. A letter confirms each new number. Raises WrongState when the event takes no registrations now,
    ValidationError for more places than the event has. The event's row is locked: two units never share a place. So is
    the unit's own: at the door its colleagues note how many came.
    """
    event = _locked(uuid)
    if event is None or not event.takes_registrations:
        raise _closed()
    row = event.registrations.select_for_update().filter(organisation=organisation).first()
    row = row or EventRegistration(event=event, organisation=organisation)
    before = row.seats, row.waits_for
    if seats <= row.seats:
        row.seats, row.waits_for, row.waits_since = seats, 0, None
    elif seats > event.places:
        sentence = _("Sự kiện có %(n)d chỗ cho các đơn vị. Bạn điền số từ %(n)d trở xuống.")
        raise ValidationError(sentence % {"n": event.places})
    else:  # waits until move_up() finds the places free
        if not row.waits_since or seats > row.waits_for:
            row.waits_since = timezone.now()
        row.waits_for = seats
    row.registered_by = by
    row.save()
    move_up(event, but=row)
    row.refresh_from_db()
    if (row.seats, row.waits_for) != before:
        mail_registered(row)
    return row


@transaction.atomic
def cancel(uuid: UUID, organisation: Organisation) -> None:
    """Give the places of a unit back until the event begins; who waits moves up. Raises WrongState."""
    event = _locked(uuid)
    if event is None or not event.takes_places_back:
        raise _closed()
    for row in event.registrations.filter(organisation=organisation).select_related("event", "registered_by"):
        mail_given_back(row)
        row.delete()
    move_up(event)


def _locked(uuid: UUID) -> Event | None:
    return Event.objects.select_for_update(of=("self",)).filter(uuid=uuid, is_public=True).first()


def _closed() -> WrongState:
    return WrongState(_("Sự kiện này không nhận đăng ký nữa. Bạn xem lại lịch sự kiện."))


def move_up(event: Event, but: EventRegistration | None = None) -> None:
    """Give free places to who waits, in order. The event's row is locked.

    A unit that does not fit is not overtaken; a letter tells it how many places are free: with a smaller number it has
    them at once. A unit that can never fit, and one that is closed, hold up nobody. Each gets a letter except `but`,
    to which register() writes.
    """
    free = event.places - taken(event)
    for row in can_move_up(event).select_related("event", "registered_by"):
        is_told = but is not None and row.pk == but.pk
        needed = row.waits_for - row.seats
        if needed > free:
            if free > 0 and not is_told:
                mail_too_few(row, free)
            break
        row.seats, row.waits_for, row.waits_since = row.waits_for, 0, None
        row.save(update_fields=["seats", "waits_for", "waits_since"])
        if not is_told:
            mail_moved_up(row)
        free -= needed


def can_move_up(event: Event) -> RegistrationQuerySet:
    """The waiting line without units that are closed, and without those that want more places than there are."""
    rows = event.registrations.waiting().filter(waits_for__lte=event.places)
    return rows.filter(organisation__in=Organisation.objects.active())
