"""Letters about a talk. They go once the step is committed; a mail server that is away breaks nothing."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from .models import SpeakerRequest

log = logging.getLogger(__name__)


def mail_offer(row: SpeakerRequest) -> None:
    """Ask the speaker, with the link to answer."""
    link = settings.SITE_URL + reverse("activities:speaker_answer", args=[row.answer_token])
    subject = " ".join(_("Lời mời nói chuyện: %(topic)s").split()) % {"topic": row.topic}
    text = render_to_string("activities/mail/offer.txt", {"row": row, "link": link})
    _send(subject, text, row.speaker.email)


def mail_agreed(row: SpeakerRequest) -> None:
    """Both have said yes: each learns it, whoever came first."""
    subject = _("Đã chốt buổi nói chuyện: %(topic)s") % {"topic": row.topic}
    text = render_to_string("activities/mail/agreed.txt", {"row": row})
    for address in (row.speaker.email, row.asked_by.email if row.asked_by else ""):
        _send(subject, text, address)


def mail_void(old: SpeakerRequest) -> None:
    """The speaker of an offer that no longer stands keeps no hour free for nothing; `old`: the request as offered."""
    if old.state != SpeakerRequest.State.OFFERED:
        return
    subject = _("Lời mời không còn: %(topic)s") % {"topic": old.topic}
    _send(subject, render_to_string("activities/mail/void.txt", {"row": old}), old.speaker.email)


def mail_cancelled(row: SpeakerRequest) -> None:
    """Tell speaker and unit that an agreed talk does not take place; each gets the reason."""
    subject = _("Hủy buổi nói chuyện: %(topic)s") % {"topic": row.topic}
    text = render_to_string("activities/mail/cancelled.txt", {"row": row})
    for address in (row.speaker.email, row.asked_by.email if row.asked_by else ""):
        _send(subject, text, address)


def _send(subject: str, text: str, address: str) -> None:
    if not address:
        return

    def deliver() -> None:
        try:
            send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [address])
        except OSError as error:
            log.warning("letter about a talk not sent: %s", error)

    transaction.on_commit(deliver, robust=True)
