"""Forms of a challenge: a link from a unit or partner, and the newsroom's decision."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from activities.identity import problem_of
from activities.models import ChallengeLink
from base.text import one_line


class LinkForm(forms.Form):
    """A clip elsewhere, sent by an adult who answers for it."""

    url = forms.URLField(
        label=_("Liên kết của clip"),
        max_length=300,
        assume_scheme="https",
        help_text=_("YouTube hoặc TikTok. Chỉ gửi liên kết; ở đây không nhận tệp."),
        error_messages={"required": _("Bạn dán liên kết của clip."), "invalid": _("Đây chưa phải một liên kết.")},
    )
    title = forms.CharField(
        label=_("Một câu giới thiệu"),
        max_length=120,
        help_text=_("Không ghi tên học sinh."),
        error_messages={"required": _("Bạn viết một câu để người xem biết clip nói gì.")},
    )
    agreed = forms.BooleanField(
        label=_("Tôi là người lớn chịu trách nhiệm. Mọi người nhận ra được trong clip, và cha mẹ các em, đã đồng ý."),
        error_messages={"required": _("Cần có lời xác nhận này thì mới gửi được.")},
    )

    def clean_title(self) -> str:
        """One line. Raises ValidationError with what tells who a child is."""
        title = one_line(self.cleaned_data["title"], 120)
        if problem := problem_of(title):
            raise forms.ValidationError(problem)
        return title


class DecisionForm(WagtailAdminModelForm):
    """Title and picture as readers will see them; the reason where the link is declined."""

    reason = forms.CharField(label=_("Lý do, nếu không đăng"), max_length=300, required=False)

    class Meta:
        model = ChallengeLink
        fields: ClassVar[list[str]] = ["title", "poster"]
