"""Blocks of a scenario: scenes told, or seen as a call, a chat, a notification, with choices that lead on."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from articles.blocks.pictures import PictureChooserBlock
from base.text import nfc

MAX_CHOICES = 4  # keys 1 to 4 of the projector view, letters A to D in addresses
MAX_SCENES = 40
MAX_LINES = 14  # of a chat: a phone's screen
MAX_ROLES = 8
KEY, KEY_LIMIT = r"^[a-z0-9]+(?:-[a-z0-9]+)*$", 20
TITLE_LIMIT, TEXT_LIMIT, LINES_LIMIT, CHOICE_LIMIT = 90, 700, 1200, 120  # characters
END, STOP = "end", "stop"


#: What the previews in the editor show.
_SCENE = {
    "key": "mo-dau",
    "title": "Điện thoại reo lúc bạn ở nhà một mình",
    "text": "Người trong máy gọi đúng tên bạn và bảo bạn vào phòng đóng cửa.",
    "choices": [{"text": "Cúp máy", "to": "cup-may"}, {"text": "Hỏi thêm", "to": "hoi-them"}],
    "ending": "",
    "learned": "",
    "asks_feeling": True,
    "image": None,
}
_SCREEN = {"who": "Số lạ", "lines": "Số lạ: Vào phòng, đóng cửa lại rồi nói chuyện."}


class SceneKeyBlock(blocks.RegexBlock):
    """The short name by which choices find a scene. It is the same in every language: translations leave it alone."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            regex=KEY,
            max_length=KEY_LIMIT,
            error_messages={"invalid": _("Mã chỉ có chữ thường không dấu, số và gạch nối, ví dụ: goi-me.")},
            **kwargs,
        )


class LinesBlock(blocks.TextBlock):
    """What is heard or read on a screen, one saying a line; refuses more than MAX_LINES."""

    def clean(self, value: Any) -> Any:
        """Raises ValidationError."""
        value = nfc(super().clean(value))
        if len([line for line in value.splitlines() if line.strip()]) > MAX_LINES:
            raise ValidationError(_("Một màn hình tối đa %(most)d dòng. Bạn tách sang cảnh sau.") % {"most": MAX_LINES})
        return value


class SceneChoiceBlock(blocks.StructBlock):
    """One way on: what the button says, and the scene to which it leads."""

    text = blocks.CharBlock(label=_("Lựa chọn"), max_length=CHOICE_LIMIT)
    to = SceneKeyBlock(label=_("Dẫn tới mã cảnh"), required=False)

    class Meta:
        icon = "arrow-right"
        label = _("lựa chọn")
        form_classname = "struct-block scene-choice"


class SceneBlock(blocks.StructBlock):
    """A scene that is told; the other kinds add what the player's phone shows."""

    key = SceneKeyBlock(label=_("Mã cảnh"), help_text=_("Ngắn, không dấu, không trùng; lựa chọn tìm cảnh bằng mã này."))
    title = blocks.CharBlock(label=_("Tên cảnh"), max_length=TITLE_LIMIT)
    text = blocks.TextBlock(
        label=_("Lời kể"), max_length=TEXT_LIMIT, help_text=_("Nói với “bạn”. Không tả cách làm của kẻ xấu tỉ mỉ.")
    )
    choices = blocks.ListBlock(
        SceneChoiceBlock(),
        label=_("Các lựa chọn"),
        min_num=0,
        max_num=MAX_CHOICES,
        default=[],
        help_text=_("Mỗi lựa chọn dẫn tới một cảnh khác nhau. Cảnh kết không cần lựa chọn."),
    )
    ending = blocks.ChoiceBlock(
        label=_("Cảnh này là"),
        choices=[(END, _("Cái kết")), (STOP, _("Chỗ dừng kể: từ đây quay lại hoặc tìm người giúp"))],
        required=False,
        help_text=_("Để trống là cảnh thường."),
    )
    learned = blocks.TextBlock(
        label=_("Nhân vật đã làm được"),
        max_length=500,
        required=False,
        help_text=_("Cho cái kết: mỗi dòng một việc, dạng “Dừng: cúp máy, dù muộn”. Không lời nào trách."),
    )
    asks_feeling = blocks.BooleanBlock(label=_("Hỏi “lúc này bạn thấy sao?”"), required=False)
    image = PictureChooserBlock(label=_("Ảnh"), required=False)

    class Meta:
        icon = "doc-full"
        label = _("Cảnh kể")
        description = _("Một đoạn kể và các lựa chọn")
        template = "activities/scenario/block.html"
        preview_value = _SCENE


class DeviceBlock(SceneBlock):
    """A scene that the player sees on a phone."""

    who = blocks.CharBlock(label=_("Tên hiện trên máy"), max_length=60)
    lines = LinesBlock(
        label=_("Lời trên máy"),
        max_length=LINES_LIMIT,
        help_text=_("Mỗi dòng một câu, dạng “Mẹ: Con ăn cơm chưa?”. Dòng không có tên là thông báo của máy."),
    )

    class Meta:
        icon = "mobile-alt"
        template = "activities/scenario/block.html"
        preview_value = _SCENE | _SCREEN


class CallBlock(DeviceBlock):
    """A call that comes in or goes on."""

    class Meta:
        icon = "mobile-alt"
        label = _("Cuộc gọi")
        description = _("Màn hình cuộc gọi, lời nghe được")


class ChatBlock(DeviceBlock):
    """Messages of two or more."""

    class Meta:
        icon = "comment"
        label = _("Tin nhắn")
        description = _("Màn hình tin nhắn, mỗi dòng một bong bóng")


class NotificationBlock(DeviceBlock):
    """A notification above whatever was on the screen."""

    class Meta:
        icon = "info-circle"
        label = _("Thông báo")
        description = _("Thông báo hiện trên màn hình")


SCENE_BLOCKS = [
    ("scene", SceneBlock()),
    ("call", CallBlock()),
    ("chat", ChatBlock()),
    ("notification", NotificationBlock()),
]


class RoleBlock(blocks.StructBlock):
    """A role for acting the story in class; its lines are those of the screens that carry its name."""

    name = blocks.CharBlock(label=_("Tên vai"), max_length=60, help_text=_("Viết như ở đầu dòng của lời trên máy."))
    brief = blocks.TextBlock(label=_("Vai này là ai, muốn gì"), max_length=400)

    class Meta:
        icon = "user"
        label = _("Vai")
        description = _("Một vai cho cả lớp đóng")
        template = "activities/scenario/role_block.html"
        preview_value = {"name": "Mẹ", "brief": "Đi chợ về muộn. Nghe con nói hết rồi mới hỏi."}
