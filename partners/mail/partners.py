"""Letters and notices to partners; each is written in the transaction of the step that it reports."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse

from notifications.outbox import told
from partners.mail.letters import deliver
from partners.models import Brief, Invitation, Notice, PartnerMember, Submission, SubmissionEvent


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


def tell_of_version(brief: Brief, version: int) -> None:
    """Tell partners that work on `brief`, or were invited to it and have no piece yet, that it has a new version."""
    pieces = Submission.objects.filter(brief=brief)
    at_work = Q(partner__submissions__in=pieces.filter(state__in=Submission.WITH_PARTNER))
    invited = Q(partner__invitations__brief=brief, partner__invitations__used_at__isnull=False)
    invited &= ~Q(partner__in=pieces.values("partner"))
    people = _open_members().filter(at_work | invited)
    context = {"brief": brief, "version": version, "link": settings.SITE_URL + brief.get_absolute_url()}
    deliver("brief", context, dict(people.values_list("user__email", "language")), key=f"brief-{brief.pk}-{version}")


def remind_of_deadline(submission: Submission, deadline: datetime) -> bool:
    """Tell the partner that a piece which has not been sent is due; once for each deadline. Returns whether it did."""
    people = dict(_open_members().filter(partner=submission.partner_id).values_list("user__email", "language"))
    key = f"brief-due-{submission.pk}-{deadline:%Y%m%d%H%M}"
    known_addresses = {address for _key, address in told((key, address) for address in people)}
    new = {address: language for address, language in people.items() if address not in known_addresses}
    link = settings.SITE_URL + reverse("partners:submission", args=[submission.uuid])
    deliver("due", {"submission": submission, "link": link}, new, key=key, useful_until=deadline)
    return bool(new)


def _open_members() -> QuerySet[PartnerMember]:
    """Open accounts of partners that are not suspended."""
    return PartnerMember.objects.filter(user__is_active=True, partner__is_active=True)
