"""Checklist of one unit in one season: items that apply, order, progress, next item, missing evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from campaign.models import Season
from schools.models import ChecklistItem, Claim, EvidencePhoto, Unit

State = Claim.State
#: Order of the unit's list: returned, draft, untouched, waiting, confirmed.
ORDER = {State.RETURNED: 0, "draft": 1, State.TODO: 2, State.DECLARED: 3, State.CONFIRMED: 4}
TONES = {State.RETURNED: "bad", State.DECLARED: "wait", State.CONFIRMED: "ok", State.TODO: ""}
ICONS = {State.RETURNED: "canhbao", State.DECLARED: "dongho", State.CONFIRMED: "nen", State.TODO: "mui"}


@dataclass(frozen=True)
class Row:
    """One item with the unit's claim, which may not exist yet."""

    item: ChecklistItem
    claim: Claim | None

    @property
    def state(self) -> str:
        """State of the claim; TODO without one."""
        return self.claim.state if self.claim else State.TODO

    @property
    def has_draft(self) -> bool:
        """Whether values are saved that were not handed in."""
        return bool(self.claim and self.claim.draft)

    @property
    def label(self) -> str:
        return str(State(self.state).label)

    @property
    def tone(self) -> str:
        return TONES[State(self.state)]

    @property
    def icon(self) -> str:
        return ICONS[State(self.state)]

    @property
    def is_late(self) -> bool:
        """Whether the deadline has passed and nothing was declared."""
        return bool(self.item.due_on and self.item.due_on < timezone.localdate() and self.state == State.TODO)

    @property
    def rank(self) -> tuple[int, date, int]:
        """Sort key: ORDER of the state, then the deadline, then the order of the checklist."""
        key: Any = "draft" if self.state == State.TODO and self.has_draft else State(self.state)
        return ORDER[key], self.item.due_on or date.max, self.item.order


def items_for(unit: Unit, season: Season) -> list[ChecklistItem]:
    """The active items of `season` that `unit` has to do; one query."""
    items = ChecklistItem.objects.filter(season=season, is_active=True)
    return [item for item in items if item.applies_to(unit.kind, unit.level)]


def rows_of(unit: Unit, season: Season) -> list[Row]:
    """Every item with the unit's claim, in the order of the list; three queries."""
    photos = Prefetch("photos", EvidencePhoto.objects.select_related("stored"))
    claims = {
        claim.item_id: claim
        for claim in Claim.objects.filter(unit=unit, item__season=season)
        .select_related("declared_by", "decided_by", "item")
        .prefetch_related(photos)
    }
    return [Row(item, claims.get(item.pk)) for item in items_for(unit, season)]


@dataclass(frozen=True)
class ProgressRing:
    """Counts of a unit's items by state, for the progress ring with “11/15”."""

    total: int
    confirmed: int
    waiting: int
    returned: int

    @property
    def todo(self) -> int:
        return self.total - self.confirmed - self.waiting - self.returned

    @property
    def declared(self) -> int:
        return self.confirmed + self.waiting

    @property
    def rest(self) -> int:
        """Items neither waiting nor confirmed: what the arc of declared items leaves open."""
        return self.total - self.declared

    @property
    def unconfirmed(self) -> int:
        """Items not confirmed: what the arc of confirmed items leaves open."""
        return self.total - self.confirmed


def progress_ring(rows: list[Row]) -> ProgressRing:
    """Count `rows` by state."""
    states = [row.state for row in rows]
    return ProgressRing(
        total=len(rows),
        confirmed=states.count(State.CONFIRMED),
        waiting=states.count(State.DECLARED),
        returned=states.count(State.RETURNED),
    )


def next_row(rows: list[Row]) -> Row | None:
    """The row to do next: returned, then drafts, then untouched, each by deadline; None when nothing is open."""
    open_rows = [row for row in rows if row.state in {State.RETURNED, State.TODO}]
    return min(open_rows, key=lambda row: row.rank, default=None)


def wanted(item: ChecklistItem) -> str:
    """The evidence that `item` asks for, as in “liên kết hoặc ảnh; số bài dự thi; ngày làm”."""
    parts = []
    if item.either:
        parts.append(_("liên kết hoặc ảnh"))
    else:
        parts += [_("liên kết")] * item.wants_link + [_("ảnh")] * item.wants_photo
    parts += [item.number_label[:1].lower() + item.number_label[1:]] if item.number_label else []
    parts += [_("ngày làm")] * item.wants_date
    return "; ".join(parts) or _("chỉ cần bấm gửi")


def missing(item: ChecklistItem, values: Mapping[str, Any], photos: int) -> dict[str, str]:
    """Field → sentence for everything that is missing to hand the claim in. `values` are cleaned fields."""
    problems = {}
    if item.either and not values.get("link") and not photos:
        problems["link"] = _("Cần một liên kết hoặc ít nhất một ảnh. Bạn dán liên kết, hoặc chụp một tấm.")
    if not item.either and item.wants_link and not values.get("link"):
        problems["link"] = _("Còn thiếu liên kết. Bạn mở bài đăng, sao chép liên kết rồi dán vào đây.")
    if not item.either and item.wants_photo and not photos:
        problems["photos"] = _("Còn thiếu ảnh. Bạn chụp một tấm không rõ mặt học sinh.")
    if item.number_label and values.get("number") is None:
        problems["number"] = _("Còn thiếu “%(label)s”. Ước lượng cũng được; chưa có thì ghi 0.") % {
            "label": item.number_label
        }
    if item.wants_date and not values.get("done_on"):
        problems["done_on"] = _("Còn thiếu ngày làm.")
    if photos and not values.get("faces_ok"):
        problems["faces_ok"] = _(
            "Có ảnh thì cần đánh dấu: ảnh không rõ mặt học sinh, hoặc đã có đồng ý của học sinh và cha mẹ."
        )
    return problems
