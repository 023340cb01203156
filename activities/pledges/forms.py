"""Forms of the wall: every value comes from a list, a code or is a number. No field takes free text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from activities.pledges.words import COMMITMENTS, MOST, NICKNAMES
from campaign import units
from campaign.units import ListedUnit

MOST_ON_PAPER = 20_000  # signatures of one unit


class VietnameseSelect(forms.Select):
    """Names that exist in Vietnamese only, marked as such; the empty choice is in the page's language."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add lang to the options that are names."""
        option = super().create_option(name, value, *args, **kwargs)
        if value and get_language() != "vi":
            option["attrs"]["lang"] = "vi"
        return option


class PledgeForm(forms.Form):
    """One sign. `unit`: found by the code of the address, or by the field `ma`; None for a sign without a unit."""

    commitments = forms.TypedMultipleChoiceField(
        label=_("Chọn từ một đến ba cam kết"),
        choices=list(COMMITMENTS.items()),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Bạn chọn ít nhất một cam kết."),
            "invalid_choice": _("Cam kết này không có trong danh sách. Bạn chọn lại."),
        },
    )
    code = forms.CharField(
        label=_("Mã trường, có trên tờ giấy của trường"),
        required=False,
        max_length=20,
        error_messages={"max_length": _("Mã trường dài nhất 20 ký tự. Bạn xem lại mã trên tờ giấy của trường.")},
    )
    ward = forms.ChoiceField(
        label=_("Xã, phường"),
        required=False,
        widget=VietnameseSelect,
        error_messages={"invalid_choice": _("Không có xã, phường này trong danh sách. Bạn chọn lại.")},
    )
    nickname = forms.TypedChoiceField(
        label=_("Biệt danh, không phải tên thật"),
        required=False,
        widget=VietnameseSelect,
        coerce=int,
        empty_value=None,
        choices=[("", _("Không tên")), *((str(at), word) for at, word in enumerate(NICKNAMES) if at)],
        error_messages={"invalid_choice": _("Biệt danh chỉ chọn trong danh sách. Bạn chọn lại.")},
    )
    shared = forms.BooleanField(label=_("Máy này nhiều người dùng chung"), required=False)

    def __init__(self, *args: Any, unit: ListedUnit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit
        ward = self.fields["ward"]
        if isinstance(ward, forms.ChoiceField):
            ward.choices = [("", _("Không ghi nơi ở")), *((name, name) for name in ([] if unit else units.wards()))]

    def clean_commitments(self) -> list[int]:
        """Raises ValidationError for more than MOST."""
        commitments = sorted(set(self.cleaned_data["commitments"]))
        if len(commitments) > MOST:
            raise forms.ValidationError(
                _("Bạn đã chọn %(now)d cam kết, tối đa %(most)d. Bạn bỏ bớt giúp nhé.")
                % {"now": len(commitments), "most": MOST}
            )
        return commitments

    def clean_code(self) -> str:
        """Find the unit. Raises ValidationError for a code that no active unit has."""
        code: str = self.cleaned_data["code"]
        if code and self.unit is None:
            self.unit = units.by_code(code)
            if self.unit is None:
                raise forms.ValidationError(
                    _("Không có trường nào mang mã này. Bạn xem lại mã trên tờ giấy của trường, hoặc để trống.")
                )
        return code


class PaperForm(forms.Form):
    """How many people signed by hand."""

    number = forms.IntegerField(
        label=_("Số người đã ký trên giấy"),
        min_value=0,
        max_value=MOST_ON_PAPER,
        error_messages={
            "required": _("Bạn điền số người đã ký trên giấy. Chưa có ai thì điền 0."),
            "invalid": _("Ô này chỉ nhận số, ví dụ 120."),
            "min_value": _("Số người ký ít nhất là 0."),
            "max_value": _("Số người ký nhiều nhất là 20.000. Bạn kiểm tra lại số."),
        },
    )
