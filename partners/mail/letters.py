"""Forms of the letters: their purposes, languages and templates; `partners.py` and `newsroom.py` say what is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from base.middleware import CHOICE
from notifications.outbox import letter_language, post
from notifications.purposes import Purpose, register

LETTER_PERMISSIONS = ("partners.review_submission",)
#: name of a letter's templates → purpose
PURPOSES = {
    "invitation": register(Purpose("partner-invitation", _("Lời mời KOL"), LETTER_PERMISSIONS, is_secret=True)),
    "signin": register(Purpose("partner-signin", _("Liên kết đăng nhập của KOL"), LETTER_PERMISSIONS, is_secret=True)),
    "joined": register(Purpose("partner-joined", _("Lời mời KOL đã được dùng"), LETTER_PERMISSIONS)),
    "state": register(Purpose("partner-state", _("Bài của KOL sang bước mới"), LETTER_PERMISSIONS)),
    "word": register(Purpose("partner-word", _("Tòa soạn nhắn KOL"), LETTER_PERMISSIONS)),
    "brief": register(Purpose("partner-brief", _("Đề bài của KOL có bản mới"), LETTER_PERMISSIONS)),
    "due": register(Purpose("partner-due", _("Nhắc KOL: bài chưa gửi, sắp hết hạn"), LETTER_PERMISSIONS)),
    "suspended": register(Purpose("partner-suspended", _("Tạm ngưng cộng tác"), LETTER_PERMISSIONS)),
    "removal": register(Purpose("newsroom-removal", _("Báo tòa soạn: bài của KOL bị gỡ"), LETTER_PERMISSIONS)),
    "question": register(Purpose("newsroom-question", _("Báo tòa soạn: KOL hỏi"), LETTER_PERMISSIONS)),
    "late": register(Purpose("newsroom-late", _("Báo tòa soạn: quá hạn trả lời KOL"), LETTER_PERMISSIONS)),
}


def deliver(
    template: str,
    context: dict[str, object],
    recipients: Mapping[str, str],
    *,
    useful_until: datetime | None = None,
    key: str = "",
) -> None:
    """Write one letter per recipient (address → language), text and link in the recipient's language.

    `template`: a key of PURPOSES. One letter each, so that partners do not see each other's addresses. After
    `useful_until` the letter is no longer sent. With `key` a recipient gets it once.
    """
    for recipient, language in recipients.items():
        with letter_language(language):
            values = context | {"link": speaking(str(context["link"]), language)} if "link" in context else context
            subject = render_to_string(f"partners/mail/{template}_subject.txt", values)
            text = render_to_string(f"partners/mail/{template}.txt", values)
            purpose = PURPOSES[template]
            post(purpose=purpose, to=recipient, subject=subject, text=text, useful_until=useful_until, key=key)


def in_vietnamese(addresses: Iterable[str]) -> dict[str, str]:
    """Recipients of the newsroom with Vietnamese as language, whatever the language of the request."""
    return dict.fromkeys(addresses, settings.LANGUAGE_CODE)


def speaking(link: str, language: str) -> str:
    """`link` with the parameter that opens its page in `language`; Vietnamese, the default, needs none."""
    return link if language == settings.LANGUAGE_CODE else f"{link}?{CHOICE}={language}"
