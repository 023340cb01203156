"""Blocks: clips of other sites after a tap, tables for phones, kits, links to stories."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.exceptions import SuspiciousOperation, ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.snippets.blocks import SnippetChooserBlock
from wagtail_localize.segments import StringSegmentValue

from articles.presentation.embeds import player_address, site_name
from media_library.models import Kit

from .pictures import PictureChooserBlock
from .samples import newest_story
from .story_chooser import StoryChooserBlock


class EmbedBlock(blocks.StructBlock):
    """A clip on YouTube, TikTok or Facebook; nothing is loaded from there until the reader taps."""

    url = blocks.URLBlock(label=_("Liên kết clip"), help_text=_("Trang xem clip của YouTube, TikTok hoặc Facebook."))
    title = blocks.CharBlock(label=_("Tên clip"), max_length=160)
    poster = PictureChooserBlock(label=_("Hình chờ"), required=False)
    summary = blocks.TextBlock(
        label=_("Clip nói gì"), max_length=600, help_text=_("Cho người không xem hoặc không nghe được.")
    )

    class Meta:
        icon = "media"
        label = _("Clip YouTube, TikTok, Facebook (bấm mới tải)")
        template = "articles/blocks/embed.html"
        description = _("Trang không gửi gì cho các mạng ấy cho đến khi bạn đọc bấm")
        preview_value = {
            "url": "https://www.youtube.com/watch?v=abcdefghijk",
            "title": "Dừng – Hỏi – Báo trong 30 giây",
            "poster": None,
            "summary": "Một cuộc gọi lạ, ba việc nên làm.",
        }

    def clean(self, value: Any) -> Any:
        """Raises StructBlockValidationError for an address that has no player (presentation/embeds.py)."""
        cleaned = super().clean(value)
        if not player_address(cleaned["url"]):
            raise blocks.StructBlockValidationError(
                {
                    "url": ValidationError(
                        _("Chỉ nhận trang xem clip của YouTube, TikTok hoặc Facebook, bắt đầu bằng https://.")
                    )
                }
            )
        return cleaned

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the address of the player and the name of its site."""
        context = super().get_context(value, parent_context=parent_context)
        url = value["url"] or ""
        return context | {"player": player_address(url), "site": site_name(url)}


class WordsTableBlock(TypedTableBlock):
    """A typed table whose texts wagtail-localize offers for translation, which it does not do by itself.

    A text is identified by its hash, not by row and column, so rows may move and keep their translations. Cells
    without a letter (figures, telephone numbers) are not translated.
    """

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        super().__init__(local_blocks, **kwargs)
        for block in self.child_blocks.values():  # Wagtail shows the label nowhere
            block.field.widget.attrs["aria-label"] = block.label

    def value_from_datadict(self, data: Mapping[str, Any], files: Mapping[str, Any], prefix: str) -> Any:
        """Raises SuspiciousOperation (400) for a column of a kind that there is not; Wagtail would answer 500."""
        try:
            return super().value_from_datadict(data, files, prefix)
        except KeyError as error:
            raise SuspiciousOperation("A table without a column's cells") from error

    def get_translatable_segments(self, table: Any) -> list[StringSegmentValue]:
        """One segment for each different text, in reading order."""
        return [StringSegmentValue(_name_of(text), text) for text in dict.fromkeys(_words_of(table))]

    def restore_translated_segments(self, table: Any, segments: list[StringSegmentValue]) -> Any:
        """`table` with its texts replaced by those of `segments`."""
        words = {segment.path: segment.render_text() for segment in segments}

        def said(text: Any) -> Any:
            return words.get(_name_of(text), text) if isinstance(text, str) else text

        for column in table.columns:
            column["heading"] = said(column["heading"])
        for row in table.row_data:
            row["values"] = [said(value) for value in row["values"]]
        table.caption = said(table.caption)
        return table


def _words_of(table: Any) -> Iterator[str]:
    texts = [table.caption, *(column["heading"] for column in table.columns)]
    texts += [value for row in table.row_data for value in row["values"]]
    return (text for text in texts if isinstance(text, str) and any(map(str.isalpha, text)))


def _name_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class TableBlock(blocks.StructBlock):
    """A table with named columns; on a phone each row becomes a list of its cells."""

    caption = blocks.CharBlock(label=_("Tên bảng"), max_length=160)
    table = WordsTableBlock(
        [("text", blocks.CharBlock(label=_("Chữ"), max_length=300, required=False))], label=_("Bảng")
    )
    source = blocks.CharBlock(label=_("Nguồn"), max_length=200, required=False)

    class Meta:
        icon = "table"
        label = _("Bảng")
        template = "articles/blocks/table.html"
        description = _("Bảng có tên cột; trên điện thoại mỗi hàng thành một mục ngắn")
        preview_value = {
            "caption": "Gọi ai khi cần",
            "table": {
                "columns": [{"type": "text", "heading": "Khi nào"}, {"type": "text", "heading": "Số máy"}],
                "rows": [
                    {"values": ["Nguy hiểm ngay trước mắt", "113"]},
                    {"values": ["Lo cho một bạn dưới 18 tuổi", "111"]},
                ],
            },
            "source": "Bộ Công an, Cục Trẻ em",
        }


class KitBlock(SnippetChooserBlock):
    """A card of a kit; nothing is shown for a withdrawn one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("media_library.Kit", **kwargs)

    def bulk_to_python(self, values: Iterable[Any]) -> list[Any]:
        """Released kits with their texts, in two queries; None for others."""
        kits = Kit.objects.released().with_texts().in_bulk(values)
        return [kits.get(value) for value in values]

    def get_preview_value(self) -> Any:
        return Kit.objects.released().with_texts().first()

    class Meta:
        icon = "folder-open-1"
        label = _("Thẻ bộ tài liệu")
        template = "articles/blocks/kit.html"
        description = _("Một bộ của kho: tên, cho ai, có gì bên trong")


class LinkBlock(blocks.StructBlock):
    """“Đọc thêm”: a link to a story within the text."""

    story = StoryChooserBlock(label=_("Bài"))

    class Meta:
        icon = "link"
        label = _("Đọc thêm")
        template = "articles/blocks/link.html"
        description = _("Một bài liên quan ngay trong bài")

    def get_preview_value(self) -> Any:
        """The newest story."""
        return self.normalize({"story": newest_story()})
