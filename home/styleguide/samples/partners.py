"""Samples of the partners' pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from django.forms import BoundField
from django.utils import timezone

from partners.models import Partner, Submission
from partners.workflow.timeline import timeline_of

from .sample import KHMER, LONG, Sample


def samples(field: BoundField) -> tuple[Sample, ...]:
    """Samples of the partners' pages; `field` is any bound form field."""
    submission = _submission(Submission.State.CHANGES, "Cuộc gọi lúc nửa đêm")
    submission.newsroom_note = "Đoạn mở đầu hay. Xin đổi câu kết cho nhẹ hơn."
    person = SimpleNamespace(portrait=None, initials="MV")
    brief = SimpleNamespace(
        pk=1, uuid="00000000-0000-0000-0000-000000000000", title=LONG, wanted="Một clip dọc 60 giây.",
        deadline=timezone.now() + timedelta(days=6), is_open=True, days_left=6,
    )  # fmt: skip
    return (
        Sample("partners/parts/piece.html", "Một bài của đối tác", tuple(_pieces()), "ul"),
        Sample(
            "partners/parts/trail_full.html",
            "Đường đi của một bài",
            tuple(
                {"submission": piece, "trail": vars(piece)["trail"]}
                for piece in (_submission(Submission.State.SENT, "a"), _submission(Submission.State.CHANGES, "b"))
            ),
        ),
        Sample("partners/parts/file_row.html", "Tệp đã gửi: xong, chờ kiểm, bị từ chối", tuple(
            {"submission": brief, "row": row} for row in (
                _file("ma-kiem.mp4"), _file("bia.jpg", is_pending=True), _file("la.docm", refusal="Tệp bị từ chối."),
            )
        ), wrap="wizard"),
        Sample("partners/parts/pinned.html", "Lời nhắn ghim", ({"submission": submission, "remarks": []},)),
        Sample("partners/parts/brief_card.html", "Đề bài", ({"brief": brief},)),
        Sample(
            "partners/parts/form_field.html",
            "Ô của biểu mẫu nhiều bước: trống, sai",
            ({"field": field, "hint": "Dán từ TikTok, Facebook."},
             {"field": field, "hint": "", "problems": {"address": ["Liên kết phải bắt đầu bằng https://."]}}),
            wrap="wizard",
        ),
        Sample("partners/parts/portrait.html", "Chân dung chưa có ảnh", ({"partner": person},), wrap="portrait sgface"),
    )  # fmt: skip


def _submission(state: str, title: str) -> Submission:
    now = timezone.now()
    submission = Submission(title=title, state=state, updated_at=now, created_at=now - timedelta(days=3))
    submission.pk, submission.partner = 7, Partner(display_name="Mây Miệt Vườn")
    vars(submission).update(history=[], file_rows=[], trail=timeline_of(submission, []))  # as the views annotate it
    return submission


def _pieces() -> Iterator[dict[str, Any]]:
    state = Submission.State
    for at, title in (
        (state.DRAFT, "Cuộc gọi lúc nửa đêm"),
        (state.SENT, LONG),
        (state.CHANGES, KHMER),
        (state.PUBLISHED, "Thỏa thuận gia đình"),
    ):
        yield {"submission": _submission(at, title), "partners": []}


def _file(name: str, **changes: Any) -> SimpleNamespace:
    row = {"refusal": "", "verdict": "", "stored": None, "is_pending": False, "is_unscanned": False, "caption": ""}
    return SimpleNamespace(uuid=uuid4(), declared_name=name, declared_size=8_400_000, **row | changes)
