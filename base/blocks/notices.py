"""Blocks for notices to the reader: steps to take now, content warning, help lines."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .text import ParagraphBlock


class StepBlock(blocks.StructBlock):
    """One step of a StepsBlock: what to do and how."""

    action = blocks.CharBlock(label=_("Việc"), max_length=60)
    detail = blocks.TextBlock(label=_("Làm thế nào"), max_length=250, required=False)


class StepsBlock(blocks.StructBlock):
    """Box with one to five steps that the reader can take now."""

    title = blocks.CharBlock(label=_("Tên hộp"), default="Làm ngay", max_length=40)
    steps = blocks.ListBlock(StepBlock(), label=_("Các bước"), min_num=1, max_num=5)

    class Meta:
        icon = "list-ol"
        label = _("Hộp “Làm ngay”")
        template = "base/blocks/steps.html"
        description = _("Hai đến năm việc có thể làm ngay, ngắn và cụ thể")
        preview_value = {
            "title": "Làm ngay",
            "steps": [
                {"action": "Cúp máy.", "detail": "Bạn không có lỗi khi cúp máy."},
                {"action": "Hỏi một người bạn tin.", "detail": "Cha mẹ, thầy cô, bạn cùng phòng."},
            ],
        }


class WarningBlock(blocks.StructBlock):
    """Paragraphs that may distress: folded, shown when the reader opens them (docs/domain.md E.2)."""

    summary = blocks.CharBlock(
        label=_("Lời báo trước"), max_length=140, default="Đoạn này có thể gây khó chịu. Bấm để đọc, hoặc bỏ qua"
    )
    text = ParagraphBlock(label=_("Đoạn văn"))

    class Meta:
        icon = "warning"
        label = _("Đoạn có thể gây khó chịu")
        template = "base/blocks/warning.html"
        description = _("Gập lại, chỉ mở khi bạn đọc muốn (domain E.2)")
        preview_value = {
            "summary": "Đoạn này có lời đe dọa. Bấm để đọc, hoặc bỏ qua",
            "text": "<p>“Không hợp tác là bị bắt ngay.”</p>",
        }


class HelpBlock(blocks.StaticBlock):
    """Box with the verified help lines of the page's language."""

    class Meta:
        icon = "help"
        label = _("Hộp trợ giúp")
        template = "base/blocks/help.html"
        admin_text = _("Hiện các đường dây trợ giúp đã kiểm chứng.")
        description = _("Ai có thể giúp ngay bây giờ")
        preview_value = None
