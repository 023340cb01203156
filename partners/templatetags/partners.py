"""Template filters for states, remarks, dates and networks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import template
from django.utils.translation import gettext as _

from articles.blocks.media import post_platform
from partners.models import Remark, Submission, SubmissionFile

register = template.Library()


@register.filter
def file_state(row: SubmissionFile) -> str:
    """State of a submission's file, as one sentence."""
    if row.refusal:
        return row.refusal
    if row.verdict == "declined":
        return _("Tòa soạn không nhận tệp này")
    if row.stored and row.stored.state == "infected":
        return _("Phần mềm diệt vi-rút thấy mã độc nên tệp đã bị xóa. Bạn quét máy rồi gửi tệp khác.")
    if row.is_pending:
        return _("Đã nhận đủ, đang chờ kiểm tra")
    return _("Đã nhận đủ, chưa quét vi-rút được") if row.is_unscanned else _("Đã nhận và kiểm tra xong")


@register.filter
def state_tone(state: str) -> str:
    """Class of the state's label: bad (the partner has to act), ok (done), wait (in progress)."""
    return {
        "changes": "bad",
        "rejected": "bad",
        "expired": "bad",
        "scheduled": "ok",
        "published": "ok",
        "accepted": "ok",
        "sent": "wait",
        "in_review": "wait",
    }.get(state, "")


@register.filter
def item(mapping: Mapping[str, Any] | None, key: str) -> Any:
    """Value of `key` in a dict, None when it is not there."""
    return mapping.get(key) if mapping else None


@register.filter
def first_preview(rows: Iterable[SubmissionFile] | None) -> SubmissionFile | None:
    """The first file with a picture to show, None without one."""
    return next((row for row in rows or [] if row.stored and row.stored.preview_key), None)


@register.filter
def open_ones(remarks: Iterable[Remark] | None) -> list[Remark]:
    """Remarks that no later sending has answered."""
    return [remark for remark in remarks or [] if remark.answered_at is None]


@register.filter
def paragraph_of(remark: Remark, submission: Submission) -> str:
    """Present text of the paragraph that a remark is pinned to; "" without such a pin or paragraph."""
    paragraphs = submission.paragraphs if remark.paragraph else []
    return paragraphs[remark.paragraph - 1] if remark.paragraph and remark.paragraph <= len(paragraphs) else ""


@register.filter
def iso_day(value: date | str | None) -> str:
    """A date as <input type="date"> needs it; typed text is returned as it is."""
    return value.isoformat() if isinstance(value, date) else (value or "")


@register.filter
def clock(milliseconds: int | None) -> str:
    """“1:05” for 65 000 ms."""
    minutes, seconds = divmod(round((milliseconds or 0) / 1000), 60)
    return f"{minutes}:{seconds:02d}"


@register.filter
def network(url: str | None) -> str:
    """Network of a post's address, such as “TikTok”; the address is not fetched."""
    return post_platform(str(url or ""))
