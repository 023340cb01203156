"""Tasks that write letters in bulk; running one twice writes nothing twice."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.db import transaction
from django.tasks import task
from django.utils import timezone

from schools import mail, members
from schools.models import Message, Unit


@task(backend="db", queue_name="mail")
def mail_invitations(units: list[int], by: int) -> int:
    """Invite the lead of each unit at the register's address; returns how many letters were written.

    A unit that has an account or an open invitation is left alone, so a second run does nothing.
    """
    user = get_user_model().objects.filter(pk=by).first()
    sent = 0
    for unit in Unit.objects.active().named().filter(pk__in=units).exclude(contact_email=""):
        with transaction.atomic():
            if members.members_of(unit).exists() or unit.invitations.open().exists():
                continue
            invitation, code = members.invite(unit, by=user, email=unit.contact_email, is_lead=True)
            mail.mail_invitation(invitation, code)
            sent += 1
    return sent


@task(backend="db", queue_name="mail")
def mail_message(pk: int) -> int:
    """Write a message to all accounts of its units, once; returns how many letters were written."""
    with transaction.atomic():
        message = Message.objects.select_for_update().filter(pk=pk, mailed_at=None).first()
        if message is None:
            return 0
        message.mailed_at = timezone.now()
        message.save(update_fields=["mailed_at"])
        return mail.mail_message(message, message.recipients())
