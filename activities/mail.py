"""Letters about a talk; each is put into the outbox in the transaction of the step that it reports."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, override

from activities.events.letters import called_off
from notifications.outbox import open_addresses, post
from notifications.purposes import Purpose, register

from .models import SpeakerRequest

LETTER_PERMISSIONS = ("activities.arrange_speakers",)
OFFER = register(Purpose("talk-offer", gettext_lazy("Mời báo cáo viên"), LETTER_PERMISSIONS, is_secret=True))
AGREED = register(Purpose("talk-agreed", gettext_lazy("Đã chốt buổi nói chuyện"), LETTER_PERMISSIONS))
VOID = register(Purpose("talk-void", gettext_lazy("Lời mời báo cáo viên không còn"), LETTER_PERMISSIONS))
MOVED = register(Purpose("talk-moved", gettext_lazy("Buổi nói chuyện đổi giờ hoặc nơi"), LETTER_PERMISSIONS))
CANCELLED = register(Purpose("talk-cancelled", gettext_lazy("Hủy buổi nói chuyện"), LETTER_PERMISSIONS))


def mail_offer(row: SpeakerRequest) -> None:
    """Ask the speaker, with the link to answer."""
    link = settings.SITE_URL + reverse("activities:speaker_answer", args=[row.answer_token])
    _post(OFFER, gettext_lazy("Lời mời nói chuyện: %(topic)s"), "offer", row, [row.speaker_address], link)


def mail_agreed(row: SpeakerRequest) -> None:
    """Tell speaker and unit that the talk is agreed."""
    _post(AGREED, gettext_lazy("Đã chốt buổi nói chuyện: %(topic)s"), "agreed", row, _both(row))


def mail_void(old: SpeakerRequest) -> None:
    """Tell the speaker of `old`, a copy of the request before the step, that the offer no longer stands.

    Nothing is sent unless `old` was OFFERED.
    """
    if old.state == SpeakerRequest.State.OFFERED:
        _post(VOID, gettext_lazy("Lời mời không còn: %(topic)s"), "void", old, [old.speaker_address])


def mail_moved(row: SpeakerRequest) -> None:
    """Tell speaker and unit the new time or place of an agreed talk."""
    _post(MOVED, gettext_lazy("Giờ và nơi mới của buổi nói chuyện: %(topic)s"), "moved", row, _both(row))


def mail_cancelled(row: SpeakerRequest) -> None:
    """Tell speaker and unit that an agreed talk does not take place, with the reason, and who has places at it."""
    if row.event is not None:
        called_off(row.event)
    _post(CANCELLED, gettext_lazy("Hủy buổi nói chuyện: %(topic)s"), "cancelled", row, _both(row))


def _post(
    purpose: Purpose, subject: Promise, template: str, row: SpeakerRequest, to: Iterable[str], link: str = ""
) -> None:
    with override(settings.LANGUAGE_CODE):  # not the language in which the organiser or the speaker reads the site
        text = render_to_string(f"activities/mail/{template}.txt", {"row": row, "link": link})
        post(purpose=purpose, to=to, subject=str(subject) % {"topic": row.topic}, text=text)


def _both(row: SpeakerRequest) -> list[str]:
    """Addresses of the speaker and of the account that asked for the talk, while it is open."""
    return [row.speaker_address, *open_addresses(row.asked_by)]
