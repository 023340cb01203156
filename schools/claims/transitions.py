"""State transitions of a claim: draft, hand in, withdraw, decide, undo, reopen, recheck.

The unit's steps take a claim that `claim_for` has locked; the authority's lock the rows themselves. Every change
of state writes a ClaimEvent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.errors import DecidedMeanwhile, WrongState
from schools import locks
from schools.access import is_closed, reviewed_kinds
from schools.coverage import rollups
from schools.models import ChecklistItem, Claim, ClaimEvent, ReviewBatch, Unit
from users.models import User

State = Claim.State
FIELDS = ("link", "number", "done_on", "note", "faces_ok")
CLOSED = gettext_lazy("Mùa này đã chốt số liệu nên không sửa được nữa.")
UNDO_MINUTES = 30  # minutes in which a decision can be undone


class ChangedMeanwhile(WrongState):
    """A colleague has saved since the form was opened; `claim` is the saved row, `brief` names the colleague."""

    def __init__(self, claim: Claim) -> None:
        self.claim = claim
        name = claim.saved_by.get_full_name() if claim.saved_by else _("Một đồng nghiệp")
        at = f"{timezone.localtime(claim.saved_at):%H:%M}" if claim.saved_at else ""
        self.brief = _("%(who)s vừa lưu việc này lúc %(at)s.") % {"who": name, "at": at}
        super().__init__(f"{self.brief} {_('Bạn xem bản đó ở dưới rồi chọn; chữ bạn gõ vẫn còn trong ô.')}")


def claim_for(unit: Unit, item: ChecklistItem) -> Claim:
    """The unit's claim of `item`, created when missing and locked until the transaction ends."""
    locks.step(item.season_id)
    Claim.objects.get_or_create(unit=unit, item=item)
    return (
        Claim.objects.select_for_update(of=("self",))
        .select_related("unit__organisation", "item__season__close", "saved_by")
        .get(unit=unit, item=item)
    )


def check_open(claim: Claim, *, version: int | None, by: User) -> None:
    """Raise WrongState when the claim can no longer be changed, ChangedMeanwhile when another saved after `version`."""
    if is_closed(claim.item.season):
        raise WrongState(CLOSED)
    if not claim.is_open:
        raise WrongState(_("Việc này đã được xác nhận nên không sửa được. Cần sửa thì nhắn cơ quan phụ trách."))
    if version is not None and version != claim.version and claim.saved_by_id != by.pk:
        raise ChangedMeanwhile(claim)


def _saved(claim: Claim, by: User) -> None:
    claim.version += 1
    claim.saved_at, claim.saved_by = timezone.now(), by


def save_draft(claim: Claim, values: Mapping[str, Any], *, by: User) -> None:
    """Save `values` as the draft; the declared fields do not change."""
    claim.draft = {name: values[name] for name in FIELDS if name in values}
    _saved(claim, by)
    claim.save(update_fields=["draft", "version", "saved_at", "saved_by"])


def touch(claim: Claim, *, by: User) -> None:
    """Raise the version after a photo was added or removed, so that open forms notice it."""
    _saved(claim, by)
    claim.save(update_fields=["version", "saved_at", "saved_by"])


def declare(claim: Claim, values: Mapping[str, Any], *, by: User) -> None:
    """Hand the claim in. A waiting claim is corrected: no new event, the same place in the queue."""
    before, now = claim.state, timezone.now()
    for name in FIELDS:
        setattr(claim, name, values[name])
    claim.draft, claim.state, claim.declared_by = {}, State.DECLARED, by
    claim.declared_on = claim.declared_on or timezone.localdate()
    if before != State.DECLARED:
        claim.declared_at = now
    if claim.recheck == Claim.Recheck.FAILED:
        claim.recheck = Claim.Recheck.DUE
    _saved(claim, by)
    claim.save()
    if before != State.DECLARED:
        ClaimEvent.objects.create(claim=claim, before=before, after=State.DECLARED, by=by)
        rollups.refresh(claim.item.season, [claim])


