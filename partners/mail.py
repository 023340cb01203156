"""Letters and notices to partners; each is written in the transaction of the step that it reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from base.middleware import CHOICE
from notifications.outbox import post
from notifications.purposes import Purpose, register

from .models import Invitation, Notice, PartnerMember, Submission, SubmissionEvent

LETTER_PERMISSIONS = ("partners.review_submission",)
#: name of a letter's templates → purpose
PURPOSES = {
    "invitation": register(Purpose("partner-invitation", _("Lời mời KOL"), LETTER_PERMISSIONS, is_secret=True)),
    "signin": register(Purpose("partner-signin", _("Liên kết đăng nhập của KOL"), LETTER_PERMISSIONS, is_secret=True)),
    "joined": register(Purpose("partner-joined", _("Lời mời KOL đã được dùng"), LETTER_PERMISSIONS)),
    "state": register(Purpose("partner-state", _("Bài của KOL sang bước mới"), LETTER_PERMISSIONS)),
    "word": register(Purpose("partner-word", _("Tòa soạn nhắn KOL"), LETTER_PERMISSIONS)),
    "suspended": register(Purpose("partner-suspended", _("Tạm ngưng cộng tác"), LETTER_PERMISSIONS)),
    "removal": register(Purpose("newsroom-removal", _("Báo tòa soạn: bài của KOL bị gỡ"), LETTER_PERMISSIONS)),
    "question": register(Purpose("newsroom-question", _("Báo tòa soạn: KOL hỏi"), LETTER_PERMISSIONS)),
    "late": register(Purpose("newsroom-late", _("Báo tòa soạn: quá hạn trả lời KOL"), LETTER_PERMISSIONS)),
}


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


def deliver(
    template: str,
    context: dict[str, object],
    recipients: Mapping[str, str],
    *,
    useful_until: datetime | None = None,
) -> None:
    """Write one letter per recipient (address → language), text and link in the recipient's language.

    `template`: a key of PURPOSES. One letter each, so that partners do not see each other's addresses. After
    `useful_until` the letter is no longer sent.
    """
    for recipient, language in recipients.items():
        with translation.override(language):
            told = context | {"link": speaking(str(context["link"]), language)} if "link" in context else context
            subject = render_to_string(f"partners/mail/{template}_subject.txt", told)
            text = render_to_string(f"partners/mail/{template}.txt", told)
            post(purpose=PURPOSES[template], to=recipient, subject=subject, text=text, useful_until=useful_until)


def in_vietnamese(addresses: Iterable[str]) -> dict[str, str]:
    """Recipients of the newsroom with Vietnamese as language, whatever the language of the request."""
    return dict.fromkeys(addresses, settings.LANGUAGE_CODE)


def speaking(link: str, language: str) -> str:
    """`link` with the parameter that opens its page in `language`; Vietnamese, the default, needs none."""
    return link if language == settings.LANGUAGE_CODE else f"{link}?{CHOICE}={language}"
