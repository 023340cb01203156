"""The bands of the front page: which ones, in which order, under which name. Editors move them; empty = our order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class BandBlock(blocks.StructBlock):
    """A band may have a name of its own; without one it has the usual."""

    title = blocks.CharBlock(
        label=_("Tên dải"), max_length=60, required=False, help_text=_("Để trống thì dùng tên sẵn có.")
    )

    class Meta:
        icon = "list-ul"


class ColumnsBlock(BandBlock):
    """Section columns beside “Đọc nhiều”."""

    sections = blocks.ListBlock(
        blocks.PageChooserBlock(page_type="articles.SectionPage", label=_("Chuyên mục")),
        label=_("Chuyên mục"),
        default=[],
        max_num=3,
        help_text=_("Chọn hai chuyên mục, theo thứ tự. Để trống: trang tự chọn chuyên mục có nhiều bài mới nhất."),
    )


class BandStream(blocks.StreamBlock):
    """Every band once at most; one that is not listed is not shown."""

    today = BandBlock(label=_("Mẹo hôm nay"), icon="pick", description=_("Mẹo trong ngày, câu hỏi nhanh, bức tường"))
    clips = BandBlock(label=_("Xem và nghe"), icon="media", description=_("Một video lớn, bốn clip dọc"))
    columns = ColumnsBlock(label=_("Cột chuyên mục"), icon="table", description=_("Hai chuyên mục và “Đọc nhiều”"))
    shelf = BandBlock(label=_("Kệ tài liệu"), icon="folder-open-inverse", description=_("Tài liệu mới, đúng tỉ lệ"))
    quiet = BandBlock(label=_("Các chuyên mục khác"), icon="list-ul", description=_("Ba chuyên mục ít bài hơn"))
    strip = BandBlock(
        label=_("Trường học và sự kiện"), icon="calendar", description=_("Số trường đã khai, lịch sắp tới")
    )

    class Meta:
        block_counts = {name: {"max_num": 1} for name in ("today", "clips", "columns", "shelf", "quiet", "strip")}


@dataclass(frozen=True)
class Band:
    """A band as templates see it: `title` is empty for the usual name, `sections` are page ids."""

    kind: str
    title: str = ""
    sections: tuple[int, ...] = ()

    @property
    def template(self) -> str:
        return f"home/bands/{self.kind}.html"


USUAL = tuple(Band(kind) for kind in ("today", "clips", "columns", "shelf", "quiet", "strip"))


def bands_of(stream: Any) -> tuple[Band, ...]:
    """The bands of a BandStream value, from its raw data: no query. USUAL for an empty one."""
    found = [
        Band(item["type"], item["value"].get("title") or "", tuple(_numbers(item["value"].get("sections") or ())))
        for item in (stream.raw_data if stream else ())
    ]
    return tuple(found) or USUAL


def _numbers(items: Any) -> list[int]:
    """Page ids of a ListBlock's raw data, old or new form; emptied choosers are left out."""
    values = [item.get("value") if isinstance(item, dict) else item for item in items]
    return [int(value) for value in values if value]
