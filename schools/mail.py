"""Letters to units; each is put into the outbox in the transaction of the step that it reports."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notifications.outbox import letter_language, open_addresses, post
from notifications.purposes import Purpose, register
from schools.models import Claim, Invitation, Kind, Membership, Message, PrintOrder, Unit
from users.roles import holders_of

#: kind of unit → right to see its letters in the outbox
LETTER_PERMISSIONS = {kind: f"schools.review_{kind}" for kind in Kind.values}
#: name of a letter's templates → purpose
PURPOSES = {
    "invitation": register(
        Purpose("school-invitation", _("Lời mời trường, đơn vị"), tuple(LETTER_PERMISSIONS.values()), is_secret=True)
    ),
    "returned": register(
        Purpose("school-returned", _("Trường, đơn vị cần bổ sung"), tuple(LETTER_PERMISSIONS.values()))
    ),
    "confirmed": register(
        Purpose("school-confirmed", _("Việc của trường, đơn vị được xác nhận"), tuple(LETTER_PERMISSIONS.values()))
    ),
    "message": register(
        Purpose("school-message", _("Lời nhắn cho trường, đơn vị"), tuple(LETTER_PERMISSIONS.values()))
    ),
    "print_asked": register(
        Purpose("school-print-asked", _("Đơn xin bản in chờ trả lời"), tuple(LETTER_PERMISSIONS.values()))
    ),
    "printed": register(Purpose("school-printed", _("Trả lời đơn xin bản in"), tuple(LETTER_PERMISSIONS.values()))),
}


def mail_invitation(invitation: Invitation, code: str) -> None:
    """Send the link. The database keeps only a hash of the code, and the encrypted letter until it is sent."""
    link = settings.SITE_URL + reverse("schools:invitation", args=[code])
    context = {"invitation": invitation, "link": link}
    _post("invitation", context, [invitation.email], invitation.unit.kind, useful_until=invitation.expires_at)


def mail_returned(claims: Iterable[Claim], note: str) -> None:
    """Tell the accounts of each claim's unit that it was returned, with `note`."""
    for claim in claims:
        link = settings.SITE_URL + reverse("schools:claim", args=[claim.item.code])
        context = {"claim": claim, "note": note, "link": link}
        _post("returned", context, addresses_of([claim.unit]), claim.unit.kind)


def mail_confirmed(claims: Iterable[Claim], note: str) -> None:
    """One letter to the accounts of each unit: which of its items were confirmed together, and the `note`."""
    by_unit: dict[int, list[Claim]] = {}
    for claim in claims:
        by_unit.setdefault(claim.unit_id, []).append(claim)
    for unit_claims in by_unit.values():
        unit = unit_claims[0].unit
        link = settings.SITE_URL + reverse("schools:home")
        context = {"unit": unit, "claims": unit_claims, "note": note, "link": link}
        _post("confirmed", context, addresses_of([unit]), unit.kind)


def mail_message(message: Message, units: Iterable[Unit]) -> int:
    """Send `message` to the accounts of `units`; returns how many letters were written."""
    context = {"message": message, "link": settings.SITE_URL + reverse("schools:home")}
    by_kind: dict[str, list[Unit]] = {}
    for unit in units:
        by_kind.setdefault(unit.kind, []).append(unit)
    return sum(_post("message", context, addresses_of(kind_units), kind) for kind, kind_units in by_kind.items())


def mail_print_asked(order: PrintOrder) -> None:
    """Tell who keeps the printed copies, as in access.reviewed_runs(), that an order waits for an answer."""
    keepers = [{*holders_of(LETTER_PERMISSIONS[kind])} for kind in order.run.kinds]
    people = sorted(set.intersection(*keepers), key=lambda person: person.email) if keepers else []
    link = settings.SITE_URL + reverse("units_admin:print_orders")
    _post("print_asked", {"order": order, "link": link}, open_addresses(*people), order.unit.kind)


def mail_printed(order: PrintOrder) -> None:
    """Tell the accounts of the order's unit that it was agreed or refused, and the remark."""
    link = settings.SITE_URL + reverse("schools:printed")
    _post("printed", {"order": order, "link": link}, addresses_of([order.unit]), order.unit.kind)


def addresses_of(units: Iterable[Unit]) -> list[str]:
    """Accounts of the units, and the register's contact address where a unit has no account yet."""
    units = list(units)
    emails_by_unit: dict[int, list[str]] = {}
    rows = Membership.objects.filter(unit__in=units, ended_at=None, user__is_active=True)
    for unit, email in rows.values_list("unit", "user__email"):
        emails_by_unit.setdefault(unit, []).append(email)
    return [email for unit in units for email in emails_by_unit.get(unit.pk, [unit.contact_email]) if email]


def _post(
    template: str,
    context: dict[str, object],
    recipients: Iterable[str],
    kind: str,
    *,
    useful_until: datetime | None = None,
) -> int:
    """Write one letter per recipient about units of one kind; returns how many were written."""
    with letter_language():
        subject = render_to_string(f"schools/mail/{template}_subject.txt", context)
        text = render_to_string(f"schools/mail/{template}.txt", context)
    purpose, permission = PURPOSES[template], LETTER_PERMISSIONS[kind]
    return post(
        purpose=purpose, to=recipients, subject=subject, text=text, permission=permission, useful_until=useful_until
    )
