"""What the desk shows: each slot with its story, what is to come, what differs from now, and the history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.blocks.pins import Pin, standing
from articles.page_editor.slots import state
from home.front_desk import candidates
from home.front_desk.slots import BY_KEY, SLOTS, Slot, as_pins, slot_of
from home.front_page import queries
from home.models import FrontArrangement
from users.models import User

HISTORY = 12  # steps listed
MONTH = 300  # steps listed with ?lich-su=thang


class Title(NamedTuple):
    """A story's title in its language, or a sentence about the story in the account's."""

    text: str
    language: str


@dataclass(frozen=True)
class SlotRow:
    """One slot. `pin`: what is pinned now; `shown`: what readers see; `before`: what they see before the draft."""

    slot: Slot
    pin: Pin | None
    title: Title | None
    shown: Any
    state: str
    coming: list[tuple[Pin, Title]]
    is_changed: bool
    before: str
    previous: str
    next: str


@dataclass(frozen=True)
class Change:
    """What one step changed in one slot."""

    slot: str
    before: Title | None
    after: Title | None
    until: datetime | None
    since: datetime | None


def hours() -> list[datetime]:
    """The ends that buttons offer: the next 18:00 and the next 06:00."""
    now = timezone.localtime()
    moments = [now.replace(hour=hour, minute=0, second=0, microsecond=0) for hour in (18, 6)]
    return sorted(moment if moment > now else moment + timedelta(days=1) for moment in moments)


def rows(page: Any, pins: Sequence[Pin], live: Sequence[Pin], user: User) -> list[SlotRow]:
    """The slots with the pins of the draft, compared with the pins of now."""
    now, language = timezone.now(), page.locale.language_code
    stories = candidates.named({pin.story_id for pin in [*pins, *live]}, user)
    there = {slot_of(pin): pin for pin in standing(pins, now)}
    was = {slot_of(pin): pin for pin in standing(live, now)}
    draft_stories = queries.standing(language, standing(pins, now))
    live_stories = draft_stories if list(pins) == list(live) else queries.standing(language, standing(live, now))
    slot_rows = []
    keys = ["", *BY_KEY, ""]
    for number, slot in enumerate(SLOTS):
        pin, at = there.get(slot), (slot.place, slot.position)
        coming = sorted((item for item in pins if slot_of(item) == slot and item.is_coming(now)), key=_begin)
        ended = next((item for item in pins if slot_of(item) == slot and item.is_over(now)), None)
        story = stories.get(pin.story_id) if pin else None
        before, after = live_stories.get(at), draft_stories.get(at)
        slot_rows.append(
            SlotRow(
                slot=slot,
                pin=pin,
                title=title_of(story, language) if pin else (Title(after.title, language) if after else None),
                shown=after,
                state=state(False, story) if story else (state(True, None) if ended else ""),
                coming=[(item, title_of(stories.get(item.story_id), language)) for item in coming],
                is_changed=was.get(slot) != pin or (before and before.pk) != (after and after.pk),
                before=before.title if before else "",
                previous=keys[number],
                next=keys[number + 2],
            )
        )
    return slot_rows


def _begin(pin: Pin) -> float:
    return pin.since.timestamp() if pin.since else 0


def title_of(story: Any, language: str) -> Title:
    """The title for the desk of a front page in `language`: of another newsroom's draft only that it is there."""
    if story is None:
        return Title(_("Bài đã xóa"), get_language() or "")
    if story.is_hidden:
        return Title(_("Bài hẹn giờ của cơ quan khác"), get_language() or "")
    return Title(story.get_admin_display_title(), language)


def hidden(pins: Iterable[Pin], user: User) -> set[int]:
    """Keys of pinned stories whose words the account must not read."""
    return {key for key, story in candidates.named({pin.story_id for pin in pins}, user).items() if story.is_hidden}


def history(page: Any, user: User, whole_month: bool) -> list[tuple[FrontArrangement, list[Change]]]:
    """The newest steps, each with what it changed; three queries."""
    steps = FrontArrangement.objects.filter(page=page).select_related("made_by", "shown_by")
    newest = list(steps[: (MONTH if whole_month else HISTORY) + 1])
    stories = candidates.named({row["story"] for step in newest for row in step.slots}, user)
    remaining = [step for step in newest if step.state != FrontArrangement.State.UNDONE]
    before = dict(zip([step.pk for step in remaining], remaining[1:], strict=False))
    return [
        (step, _changes(before[step.pk].slots if step.pk in before else [], step.slots, stories, page.language))
        for step in newest[: MONTH if whole_month else HISTORY]
        if step.made_by_id or step.shown_by_id
    ]


def _changes(
    before: list[dict[str, Any]], after: list[dict[str, Any]], stories: dict[int, Any], language: str
) -> list[Change]:
    changes = []
    for key, slot in BY_KEY.items():
        old, new = ([row for row in rows if row["slot"] == key] for rows in (before, after))
        if old == new:
            continue
        removed = [title_of(stories.get(row["story"]), language) for row in old if row not in new]
        pins: list[Pin | None] = [*as_pins([row for row in new if row not in old])]
        for pin in pins or [None]:
            changes.append(
                Change(
                    slot=str(slot.name),
                    before=removed[0] if removed else None,
                    after=title_of(stories.get(pin.story_id), language) if pin else None,
                    until=pin.until if pin else None,
                    since=pin.since if pin else None,
                )
            )
    return changes
