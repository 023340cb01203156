"""Form fields of the partner area: a post's address, an answer without a default, a day as people write it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.blocks.media import post_platform
from base.day import DateField

YES_NO = [("co", _("Có")), ("khong", _("Không"))]


class PostLinkField(forms.URLField):
    """Address of a post on a known network; it is never fetched. Errors say what to do.

    “tiktok.com/@may/123”, as apps show it, is completed.
    """

    def clean(self, value: str | None) -> str:
        """The address; raises ValidationError for other protocols and networks."""
        text = (value or "").strip()
        if not text:
            return super().clean(text)
        if "://" not in text and post_platform(f"https://{text}"):
            text = f"https://{text}"
        if not text.startswith("https://"):
            raise ValidationError(
                _(
                    "Liên kết này thiếu phần đầu https://. Bạn mở bài đăng, bấm Chia sẻ, chọn Sao chép liên "
                    "kết rồi dán lại nhé."
                )
            )
        if not post_platform(text):
            raise ValidationError(
                _(
                    "Chỉ nhận liên kết của TikTok, YouTube, Facebook, Instagram hoặc Zalo. Bạn sao chép lại "
                    "liên kết từ chính bài đăng."
                )
            )
        return super().clean(text)


class YesNoField(forms.TypedChoiceField):
    """Có / Không without a default: True, False, or None as long as it is not answered."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=YES_NO,
            coerce={"co": True, "khong": False}.__getitem__,
            empty_value=None,
            required=False,
            widget=forms.RadioSelect,
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        """The key of the option to show as chosen."""
        return {True: "co", False: "khong"}.get(value, value) if isinstance(value, bool) else value


class DayField(DateField):
    """A date as browsers send it (2027-12-31) or as people write it (31-12-2027)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
            required=kwargs.pop("required", False),
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            error_messages={"invalid": _("Ngày này không có. Bạn ghi ngày-tháng-năm, ví dụ 31-12-2027.")},
            **kwargs,
        )
