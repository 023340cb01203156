"""What a situation page consists of: steps, messages ready to send, places that take pictures down."""

from __future__ import annotations

from urllib.parse import quote

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import StructValue


class StepBlock(blocks.StructBlock):
    """One thing to do or one moment of a call: a short order, one sentence, one sentence that takes fear away."""

    title = blocks.CharBlock(label=_("việc"), max_length=60)
    text = blocks.CharBlock(label=_("làm thế nào"), max_length=240)
    comfort = blocks.CharBlock(
        label=_("câu trấn an"), max_length=160, required=False, help_text=_("Ví dụ: Lỡ trả rồi? Vẫn kịp.")
    )

    class Meta:
        label = _("Việc")
        icon = "tick"
        description = _("Một việc để làm, viết cho người mười hai tuổi")
        preview_value = {"title": "Dừng", "text": "Không trả tiền.", "comfort": "Dừng ở đây là tốt rồi."}


class MessageValue(StructValue):
    """A message with the address that opens it in the phone's own app."""

    @property
    def address(self) -> str:
        """`sms:` without a number: the reader chooses to whom it goes. iOS and Android both read `?&body=`."""
        return f"sms:?&body={quote(self['text'], safe='')}"


class MessageBlock(blocks.StructBlock):
    """A message that the reader sends with one tap."""

    to = blocks.CharBlock(label=_("gửi cho"), max_length=60, help_text=_("Ví dụ: Gửi mẹ, ba"))
    text = blocks.CharBlock(label=_("tin nhắn"), max_length=240)

    class Meta:
        label = _("Tin nhắn viết sẵn")
        icon = "mail"
        value_class = MessageValue
        description = _("Bạn đọc bấm một lần, máy mở sẵn tin nhắn này")
        preview_value = {"to": "Gửi mẹ, ba", "text": "Mẹ ơi, con sợ. Mẹ về với con được không?"}


class PlaceValue(StructValue):
    """A place with the address that may be linked."""

    @property
    def address(self) -> str:
        """The URL; empty for any but a web address, which only an import could bring."""
        return self["url"] if self["url"].startswith(("https://", "http://")) else ""


class PlaceBlock(blocks.StructBlock):
    """A page of another organisation that helps: its address is always shown."""

    title = blocks.CharBlock(label=_("dùng khi nào"), max_length=120)
    text = blocks.CharBlock(label=_("nói thêm"), max_length=240, required=False)
    url = blocks.URLBlock(label=_("địa chỉ"), max_length=200)

    class Meta:
        label = _("Nơi giúp gỡ")
        icon = "link"
        value_class = PlaceValue
        description = _("Trang ngoài giúp gỡ ảnh, lấy lại tài khoản")
        preview_value = {"title": "Bạn dưới 18 tuổi", "text": "Miễn phí.", "url": "https://takeitdown.ncmec.org"}


def many(block: blocks.Block, name: str) -> list[tuple[str, blocks.Block]]:
    """The only kind of block of a StreamField."""
    return [(name, block)]


def line() -> blocks.CharBlock:
    return blocks.CharBlock(
        label=_("dòng"),
        max_length=200,
        icon="minus",
        description=_("Một dòng của danh sách, một ý"),
        preview_value="Tin nhắn dọa, thấy rõ ngày giờ",
    )
