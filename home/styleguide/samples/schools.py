"""Samples for schools and authorities, and of the calendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from django.utils import timezone

from activities.models import Kind
from schools.claims.checklist import ProgressRing, Row, State
from schools.coverage.public import PublicBar
from schools.coverage.queries import Bar
from schools.models import ChecklistItem, Claim

from .sample import KHMER, LONG, Sample


def samples() -> tuple[Sample, ...]:
    """Samples of schools, authorities and the calendar."""
    return (*_checklist(), *_coverage(), *_calendar())


def _checklist() -> tuple[Sample, ...]:
    """A school's list of actions and its progress."""
    return (
        Sample("schools/parts/row.html", "Một việc: mọi trạng thái", _rows(), "ul", "checks"),
        Sample(
            "schools/parts/next.html",
            "Việc tiếp theo",
            (
                {"next": _row(State.TODO, "Treo poster ở bảng tin", due=9)["row"]},
                {"next": _row(State.RETURNED, LONG, note="Chụp lại giúp.")["row"]},
            ),
            wrap="board",
        ),
        Sample(
            "schools/parts/ring.html",
            "Vòng tiến độ: chưa, dở, đủ",
            (
                {"ring": ProgressRing(15, 0, 0, 0)},
                {"ring": ProgressRing(15, 6, 3, 1)},
                {"ring": ProgressRing(15, 15, 0, 0)},
            ),
            wrap="board ringsample",
        ),
    )


def _coverage() -> tuple[Sample, ...]:
    """Tables of the authority and of the public page."""
    bars = [
        Bar("C04", "Treo poster", 120, 84, 20),
        Bar("C07", LONG, 120, 12, 30),
        Bar("C09", KHMER, 120, 0, 0),
    ]
    heads = {"head": "Việc", "caption": "Số đơn vị đã khai", "what": "đơn vị"}
    shares = [
        PublicBar("Trung học cơ sở", 213, 85, 39),
        PublicBar("Mầm non", 12, 0, None),
        PublicBar(LONG, 40, 10, 25),
    ]
    return (
        Sample(
            "schools/parts/bars.html",
            "Bảng cũng là biểu đồ; trống",
            (
                heads | {"bars": bars, "codes": 1, "prefix": "sg"},
                heads | {"bars": [], "prefix": "sh"},
            ),
        ),
        Sample(
            "schools/parts/public_bars.html",
            "Độ phủ cho bạn đọc",
            ({"bars": shares, "caption": "Tỉ lệ trường đã hưởng ứng", "head": "Cấp học"},),
            wrap="coverage",
        ),
    )


def _calendar() -> tuple[Sample, ...]:
    return (
        Sample(
            "activities/front.html",
            "Lịch sự kiện",
            ({"part": {"events": [_event("Giờ chào cờ “Không một mình”", 2), _event(LONG, 9), _event(KHMER, 12)]}},),
        ),
        Sample(
            "activities/event.html",
            "Một buổi của lịch: sắp tới, dời ngày, đã qua",
            (
                {"event": _event("Giờ chào cờ “Không một mình”", 2)},
                {"event": _event(LONG, 9)},
                {"event": _event(KHMER, -4, held_on=timezone.localdate()), "is_past": True},
            ),
            "ul",
            "agenda whole",
        ),
    )


def _row(state: str, label: str, *, draft: bool = False, due: int = 0, note: str = "") -> dict[str, Any]:
    """Context of a row in a school's list; `due` in days from today, 0 for no deadline."""
    item = ChecklistItem(code="C04", label=label, due_on=timezone.localdate() + timedelta(days=due) if due else None)
    claim = None
    if state != State.TODO or draft:
        now = timezone.now()
        claim = Claim(state=state, draft={"note": "…"} if draft else {}, decision_note=note, declared_at=now)
        claim.confirmed_on = timezone.localdate()
    return {"row": Row(item, claim)}


def _rows() -> tuple[dict[str, Any], ...]:
    return (
        _row(State.TODO, "Treo poster ở bảng tin", due=9),
        _row(State.TODO, "Chiếu clip đầu giờ chào cờ", due=-2),
        _row(State.TODO, "Sinh hoạt lớp theo bộ tình huống", draft=True),
        _row(State.DECLARED, LONG),
        _row(State.RETURNED, "Đăng bài trên fanpage", note="Ảnh chụp màn hình bị tối, chụp lại giúp."),
        _row(State.CONFIRMED, "Phổ biến số 111 và 113"),
    )


def _event(title: str, days: int, held_on: date | None = None) -> SimpleNamespace:
    at: datetime = timezone.now() + timedelta(days=days)
    speakers = SimpleNamespace(all=["ThS. Demo An"])
    return SimpleNamespace(
        starts_at=at, title=title, place="Sân trường, phường Ninh Kiều", uuid=uuid4(), speakers=speakers,
        get_kind_display=Kind.TRAINING.label, held_on=held_on,
    )  # fmt: skip
