"""Stories pinned by editors to a place of the front page, from and until a given moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from base.blocks import DateTimeBlock

from .samples import newest_story


class PinBlock(blocks.StructBlock):
    """A story, its position among the slots of its place, and when it stands there.

    A draft or scheduled story appears once it is published.
    """

    story = blocks.PageChooserBlock(
        page_type="articles.ArticlePage",
        label=_("Bài"),
        help_text=_("Chọn được cả bài hẹn giờ: bài hiện ở đây ngay khi được đăng."),
    )
    since = DateTimeBlock(label=_("Ghim từ"), required=False)
    until = DateTimeBlock(
        label=_("Ghim đến"),
        required=False,
        help_text=_("Hết giờ này, ô tự lấy bài mới. Để trống: ghim đến khi bạn bỏ."),
    )
    position = blocks.IntegerBlock(label=_("Thứ tự"), required=False, min_value=0)

    class Meta:
        icon = "thumbtack"
        label = _("Bài ghim")
        description = _("Một bài đứng ở ô này cho đến giờ đã định")
        preview_template = "articles/blocks/pin_preview.html"

    def get_preview_value(self) -> Any:
        """The newest story, without an end."""
        return self.normalize({"story": newest_story(), "since": None, "until": None, "position": 0})


@dataclass(frozen=True)
class Pin:
    """A pin from raw data: `position` among the slots of `place`; `since`, `until` are None for no limit."""

    place: str
    story_id: int
    until: datetime | None
    since: datetime | None = None
    position: int = 0

    def is_over(self, now: datetime) -> bool:
        return self.until is not None and self.until <= now

    def is_coming(self, now: datetime) -> bool:
        """Whether its time has not begun."""
        return self.since is not None and self.since > now


def all_pins(stream: Any) -> list[Pin]:
    """All pins of a StreamField of PinBlocks, expired ones included, from its raw data, without a query."""
    pins: list[Pin] = []
    for item in stream.raw_data if stream else ():
        value, place = item["value"], item["type"]
        if value.get("story"):
            position = value.get("position")
            if position is None:  # in the order of the list
                position = len([pin for pin in pins if pin.place == place])
            until, since = _moment(value.get("until")), _moment(value.get("since"))
            pins.append(Pin(place, int(value["story"]), until, since, int(position)))
    return pins


def active_pins(stream: Any) -> list[Pin]:
    """Pins that have begun and have not expired; of two in one slot the one that began last."""
    return standing(all_pins(stream), timezone.now())


def standing(pins: Iterable[Pin], now: datetime) -> list[Pin]:
    """Those of `pins` that stand at `now`, one for each slot."""
    current_pins = [pin for pin in pins if not pin.is_over(now) and not pin.is_coming(now)]
    last_first = sorted(current_pins, key=lambda pin: pin.since.timestamp() if pin.since else 0)
    return sorted({(pin.place, pin.position): pin for pin in last_first}.values(), key=lambda pin: pin.position)


def by_position(pins: Iterable[Pin], place: str) -> dict[int, int]:
    """{position: id of the story} of the pins of `place`."""
    return {pin.position: pin.story_id for pin in pins if pin.place == place}


def _moment(value: Any) -> datetime | None:
    """A date from raw data, which holds ISO text (from the database) or a datetime (from a form); aware."""
    moment = parse_datetime(value) if isinstance(value, str) else value
    return timezone.make_aware(moment) if moment and timezone.is_naive(moment) else moment
