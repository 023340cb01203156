"""Actions on the slots of a front page: steps of a draft, publishing it, undo, four eyes.

Every action locks the front page first, so that two people act one after the other; an action on an arrangement that is
no longer the newest raises DecidedMeanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from articles.blocks.pins import Pin, all_pins
from articles.editorial.access import works_as
from base import site_context
from base.caching.cdn_purge import purge_page
from base.errors import DecidedMeanwhile
from home.front_desk import letters
from home.front_desk.slots import as_data, as_pins, as_stream
from home.models import FrontArrangement
from users.models import User
from users.roles import ARRANGERS

SHOWN = "home.front_page"
State = FrontArrangement.State


def may_arrange_front(user: User) -> bool:
    """Whether `user` arranges front pages: secretary or chief of any outlet, or administrator."""
    return user.is_superuser or works_as(user, ARRANGERS)


def head_of(page: Any) -> FrontArrangement | None:
    """The newest arrangement that was not taken back: the draft, else what is shown; None before the first."""
    rows = FrontArrangement.objects.filter(page_id=page.pk).exclude(state=State.UNDONE)
    return rows.select_related("made_by").first()


def pins_of(page: Any, head: FrontArrangement | None) -> list[Pin]:
    """The pins of an arrangement; without one those that the page holds."""
    return all_pins(page.pins) if head is None or head.state == State.SHOWN else as_pins(head.slots)


def draft_of(page: Any) -> list[FrontArrangement]:
    """The steps that are not shown yet, the newest first."""
    shown_pk = FrontArrangement.objects.filter(page_id=page.pk).shown().values_list("pk", flat=True).first() or 0
    steps = FrontArrangement.objects.filter(page_id=page.pk, pk__gt=shown_pk, state__in=(State.DRAFT, State.WAITING))
    return list(steps.select_related("made_by"))


def _lock(page: Any, seen: int, user: User) -> FrontArrangement | None:
    """Lock the page; its newest arrangement. Raises PermissionDenied; DecidedMeanwhile if that is not `seen`."""
    if not may_arrange_front(user):
        raise PermissionDenied(_("Thư ký tòa soạn và Tổng Biên tập xếp trang nhất."))
    list(Page.objects.select_for_update(of=("self",)).filter(pk=page.pk).values_list("pk"))
    page.refresh_from_db(fields=["pins", "four_eyes"])
    head = head_of(page)
    if (head.pk if head else 0) != seen:
        author = head.made_by if head else None
        raise DecidedMeanwhile(author, _("%(who)s vừa đổi trang nhất. Đây là trang lúc này; bạn xem rồi đổi tiếp."))
    return head


@transaction.atomic
def step(page: Any, pins: Sequence[Pin], user: User, seen: int) -> FrontArrangement:
    """Add a step to the draft: the slots are `pins`. Raises PermissionDenied, DecidedMeanwhile."""
    head = _lock(page, seen, user)
    if head is None:
        _begin(page)
    return FrontArrangement.objects.create(page=page, slots=as_data(pins), made_by=user)


def _begin(page: Any) -> None:
    """Remember what the page showed before its first step, so that it can come back."""
    FrontArrangement.objects.create(
        page=page, slots=as_data(all_pins(page.pins)), state=State.SHOWN, shown_at=timezone.now()
    )


@transaction.atomic
def undo(page: Any, user: User, seen: int) -> FrontArrangement | None:
    """Take back the newest step; without a draft show what was shown before. Returns what readers see again, or None.

    What was shown before needs no second person: it had one. Raises ValidationError when there is nothing to undo.
    """
    head = _lock(page, seen, user)
    if head is not None and head.state != State.SHOWN:
        head.state = State.UNDONE
        head.save(update_fields=["state"])
        return None
    before = list(FrontArrangement.objects.filter(page=page).shown()[:2])
    if len(before) < 2:
        raise ValidationError(_("Chưa có thay đổi nào để hoàn tác."))
    return _show(page, FrontArrangement(page=page, slots=before[1].slots, made_by=user), user)


@transaction.atomic
def show(page: Any, user: User, seen: int) -> FrontArrangement:
    """Show the draft to readers. With four eyes only who made no step of it may, and only what was handed in.

    Raises PermissionDenied, ValidationError, DecidedMeanwhile.
    """
    head = _lock(page, seen, user)
    if head is None or head.state == State.SHOWN:
        raise ValidationError(_("Không có thay đổi nào chưa đưa lên."))
    if page.four_eyes and (head.state != State.WAITING or user.pk in makers_of(page)):
        raise PermissionDenied(_("Bốn mắt đang bật: một người khác xác nhận thay đổi của bạn."))
    return _show(page, head, user)


def makers_of(page: Any) -> set[int | None]:
    """Keys of the accounts that made a step of the draft."""
    return {arrangement.made_by_id for arrangement in draft_of(page)}


def _show(page: Any, arrangement: FrontArrangement, user: User) -> FrontArrangement:
    arrangement.state, arrangement.shown_by, arrangement.shown_at = State.SHOWN, user, timezone.now()
    arrangement.save()
    page.pins = as_stream(as_pins(arrangement.slots))
    page.save(clean=False, update_fields=["pins"])
    log(instance=page, action=SHOWN, user=user, data={"arrangement": arrangement.pk})
    site_context.invalidate()
    purge_page(page)
    return arrangement


@transaction.atomic
def hand_in(page: Any, user: User, seen: int) -> FrontArrangement:
    """Ask another person to confirm the draft. Raises ValidationError, PermissionDenied, DecidedMeanwhile."""
    head = _lock(page, seen, user)
    if head is None or head.state == State.SHOWN:
        raise ValidationError(_("Không có thay đổi nào chưa đưa lên."))
    if head.state == State.DRAFT:
        head.state = State.WAITING
        head.save(update_fields=["state"])
        letters.ask(page, user, len(draft_of(page)))
    return head


@transaction.atomic
def give_back(page: Any, user: User, seen: int, note: str) -> FrontArrangement:
    """Return what waits to who arranged it, with a note. Raises ValidationError, PermissionDenied, DecidedMeanwhile."""
    head = _lock(page, seen, user)
    if head is None or head.state != State.WAITING:
        raise ValidationError(_("Không có thay đổi nào chờ xác nhận."))
    head.state, head.note = State.DRAFT, note
    head.save(update_fields=["state", "note"])
    letters.returned(page, head, user)
    return head


def back_to(page: Any, arrangement: FrontArrangement, user: User, seen: int) -> FrontArrangement:
    """Make the slots of an earlier arrangement the newest step of the draft; what has ended since is left out."""
    now: datetime = timezone.now()
    pins = [pin for pin in as_pins(arrangement.slots) if not pin.is_over(now)]
    return step(page, pins, user, seen)
