"""Letters and notices to partners. A mail server that is away never breaks the step that wrote the letter."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from .models import Invitation, Notice, Submission, SubmissionEvent

log = logging.getLogger(__name__)


def mail_invitation(invitation: Invitation, link: str) -> None:
    """Send the link once the invitation is committed. It is never stored: only its hash is in the database."""
    deliver("invitation", {"invitation": invitation, "link": link}, [invitation.email])


def mail_joined(invitation: Invitation) -> None:
    """Tell the invited address that its link was used: whoever forwarded the letter learns that somebody else came."""
    context = {"invitation": invitation, "link": settings.SITE_URL + reverse("partners:home")}
    deliver("joined", context, [invitation.email])


def tell(submission: Submission, event: SubmissionEvent) -> None:
    """Tell everybody who acts for the partner what has changed: a notice now, a letter once it is committed.

    Whoever took the step finds its notice too, read already: one's own click is no news.
    """
    members = list(submission.partner.members.filter(user__is_active=True).select_related("user"))
    Notice.objects.bulk_create(
        Notice(
            user=member.user,
            submission=submission,
            event=event,
            read_at=event.at if member.user_id == event.by_id else None,
        )
        for member in members
    )
    link = settings.SITE_URL + reverse("partners:submission", args=[submission.uuid])
    remarks = list(submission.remarks.filter(answered_at=None).select_related("file"))
    context = {"submission": submission, "event": event, "link": link, "remarks": remarks}
    deliver("word" if event.voice else "state", context, [member.user.email for member in members])


def deliver(template: str, context: dict[str, object], recipients: list[str]) -> None:
    """One letter per person after the commit: partners do not learn each other's addresses."""
    transaction.on_commit(lambda: _deliver(template, context, recipients), robust=True)


def _deliver(template: str, context: dict[str, object], recipients: list[str]) -> None:
    """In Vietnamese throughout, whatever language the page speaks on which somebody took the step."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = render_to_string(f"partners/mail/{template}_subject.txt", context).strip()
        text = render_to_string(f"partners/mail/{template}.txt", context)
    for recipient in recipients:
        try:
            send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [recipient])
        except OSError as error:  # SMTPException and every connection error are OSErrors
            log.warning("letter “%s” not sent: %s", template, error)
