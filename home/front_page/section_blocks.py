"""StreamField blocks with which editors order and name the front sections; front_page/sections.py reads their value."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.front_page import queries
from home.front_page.sections import FrontSection


class FrontSectionBlock(blocks.StructBlock):
    """A front section with an optional name; without one the default name is shown."""

    title = blocks.CharBlock(
        label=_("Tên dải"), max_length=60, required=False, help_text=_("Để trống thì dùng tên sẵn có.")
    )

    class Meta:
        icon = "list-ul"
        preview_template = "home/front_section_preview.html"

    def get_preview_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Context of the section alone, with the content of the Vietnamese front page."""
        section = FrontSection(self.name)
        own = queries.context(queries.find("vi", front_sections=[section]), [section])
        return (parent_context or {}) | own | {"front_section": section}


class ColumnsBlock(FrontSectionBlock):
    """Section columns beside “Đọc nhiều”."""

    sections = blocks.ListBlock(
        blocks.PageChooserBlock(page_type="articles.SectionPage", label=_("Chuyên mục")),
        label=_("Chuyên mục"),
        default=[],
        max_num=3,
        help_text=_("Chọn hai chuyên mục, theo thứ tự. Để trống: trang tự chọn chuyên mục có nhiều bài mới nhất."),
    )


class FrontSectionStream(blocks.StreamBlock):
    """Each section at most once; one that is not listed is not shown."""

    today = FrontSectionBlock(
        label=_("Mẹo hôm nay"), icon="pick", description=_("Mẹo trong ngày, câu hỏi nhanh, bức tường")
    )
    clips = FrontSectionBlock(label=_("Xem và nghe"), icon="media", description=_("Một video lớn, bốn clip dọc"))
    columns = ColumnsBlock(label=_("Cột chuyên mục"), icon="table", description=_("Hai chuyên mục và “Đọc nhiều”"))
    library = FrontSectionBlock(
        label=_("Kệ tài liệu"), icon="folder-open-inverse", description=_("Tài liệu mới, đúng tỉ lệ")
    )
    quiet = FrontSectionBlock(label=_("Các chuyên mục khác"), icon="list-ul", description=_("Ba chuyên mục ít bài hơn"))
    strip = FrontSectionBlock(
        label=_("Trường học và sự kiện"), icon="calendar", description=_("Số trường đã khai, lịch sắp tới")
    )

    class Meta:
        block_counts = {name: {"max_num": 1} for name in ("today", "clips", "columns", "library", "quiet", "strip")}
