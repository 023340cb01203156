"""Letters to units. A mail server that is away never breaks the step that wrote the letter."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from schools.models import Claim, Invitation, Membership, Unit

log = logging.getLogger(__name__)


def mail_invitation(invitation: Invitation, code: str) -> None:
    """Send the link once the invitation is committed; the code is nowhere else."""
    link = settings.SITE_URL + reverse("schools:invitation", args=[code])
    context = {"invitation": invitation, "link": link}
    transaction.on_commit(lambda: deliver("invitation", context, [invitation.email]), robust=True)


def mail_returned(claims: Iterable[Claim], note: str) -> None:
    """Tell everybody of the unit what is asked for, once the decision is committed."""
    for claim in claims:
        link = settings.SITE_URL + reverse("schools:claim", args=[claim.item.code])
        context = {"claim": claim, "note": note, "link": link}
        people = addresses_of([claim.unit])
        transaction.on_commit(lambda c=context, p=people: deliver("returned", c, p), robust=True)


def addresses_of(units: Iterable[Unit]) -> list[str]:
    """Accounts of the units, and the register's contact address where a unit has no account yet."""
    units = list(units)
    found: dict[int, list[str]] = {}
    rows = Membership.objects.filter(unit__in=units, ended_at=None, user__is_active=True)
    for unit, email in rows.values_list("unit", "user__email"):
        found.setdefault(unit, []).append(email)
    return [email for unit in units for email in found.get(unit.pk, [unit.contact_email]) if email]


def deliver(template: str, context: dict[str, object], recipients: Iterable[str]) -> int:
    """One letter per person; returns how many went out."""
    subject = " ".join(render_to_string(f"schools/mail/{template}_subject.txt", context).split())
    text = render_to_string(f"schools/mail/{template}.txt", context)
    sent = 0
    for recipient in recipients:
        try:
            sent += send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [recipient])
        except OSError as error:  # SMTPException and every connection error are OSErrors
            log.warning("letter “%s” not sent: %s", template, error)
    return sent
