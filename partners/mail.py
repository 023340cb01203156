"""Letters to partners. A mail server that is away never breaks the step that wrote the letter."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from .models import Invitation, Submission, SubmissionEvent

log = logging.getLogger(__name__)


def mail_invitation(invitation: Invitation, link: str) -> None:
    """Send the link once the invitation is committed. It is never stored: only its hash is in the database."""
    context = {"invitation": invitation, "link": link}
    transaction.on_commit(lambda: _deliver("invitation", context, [invitation.email]), robust=True)


def mail_state(submission: Submission, event: SubmissionEvent) -> None:
    """Tell everybody who acts for the partner what has changed, once the change is committed."""
    link = settings.SITE_URL + reverse("partners:submission", args=[submission.uuid])
    context = {"submission": submission, "event": event, "link": link}
    people = list(submission.partner.members.filter(user__is_active=True).values_list("user__email", flat=True))
    transaction.on_commit(lambda: _deliver("state", context, people), robust=True)


def _deliver(template: str, context: dict[str, object], recipients: list[str]) -> None:
    """One letter per person: partners do not learn each other's addresses."""
    subject = render_to_string(f"partners/mail/{template}_subject.txt", context).strip()
    text = render_to_string(f"partners/mail/{template}.txt", context)
    for recipient in recipients:
        try:
            send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [recipient])
        except OSError as error:  # SMTPException and every connection error are OSErrors
            log.warning("letter “%s” not sent: %s", template, error)
