"""Form of the child-safety step with its ten points (docs/domain.md E.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm

from articles.genres import Genre

#: key → what the person who ticks it confirms. Keys are stored; texts may change. Each key is a field name in the
#: browser: “method”, “action” or “submit” would hide the form's own attributes, and it could not be sent.
POINTS = {
    "identity": _(
        "Không có họ tên, ảnh rõ mặt, giọng nói, tên trường, lớp, địa chỉ, tài khoản của nạn nhân "
        "hoặc người đang xác minh là nạn nhân."
    ),
    "consent": _(
        "Người dưới 16 tuổi xuất hiện: đã có đồng ý của em (từ đủ 7 tuổi) và của cha mẹ hoặc người giám hộ, "
        "bản đồng ý còn hạn."
    ),
    "steps": _("Không mô tả từng bước thủ đoạn tới mức làm theo được."),
    "blame": _("Không đổ lỗi, không giật tít gây sợ; tít nêu việc có thể làm."),
    "help": _("Có hộp trợ giúp và ít nhất một việc cụ thể bạn đọc làm được."),
    "warning": _("Có cảnh báo nội dung nếu kể lại đe dọa, xâm hại, tự hại."),
    "figures": _("Số liệu ghi nguồn, ngày công bố; nhân vật tổng hợp được nói rõ."),
    "pictures": _("Ảnh, video có chú thích, tác giả, văn bản thay thế, phụ đề."),
    "numbers": _("Số điện thoại lấy từ bảng đầu mối chung, không gõ tay."),
    "partners": _("Nội dung KOL: đủ đồng ý, nhãn hợp tác, tài trợ, AI đúng."),
}


#: The point that concerns pieces of partners alone.
OF_PARTNERS = "partners"
CHECKED, NOT_APPLICABLE = "on", "na"
#: Points that a story may not concern: no child in it, nothing told, no figure, no picture, no number, no partner.
MAY_NOT_APPLY = {"consent", "warning", "figures", "pictures", "numbers", OF_PARTNERS}


def points_of(story: Any) -> list[str]:
    """Keys of the points that must be answered for `story`."""
    return [key for key in POINTS if key != OF_PARTNERS or story.genre == Genre.KOL]


def answered(story: Any, answers: Mapping[str, Any]) -> list[str] | None:
    """What is stored: the keys of the points, “key:na” for one that does not apply; None when an answer is missing."""
    entries = []
    for key in points_of(story):
        answer = answers.get(key)
        if not answer or (answer == NOT_APPLICABLE and key not in MAY_NOT_APPLY):
            return None
        entries.append(f"{key}:{NOT_APPLICABLE}" if answer == NOT_APPLICABLE else key)
    return entries


class ChildSafetyForm(TaskStateCommentForm):
    """The ten points, each “đạt” or, where that may be, “không áp dụng”; and the comment that every step has."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        comment = self.fields.pop("comment")
        for key, label in POINTS.items():
            choices = [(CHECKED, _("Đạt"))]
            if key in MAY_NOT_APPLY:
                choices.append((NOT_APPLICABLE, _("Không áp dụng")))
            self.fields[key] = forms.ChoiceField(
                label=label,
                choices=choices,
                widget=forms.RadioSelect,
                required=key != OF_PARTNERS,  # the step asks it of pieces of partners
                error_messages={"required": _("Điểm này chưa được đánh dấu.")},
            )
        self.fields["comment"] = comment

    def limit_to(self, story: Any) -> None:
        """Leave out the points that do not concern `story`."""
        for key in set(POINTS) - set(points_of(story)):
            del self.fields[key]
