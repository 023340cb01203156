"""Text blocks: subheads, paragraphs, quotes."""

from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.rich_text import RichText

from base.templatetags.remembered import once

PARAGRAPH_FEATURES = ["bold", "italic", "link", "ol", "ul"]
#: In the source of a rich text: what the database is asked for.
LOOKED_UP = ("linktype=", "<embed")
_RICH_TEXT = blocks.RichTextBlock()


class RememberedBlock(blocks.Block):
    """Mixin of blocks whose HTML depends on their text, the number of a heading and the language alone.

    Each process remembers it (templatetags/remembered.py): a body of forty blocks is forty templates.
    """

    def render(self, value: Any, context: Mapping[str, Any] | None = None) -> str:
        """The block's HTML. Links to pages and documents are looked up each time: their addresses may change."""
        text = str(getattr(value, "source", value))
        make = partial(super().render, value, context)
        if any(mark in text for mark in LOOKED_UP):
            return make()
        number = context.get("number") if context else None
        return once((self.meta.template, type(value), text, number, get_language()), make)


class HeadingBlock(RememberedBlock, blocks.CharBlock):
    """Subhead within a body."""

    class Meta:
        icon = "title"
        label = _("Tít xen")
        template = "base/blocks/heading.html"
        description = _("Chia bài thành các phần ngắn")
        preview_value = "Dọa cho sợ"


class ParagraphBlock(RememberedBlock, blocks.RichTextBlock):
    """Rich text with PARAGRAPH_FEATURES only."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(features=PARAGRAPH_FEATURES, **kwargs)

    def get_searchable_content(self, value: Any) -> list[str]:
        """Wagtail's plain text, which each showing of a story counts: each process remembers it."""
        return list(_plain(value.source))

    class Meta:
        icon = "pilcrow"
        label = _("Đoạn văn")
        template = "base/blocks/paragraph.html"
        description = _("Một hay vài đoạn, có đậm, nghiêng, liên kết, danh sách")
        preview_value = "<p>Chuông reo lúc chín giờ tối. Người gọi nói rất nhanh và gọi đúng tên bạn.</p>"


@lru_cache(maxsize=2048)
def _plain(source: str) -> tuple[str, ...]:
    return tuple(_RICH_TEXT.get_searchable_content(RichText(source)))


class QuoteBlock(blocks.StructBlock):
    """Quotation with the name of its speaker."""

    text = blocks.TextBlock(label=_("Lời trích"), max_length=500)
    who = blocks.CharBlock(label=_("Ai nói"), max_length=120, required=False)

    class Meta:
        icon = "openquote"
        label = _("Trích dẫn")
        template = "base/blocks/quote.html"
        description = _("Một câu đáng nhớ, ghi rõ ai nói")
        preview_value = {"text": "Người tốt không cần bạn giấu cha mẹ.", "who": "ThS. Demo An (minh họa)"}
