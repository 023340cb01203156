"""Letters about a talk; each is put into the outbox in the transaction of the step that it reports."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications.outbox import open_addresses, post
from notifications.purposes import Purpose, register

from .models import SpeakerRequest

LETTER_PERMISSIONS = ("activities.arrange_speakers",)
OFFER = register(Purpose("talk-offer", gettext_lazy("Mời báo cáo viên"), LETTER_PERMISSIONS, is_secret=True))
AGREED = register(Purpose("talk-agreed", gettext_lazy("Đã chốt buổi nói chuyện"), LETTER_PERMISSIONS))
VOID = register(Purpose("talk-void", gettext_lazy("Lời mời báo cáo viên không còn"), LETTER_PERMISSIONS))
CANCELLED = register(Purpose("talk-cancelled", gettext_lazy("Hủy buổi nói chuyện"), LETTER_PERMISSIONS))


def mail_offer(row: SpeakerRequest) -> None:
    """Ask the speaker, with the link to answer."""
    link = settings.SITE_URL + reverse("activities:speaker_answer", args=[row.answer_token])
    subject = _("Lời mời nói chuyện: %(topic)s") % {"topic": row.topic}
    text = render_to_string("activities/mail/offer.txt", {"row": row, "link": link})
    post(purpose=OFFER, to=row.speaker_address, subject=subject, text=text)


def mail_agreed(row: SpeakerRequest) -> None:
    """Tell speaker and unit that the talk is agreed."""
    subject = _("Đã chốt buổi nói chuyện: %(topic)s") % {"topic": row.topic}
    text = render_to_string("activities/mail/agreed.txt", {"row": row})
    post(purpose=AGREED, to=_both(row), subject=subject, text=text)


def mail_void(old: SpeakerRequest) -> None:
    """Tell the speaker of `old`, a copy of the request before the step, that the offer no longer stands.

    Nothing is sent unless `old` was OFFERED.
    """
    if old.state != SpeakerRequest.State.OFFERED:
        return
    subject = _("Lời mời không còn: %(topic)s") % {"topic": old.topic}
    text = render_to_string("activities/mail/void.txt", {"row": old})
    post(purpose=VOID, to=old.speaker_address, subject=subject, text=text)


def mail_cancelled(row: SpeakerRequest) -> None:
    """Tell speaker and unit that an agreed talk does not take place, with the reason."""
    subject = _("Hủy buổi nói chuyện: %(topic)s") % {"topic": row.topic}
    text = render_to_string("activities/mail/cancelled.txt", {"row": row})
    post(purpose=CANCELLED, to=_both(row), subject=subject, text=text)


def _both(row: SpeakerRequest) -> list[str]:
    """Addresses of the speaker and of the account that asked for the talk, while it is open."""
    return [row.speaker_address, *open_addresses(row.asked_by)]
