"""Form of the child-safety step with its ten points (docs/domain.md E.2)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm

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


class ChildSafetyForm(TaskStateCommentForm):
    """Ten checkboxes, all required, and the comment that every step has."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        comment = self.fields.pop("comment")
        for key, label in POINTS.items():
            self.fields[key] = forms.BooleanField(
                label=label, error_messages={"required": _("Điểm này chưa được đánh dấu.")}
            )
        self.fields["comment"] = comment
