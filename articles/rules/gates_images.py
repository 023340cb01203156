"""Publish gates of pictures: alt text, credit, consent of depicted people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

_FILE_NAME = re.compile(r"^[\w\-. ]+\.(jpe?g|png|webp|heic|avif)$|^(img|dsc|image|screenshot)[\W_\d]+", re.IGNORECASE)


@dataclass(frozen=True)
class Problem:
    """One finding about a picture."""

    code: str
    is_stop: bool
    field: str
    where: str
    what: str
    mend: str


def problems(story: Page) -> Iterator[Problem]:
    """Findings of the lead picture, then of every picture in the body, each named by its title."""
    if story.lead_image_id:
        yield from _of_picture(story, story.lead_image, story.lead_credit, "lead_image", _("Ảnh chính"))
    for number, (image, credit) in enumerate(story.pictures_within(), start=1):
        where = _("Ảnh %(number)d trong bài") % {"number": number}
        if image is None:
            yield Problem(
                "image-gone",
                True,
                "body",
                where,
                _("Ảnh đã bị xóa khỏi kho."),
                _("Bạn chọn ảnh khác hoặc bỏ khối ảnh."),
            )
        else:
            yield from _of_picture(story, image, credit, "body", where)


def _of_picture(story: Page, image: Any, credit: str, field: str, where: str) -> Iterator[Problem]:
    name = f"{where} “{image.title[:40]}”"
    if image.is_withdrawn:
        yield Problem(
            "image-withdrawn", True, field, name, _("Ảnh này đã rút khỏi mọi trang."),
            _("Bạn chọn ảnh khác; hoặc mở ảnh trong kho và bỏ dấu “rút khỏi mọi trang” nếu ảnh được hiện lại."),
        )  # fmt: skip
    alt = (image.description or "").strip()
    if not alt or _FILE_NAME.match(alt):
        yield Problem(
            "alt-missing", True, field, name, _("Ảnh chưa có văn bản thay thế."),
            _("Bạn mở ảnh trong kho và tả một câu cho người không nhìn thấy."),
        )  # fmt: skip
    elif image.alt_in(story.locale.language_code)[1] != story.locale.language_code:
        yield Problem(
            "alt-untranslated", False, field, name, _("Ảnh chưa có mô tả bằng ngôn ngữ của bài."),
            _("Bạn điền ở Bàn dịch, trang của bài này; chưa có thì bạn đọc nghe mô tả tiếng Việt."),
        )  # fmt: skip
    if not (credit or image.credit).strip():
        yield Problem(
            "credit-missing",
            True,
            field,
            name,
            _("Ảnh chưa ghi nguồn."),
            _("Bạn điền nguồn ảnh ở đây hoặc trong kho ảnh."),
        )
    yield from _of_consent(story, image, field, name)


def _of_consent(story: Page, image: Any, field: str, name: str) -> Iterator[Problem]:
    """Law 91/2025 Art. 24: a child from 7 and the representative both agree, and consent may end."""
    if image.has_minor is None:
        yield Problem(
            "image-unanswered", False, field, name, _("Ảnh chưa trả lời “có người dưới 18 tuổi nhận ra được”."),
            _("Bạn mở ảnh trong kho và chọn Có hoặc Không."),
        )  # fmt: skip
    if not image.has_minor:
        return
    if story.has_minor is False:
        yield Problem(
            "minor-contradiction", True, "has_minor", name,
            _("Kho ảnh ghi ảnh này có người dưới 18 tuổi nhận ra được, mà bài trả lời Không."),
            _("Bạn trả lời Có, hoặc thay ảnh."),
        )  # fmt: skip
    reason = consent_problem(image)
    if reason:
        yield Problem(
            "consent",
            True,
            field,
            name,
            reason,
            _("Bạn ghi bản đồng ý của em và của cha mẹ vào ảnh, làm mờ, hoặc thay ảnh."),
        )


def consent_problem(image: Any) -> str:
    """Why a picture of a minor may not be shown today; empty when every consent is in force."""
    consents = list(image.consents.all())
    if not consents:
        return _("Ảnh có người dưới 18 tuổi mà chưa có bản đồng ý.")
    gaps = [gap for consent in consents if not consent.was_given_anew(consents) for gap in consent.gaps()]
    return " ".join(dict.fromkeys(gaps))