def withdraw(claim: Claim, *, by: User) -> None:
    """Take a waiting claim back to TODO; its fields become the draft. Raises WrongState unless it waits."""
    if claim.state != State.DECLARED:
        raise WrongState(_("Chỉ rút được việc đang chờ xem."))
    claim.draft = {name: getattr(claim, name) for name in FIELDS}
    claim.state = State.TODO
    day = claim.declared_on
    claim.declared_on = None
    _saved(claim, by)
    claim.save()
    ClaimEvent.objects.create(claim=claim, before=State.DECLARED, after=State.TODO, by=by)
    rollups.refresh(claim.item.season, [claim], days=[day] if day else [])


# --- the authority --------------------------------------------------------------------------


@transaction.atomic
def decide(claims: Iterable[Claim], to: str, *, by: User, note: str = "") -> tuple[ReviewBatch, list[Claim]]:
    """Confirm (or return, with a note) those of `claims` that wait; returns the batch and what was decided.

    Claims that were decided or withdrawn meanwhile are left out. Raises WrongState, which names who was faster, when
    none of them waits any more, ValidationError for a return without a note.
    """
    if to == State.RETURNED and not note.strip():
        raise ValidationError(_("Bạn ghi một câu để trường biết cần bổ sung gì."))
    claims = list(claims)
    keys = [claim.pk for claim in claims]
    for key in sorted({claim.item.season_id for claim in claims}):
        locks.step(key)
    locked = list(
        Claim.objects.select_for_update(of=("self",))
        .filter(pk__in=keys, state=State.DECLARED, item__season__close=None)
        .select_related("unit__organisation", "item__season")
        .order_by("pk")
    )
    if claims and not locked:
        raise _none_waits(Claim.objects.filter(pk__in=keys))
    batch = ReviewBatch.objects.create(by=by)
    for claim in locked:
        _decide_one(claim, to, by=by, note=note.strip()[:500], batch=batch)
    for season in {claim.item.season for claim in locked}:
        rollups.refresh(season, [claim for claim in locked if claim.item.season_id == season.pk])
    return batch, locked


def _none_waits(claims: QuerySet[Claim]) -> WrongState:
    """The conflict for a reviewer all of whose claims were decided, withdrawn or closed with their season meanwhile."""
    decided = claims.exclude(decided_by=None).select_related("decided_by").order_by("-decided_at").first()
    if claims.exclude(item__season__close=None).exists():
        return WrongState(CLOSED)
    if decided and decided.state != State.TODO:
        sentence = _("%(who)s vừa xử lý việc bạn chọn, nên việc ấy giữ nguyên. Bạn mở lại danh sách.")
        return DecidedMeanwhile(decided.decided_by, sentence)
    return WrongState(_("Trường vừa rút việc bạn chọn về nháp, nên không còn gì để quyết. Bạn mở lại danh sách."))


def _decide_one(claim: Claim, to: str, *, by: User, note: str, batch: ReviewBatch) -> None:
    before = claim.state
    claim.state, claim.decided_by, claim.decided_at, claim.decision_note = to, by, timezone.now(), note
    claim.confirmed_on = timezone.localdate() if to == State.CONFIRMED else None
    claim.version += 1
    claim.save(
        update_fields=["state", "decided_by", "decided_at", "decision_note", "confirmed_on", "version", "recheck"]
    )
    ClaimEvent.objects.create(claim=claim, before=before, after=to, by=by, note=note, batch=batch)


def can_undo(batch: ReviewBatch, *, by: User) -> bool:
    """Whether `by` may still take the decision back: the same person, within UNDO_MINUTES, once."""
    is_recent = batch.at >= timezone.now() - timedelta(minutes=UNDO_MINUTES)
    return is_recent and batch.undone_at is None and batch.by_id == by.pk


