"""Dates in blocks, without mistyped years; migrations know them as Wagtail's own."""

from __future__ import annotations

from typing import Any

from wagtail import blocks

from base.day import refuse_odd_year


class DateBlock(blocks.DateBlock):
    """A day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(validators=[refuse_odd_year], **kwargs)

    def deconstruct(self) -> Any:
        return "wagtail.blocks.DateBlock", *super().deconstruct()[1:]


class DateTimeBlock(blocks.DateTimeBlock):
    """A day with an hour."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(validators=[refuse_odd_year], **kwargs)

    def deconstruct(self) -> Any:
        return "wagtail.blocks.DateTimeBlock", *super().deconstruct()[1:]
