"""Stories that an editor puts into a place by hand, until a certain moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .samples import newest_story


class PinBlock(blocks.StructBlock):
    """One story and how long it stays. May be a draft or a scheduled story: it appears when it is published."""

    story = blocks.PageChooserBlock(
        page_type="articles.ArticlePage",
        label=_("Bài"),
        help_text=_("Chọn được cả bài hẹn giờ: bài hiện ở đây ngay khi được đăng."),
    )
    until = blocks.DateTimeBlock(
        label=_("Ghim đến"),
        required=False,
        help_text=_("Hết giờ này, ô tự lấy bài mới. Để trống: ghim đến khi bạn bỏ."),
    )

    class Meta:
        icon = "thumbtack"
        label = _("Bài ghim")
        description = _("Một bài đứng ở ô này cho đến giờ đã định")
        preview_template = "articles/blocks/pin_preview.html"

    def get_preview_value(self):
        return self.normalize({"story": newest_story(), "until": None})


@dataclass(frozen=True)
class Pin:
    """`place` is the kind of slot, `until` None when it stays."""

    place: str
    story_id: int
    until: datetime | None

    def is_over(self, now: datetime) -> bool:
        return self.until is not None and self.until <= now


def all_pins(stream: Any) -> list[Pin]:
    """The pins of a StreamField of PinBlocks, from its raw data: no query, over ones included."""
    found = []
    for item in stream.raw_data if stream else ():
        value = item["value"]
        if value.get("story"):
            found.append(Pin(item["type"], int(value["story"]), _moment(value.get("until"))))
    return found


def pins_now(stream: Any) -> list[Pin]:
    """The pins whose time is not over."""
    now = timezone.now()
    return [pin for pin in all_pins(stream) if not pin.is_over(now)]


def ids(pins: Iterable[Pin], place: str) -> list[int]:
    return [pin.story_id for pin in pins if pin.place == place]


def _moment(value: Any) -> datetime | None:
    """Raw data holds ISO text when it comes from the database and a datetime when it comes from a form."""
    moment = parse_datetime(value) if isinstance(value, str) else value
    return timezone.make_aware(moment) if moment and timezone.is_naive(moment) else moment
