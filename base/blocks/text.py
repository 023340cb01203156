"""Text blocks: subheads, paragraphs, quotes."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

PARAGRAPH_FEATURES = ["bold", "italic", "link", "ol", "ul"]


class HeadingBlock(blocks.CharBlock):
    """Subhead within a body."""

    class Meta:
        icon = "title"
        label = _("Tít xen")
        template = "base/blocks/heading.html"
        description = _("Chia bài thành các phần ngắn")
        preview_value = "Dọa cho sợ"


class ParagraphBlock(blocks.RichTextBlock):
    """Rich text with PARAGRAPH_FEATURES only."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(features=PARAGRAPH_FEATURES, **kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Đoạn văn")
        template = "base/blocks/paragraph.html"
        description = _("Một hay vài đoạn, có đậm, nghiêng, liên kết, danh sách")
        preview_value = "<p>Chuông reo lúc chín giờ tối. Người gọi nói rất nhanh và gọi đúng tên bạn.</p>"


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
