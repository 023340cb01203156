"""Letters and notices to partners. A mail server that is away never breaks the step that wrote the letter."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from base.middleware import CHOICE

from .models import Invitation, Notice, PartnerMember, Submission, SubmissionEvent

log = logging.getLogger(__name__)


def mail_invitation(invitation: Invitation, link: str) -> None:
    """Send the link once the invitation is committed. It is never stored: only its hash is in the database."""
    deliver("invitation", {"invitation": invitation, "link": link}, {invitation.email: invitation.language})


def mail_joined(invitation: Invitation) -> None:
    """Tell the invited address that its link was used: whoever forwarded the letter learns that somebody else came."""
    context = {"invitation": invitation, "link": settings.SITE_URL + reverse("partners:home")}
    deliver("joined", context, {invitation.email: PartnerMember.objects.language_of(invitation.used_by)})


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
    deliver("word" if event.voice else "state", context, {member.user.email: member.language for member in members})


def deliver(template: str, context: dict[str, object], recipients: Mapping[str, str]) -> None:
    """One letter per person (address → language) after the commit: partners do not learn each other's addresses."""
    transaction.on_commit(lambda: _deliver(template, context, recipients), robust=True)


def in_vietnamese(addresses: Iterable[str]) -> dict[str, str]:
    """Recipients of the newsroom: its letters are Vietnamese, whatever page somebody took the step on."""
    return dict.fromkeys(addresses, settings.LANGUAGE_CODE)


def speaking(link: str, language: str) -> str:
    """`link` so that its page opens in `language` on a device that has never chosen one."""
    return link if language == settings.LANGUAGE_CODE else f"{link}?{CHOICE}={language}"


def _deliver(template: str, context: dict[str, object], recipients: Mapping[str, str]) -> None:
    """Words and link in the language of whoever gets the letter."""
    for recipient, language in recipients.items():
        with translation.override(language):
            told = context | {"link": speaking(str(context["link"]), language)} if "link" in context else context
            subject = render_to_string(f"partners/mail/{template}_subject.txt", told).strip()
            text = render_to_string(f"partners/mail/{template}.txt", told)
        try:
            send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [recipient])
        except OSError as error:  # SMTPException and every connection error are OSErrors
            log.warning("letter “%s” not sent: %s", template, error)
