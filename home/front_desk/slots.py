"""Slots of the front page, pins as data, and what differs between two arrangements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.blocks.pins import Pin, standing


@dataclass(frozen=True)
class Slot:
    """One slot: its place and position on the page (articles/blocks/pins.py), and its name."""

    key: str
    place: str
    position: int
    name: str | Promise


#: In the order of the page.
SLOTS = (
    Slot("chinh", "lead", 0, _("1 · Tin chính")),
    Slot("canh-1", "second", 0, _("2 · Cạnh tin chính")),
    Slot("canh-2", "second", 1, _("3 · Cạnh tin chính")),
    Slot("meo", "tip", 0, _("4 · Mẹo hôm nay")),
    Slot("clip-1", "clip", 0, _("5 · Video lớn")),
    Slot("clip-2", "clip", 1, _("6 · Clip")),
    Slot("clip-3", "clip", 2, _("7 · Clip")),
    Slot("clip-4", "clip", 3, _("8 · Clip")),
    Slot("clip-5", "clip", 4, _("9 · Clip")),
)
BY_KEY = {slot.key: slot for slot in SLOTS}
_AT = {(slot.place, slot.position): slot for slot in SLOTS}
MOST_PINS = 40  # pins of one arrangement; a page that a program fills with more is cut


def slot_of(pin: Pin) -> Slot | None:
    """The slot of a pin; None for a position that the page does not have."""
    return _AT.get((pin.place, pin.position))


def as_data(pins: Iterable[Pin]) -> list[dict[str, Any]]:
    return [
        {"slot": slot.key, "story": pin.story_id, "since": _text(pin.since), "until": _text(pin.until)}
        for pin in pins
        if (slot := slot_of(pin))
    ][:MOST_PINS]


def as_pins(rows: Iterable[dict[str, Any]]) -> list[Pin]:
    pins = []
    for row in rows:
        slot = BY_KEY.get(row["slot"])
        if slot is not None:
            since, until = _moment(row["since"]), _moment(row["until"])
            pins.append(Pin(slot.place, int(row["story"]), until, since, slot.position))
    return pins


def as_stream(pins: Iterable[Pin]) -> list[dict[str, Any]]:
    """The pins as raw data of HomePage.pins."""
    return [
        {
            "type": pin.place,
            "value": {
                "story": pin.story_id,
                "since": _text(pin.since),
                "until": _text(pin.until),
                "position": pin.position,
            },
        }
        for pin in pins
    ]


def kept(pins: Iterable[Pin], now: datetime) -> list[Pin]:
    return [pin for pin in pins if not pin.is_over(now)]


def placed(pins: Sequence[Pin], slot: Slot, story: int, since: datetime | None, until: datetime | None) -> list[Pin]:
    """With `story` in `slot`. Begins it now, it leaves its other slot, and what stood in this one goes."""
    now = timezone.now()
    new = Pin(slot.place, story, until, since, slot.position)
    remaining = kept(pins, now)
    if not new.is_coming(now):
        removed = [pin for pin in standing(remaining, now) if pin.story_id == story or slot_of(pin) == slot]
        remaining = [pin for pin in remaining if pin not in removed]
    return [*remaining, new]


def cleared(pins: Sequence[Pin], slot: Slot) -> list[Pin]:
    """Without what is pinned to `slot` now: it fills itself; what is to come stays."""
    now = timezone.now()
    return [pin for pin in kept(pins, now) if pin.is_coming(now) or slot_of(pin) != slot]


def swapped(pins: Sequence[Pin], one: Slot, other: Slot, shown: dict[str, int]) -> list[Pin]:
    """With the stories of two slots changed over; `shown`: {slot: story} as readers see them, pinned or not."""
    now = timezone.now()
    there = {slot_of(pin): pin for pin in standing(kept(pins, now), now)}
    remaining = [pin for pin in kept(pins, now) if there.get(slot_of(pin)) != pin or slot_of(pin) not in (one, other)]
    for source, target in ((one, other), (other, one)):
        pin = there.get(source)
        if pin is not None:
            remaining.append(replace(pin, place=target.place, position=target.position))
        elif source == one and source.key in shown:
            remaining.append(Pin(target.place, shown[source.key], None, None, target.position))
    return remaining


def timed(pins: Sequence[Pin], slot: Slot, until: datetime | None) -> list[Pin]:
    """With another end of what is pinned to `slot` now."""
    now = timezone.now()
    there = next((pin for pin in standing(kept(pins, now), now) if slot_of(pin) == slot), None)
    return [replace(pin, until=until) if pin == there else pin for pin in kept(pins, now)]


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: Any) -> datetime | None:
    return parse_datetime(text) if text else None
