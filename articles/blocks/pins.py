"""Stories pinned by editors to a place, until a given moment."""

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
    """A story and until when it is pinned; a draft or scheduled story appears once it is published."""

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

    def get_preview_value(self) -> Any:
        """The newest story, without an end."""
        return self.normalize({"story": newest_story(), "until": None})


@dataclass(frozen=True)
class Pin:
    """A pin from raw data; `place` is the type of the slot, `until` None for no end."""

    place: str
    story_id: int
    until: datetime | None

    def is_over(self, now: datetime) -> bool:
        """Whether its time has passed."""
        return self.until is not None and self.until <= now


def all_pins(stream: Any) -> list[Pin]:
    """All pins of a StreamField of PinBlocks, expired ones included, from its raw data, without a query."""
    found = []
    for item in stream.raw_data if stream else ():
        value = item["value"]
        if value.get("story"):
            found.append(Pin(item["type"], int(value["story"]), _moment(value.get("until"))))
    return found


def active_pins(stream: Any) -> list[Pin]:
    """Pins that have not expired."""
    now = timezone.now()
    return [pin for pin in all_pins(stream) if not pin.is_over(now)]


def ids(pins: Iterable[Pin], place: str) -> list[int]:
    """Ids of the stories pinned to `place`."""
    return [pin.story_id for pin in pins if pin.place == place]


def _moment(value: Any) -> datetime | None:
    """A date from raw data, which holds ISO text (from the database) or a datetime (from a form); aware."""
    moment = parse_datetime(value) if isinstance(value, str) else value
    return timezone.make_aware(moment) if moment and timezone.is_naive(moment) else moment