@transaction.atomic
def undo(batch: ReviewBatch, *, by: User) -> int:
    """Put the claims of `batch` back to waiting; returns how many. Claims with a later event are left as they are.

    So are those of units that `by` does not review any more.

    Raises WrongState when it is another person's, older than UNDO_MINUTES, or already undone.
    """
    batch = ReviewBatch.objects.select_for_update().get(pk=batch.pk)
    if not can_undo(batch, by=by):
        raise WrongState(
            _("Lượt này không hoàn tác được nữa: chỉ người bấm hoàn tác được, trong %(n)d phút, một lần.")
            % {"n": UNDO_MINUTES}
        )
    events = {event.claim_id: event for event in batch.events.select_related("claim__item")}
    for key in sorted({event.claim.item.season_id for event in events.values()}):
        locks.step(key)
    claims = list(
        Claim.objects.select_for_update(of=("self",))
        .filter(pk__in=events, item__season__close=None, unit__kind__in=reviewed_kinds(by))
        .select_related("unit__organisation", "item__season")
        .order_by("pk")
    )
    moved: list[Claim] = []
    days: set[date] = set()
    for claim in claims:
        last = claim.events.order_by("-pk").first()
        if last is None or last.pk != events[claim.pk].pk:
            continue
        if claim.confirmed_on:
            days.add(claim.confirmed_on)
        _back_to_waiting(claim, by, batch)
        moved.append(claim)
    batch.undone_at = timezone.now()
    batch.save(update_fields=["undone_at"])
    for season in {claim.item.season for claim in moved}:
        rollups.refresh(season, [claim for claim in moved if claim.item.season_id == season.pk], days=days)
    return len(moved)


def _back_to_waiting(claim: Claim, by: User, batch: ReviewBatch) -> None:
    before = claim.state
    claim.state, claim.confirmed_on, claim.decided_at, claim.decided_by = State.DECLARED, None, None, None
    claim.decision_note = ""
    claim.version += 1
    claim.save()
    ClaimEvent.objects.create(claim=claim, before=before, after=State.DECLARED, by=by, note=_("Hoàn tác"), batch=batch)


@transaction.atomic
def reopen(claim: Claim, *, by: User, note: str) -> None:
    """Send a confirmed claim back to its unit, at any time before the season is closed.

    Raises ValidationError without a note, WrongState when the season is closed, DecidedMeanwhile when the claim is not
    confirmed any more.
    """
    if not note.strip():
        raise ValidationError(_("Bạn ghi một câu để trường biết vì sao việc được mở lại và cần bổ sung gì."))
    locks.step(claim.item.season_id)
    claim = (
        Claim.objects.select_for_update(of=("self",))
        .select_related("unit__organisation", "item__season__close", "decided_by")
        .get(pk=claim.pk)
    )
    if is_closed(claim.item.season):
        raise WrongState(CLOSED)
    if claim.state != State.CONFIRMED:
        raise DecidedMeanwhile(claim.decided_by, _("%(who)s vừa mở lại hoặc xử lý việc này. Bạn tải lại trang."))
    day: date | None = claim.confirmed_on
    claim.recheck = Claim.Recheck.NONE
    _decide_one(claim, State.RETURNED, by=by, note=note.strip()[:500], batch=ReviewBatch.objects.create(by=by))
    rollups.refresh(claim.item.season, [claim], days=[day] if day else [])


@transaction.atomic
def recheck(claim: Claim, *, passed: bool, by: User, note: str = "") -> None:
    """Record the recheck of a drawn, confirmed claim; a failed one goes back to the unit with `note`.

    Raises WrongState when the season is closed or no recheck is due any more, ValidationError when `by` confirmed the
    claim or a failure has no note.
    """
    locks.step(claim.item.season_id)
    claim = (
        Claim.objects.select_for_update(of=("self",))
        .select_related("unit__organisation", "item__season__close")
        .get(pk=claim.pk)
    )
    if is_closed(claim.item.season):
        raise WrongState(CLOSED)
    if claim.recheck != Claim.Recheck.DUE or claim.state != State.CONFIRMED:
        sentence = _("%(who)s vừa kiểm lại hoặc mở lại việc này. Bạn mở lại danh sách.")
        raise DecidedMeanwhile(claim.rechecked_by, sentence)
    if claim.decided_by_id == by.pk:
        raise ValidationError(_("Bạn đã xác nhận việc này nên người khác kiểm lại."))
    if not passed and not note.strip():
        raise ValidationError(_("Bạn ghi một câu để trường biết cần bổ sung gì."))
    claim.recheck = Claim.Recheck.PASSED if passed else Claim.Recheck.FAILED
    claim.rechecked_by = by
    claim.save(update_fields=["recheck", "rechecked_by"])
    if not passed:
        day: date | None = claim.confirmed_on
        _decide_one(claim, State.RETURNED, by=by, note=note.strip()[:500], batch=ReviewBatch.objects.create(by=by))
        rollups.refresh(claim.item.season, [claim], days=[day] if day else [])
