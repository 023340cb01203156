"""Forms of the partner area and of the desk."""

from __future__ import annotations

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.blocks.media import post_platform
from base.text import nfc, one_line

from .consents import KEYS, STATEMENTS
from .models import Invitation, Partner, Submission


class InviteForm(forms.ModelForm):
    """Whom to invite, for which partner."""

    class Meta:
        model = Invitation
        fields = ["partner", "email"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = Partner.objects.filter(is_active=True)
        self.fields["email"].help_text = _("Lời mời gửi tới địa chỉ này, dùng một lần, sống 14 ngày.")


class AcceptForm(forms.Form):
    """Name and password of the new account; the address is that of the invitation."""

    full_name = forms.CharField(
        label=_("Họ và tên của bạn"), max_length=150, error_messages={"required": _("Bạn ghi họ và tên giúp nhé.")}
    )
    password = forms.CharField(
        label=_("Mật khẩu"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Ít nhất 10 ký tự. Vài từ ghép lại thì dễ nhớ và khó đoán."),
        error_messages={"required": _("Bạn đặt một mật khẩu.")},
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_full_name(self):
        name = one_line(self.cleaned_data["full_name"], 150)
        if not name:
            raise ValidationError(_("Bạn ghi họ và tên giúp nhé."))
        return name

    def clean_password(self):
        self.user.full_name = self.cleaned_data.get("full_name", "")
        validate_password(self.cleaned_data["password"], self.user)
        return self.cleaned_data["password"]


class PostLinkField(forms.URLField):
    """A link to a post on a network we know; nothing is fetched. The sentence says what to do."""

    def clean(self, value):
        text = (value or "").strip()
        if not text:
            return super().clean(text)
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


class SubmissionForm(forms.ModelForm):
    """The draft. Nothing is required to save it; what sending requires is asked in journey.send()."""

    post_url = PostLinkField(
        label=_("Liên kết bài đăng"),
        max_length=300,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"inputmode": "url"}),
        error_messages={
            "invalid": _(
                "Liên kết này chưa đúng. Bạn mở bài đăng, bấm Chia sẻ, chọn Sao chép liên kết rồi dán lại nhé."
            )
        },
    )
    has_minor = forms.TypedChoiceField(
        label=_("Trong nội dung có người dưới 18 tuổi không?"),
        choices=[("co", _("Có")), ("khong", _("Không"))],
        coerce=lambda value: {"co": True, "khong": False}[value],
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    ticked = forms.MultipleChoiceField(
        choices=[(statement.key, statement.title) for statement in STATEMENTS], required=False
    )

    class Meta:
        model = Submission
        fields = ["title", "text", "post_url", "credit", "commercial", "ai_use"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.has_minor is not None:
            self.initial["has_minor"] = "co" if self.instance.has_minor else "khong"
        self.initial["ticked"] = [key for key in self.instance.ticked if key in KEYS]

    def clean(self):
        data = super().clean()
        for name in ("title", "credit", "commercial", "ai_use"):
            if name in data:
                data[name] = one_line(data[name], Submission._meta.get_field(name).max_length)
        if "text" in data:
            data["text"] = nfc(data["text"]).strip()
        return data

    @property
    def ticked_now(self) -> list[str]:
        """Keys to show as ticked: what was just posted, else the draft's."""
        return self.data.getlist("ticked") if self.is_bound else self.initial["ticked"]


class DecisionForm(forms.Form):
    """A step of the desk."""

    STEPS = ("in_review", "changes", "accepted", "rejected")

    to = forms.ChoiceField(
        choices=[(step, step) for step in STEPS],
        error_messages={"invalid_choice": _("Bước này không có. Bạn tải lại trang.")},
    )
    note = forms.CharField(
        label=_("Lời nhắn cho đối tác"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    took_unscanned = forms.BooleanField(label=_("Tôi đã xem tệp chưa quét và nhận trách nhiệm"), required=False)

    def clean_note(self):
        return nfc(self.cleaned_data["note"]).strip()
