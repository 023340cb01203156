"""Letters and notices to partners; each is written in the transaction of the step that it reports."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from partners.mail.letters import deliver
from partners.models import Invitation, Notice, PartnerMember, Submission, SubmissionEvent


def mail_invitation(invitation: Invitation, link: str) -> None:
    """Send the link. The database keeps only its hash, and the encrypted letter until it is sent."""
    context, to = {"invitation": invitation, "link": link}, {invitation.email: invitation.language}
    deliver("invitation", context, to, useful_until=invitation.expires_at)


def mail_joined(invitation: Invitation) -> None:
    """Tell the invited address that its link was used, in case somebody else got hold of it."""
    context = {"invitation": invitation, "link": settings.SITE_URL + reverse("partners:home")}
    deliver("joined", context, {invitation.email: PartnerMember.objects.language_of(invitation.used_by)})


def tell(submission: Submission, event: SubmissionEvent) -> None:
    """Tell all accounts that act for the partner what has changed: a notice and a letter each.

    The notice of the account that took the step is marked as read.
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
