"""Forms of the partner area. A draft requires nothing; workflow/checks.py asks what sending requires."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import CharField, Model
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from base.languages import language_choices
from base.text import nfc, one_line
from users.models import User

from .consents import KEYS, STATEMENTS
from .fields import DayField, PostLinkField, YesNoField
from .models import DepictedPerson, Partner, ProfileProposal, ReportedLink, Submission

LICENCE_MAX_DAYS = 5 * 365  # longer permissions need a contract


def _longest(model: type[Model], name: str) -> int:
    """Characters that the text field `name` of `model` holds."""
    field = model._meta.get_field(name)
    return field.max_length if isinstance(field, CharField) and field.max_length else 0


def _posted(form: forms.BaseForm, name: str) -> list[str]:
    """All values of `name` that a browser sent; [] for a form made from a plain dict."""
    return form.data.getlist(name) if isinstance(form.data, MultiValueDict) else []


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
        help_text=_("Ít nhất 12 ký tự. Vài từ ghép lại thì dễ nhớ và khó đoán."),
        error_messages={"required": _("Bạn đặt một mật khẩu.")},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_full_name(self) -> str:
        """The name on one line; raises ValidationError when nothing is left of it."""
        name = one_line(self.cleaned_data["full_name"], 150)
        if not name:
            raise ValidationError(_("Bạn ghi họ và tên giúp nhé."))
        return name

    def clean_password(self) -> str:
        """The password, checked against the rules with the name and address of the account."""
        self.user.full_name = self.cleaned_data.get("full_name", "")
        validate_password(self.cleaned_data["password"], self.user)
        return self.cleaned_data["password"]


class SubmissionForm(forms.ModelForm):
    """The draft, with the fields of all five steps."""

    ONE_LINERS = ("title", "credit", "commercial", "ai_use", "music_source", "partner_note")

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
    languages = forms.MultipleChoiceField(label=_("Ngôn ngữ trong bài"), choices=language_choices, required=False)
    licence_until = DayField(label=_("Cho dùng đến ngày"))
    has_minor = YesNoField(label=_("Trong nội dung có người dưới 18 tuổi không?"))
    is_paid = YesNoField(label=_("Có ai trả tiền, tặng quà hoặc tài trợ cho nội dung này không?"))
    uses_ai = YesNoField(label=_("Có phần hình, tiếng nào do công cụ AI tạo hoặc sửa đáng kể không?"))
    ticked = forms.MultipleChoiceField(
        choices=[(statement.key, statement.title) for statement in STATEMENTS], required=False
    )

    class Meta:
        model = Submission
        fields = [
            "kind",
            "title",
            "text",
            "post_url",
            "credit",
            "commercial",
            "ai_use",
            "music",
            "music_source",
            "partner_note",
        ]

    #: every field of the model that this form may write
    KEPT = (*Meta.fields, "languages", "licence_until", "has_minor", "is_paid", "uses_ai", "ticked")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("languages", "licence_until", "has_minor", "is_paid", "uses_ai"):
            self.initial[name] = getattr(self.instance, name)
        self.initial["ticked"] = [key for key in self.instance.ticked if key in KEYS]

    def clean_licence_until(self) -> date | None:
        """The day; raises ValidationError for one after LICENCE_MAX_DAYS."""
        day = self.cleaned_data["licence_until"]
        last = timezone.localdate() + timedelta(days=LICENCE_MAX_DAYS)
        if day and day > last:
            raise ValidationError(
                _("Tối đa đến %(day)s (năm năm). Bạn chọn ngày sớm hơn.") % {"day": f"{last:%d-%m-%Y}"}
            )
        return day

    def clean(self) -> dict[str, Any]:
        """Bring one-line fields to one line and the text to NFC."""
        super().clean()
        data = self.cleaned_data
        for name in self.ONE_LINERS:
            if name in data:
                data[name] = one_line(data[name], _longest(Submission, name))
        if "text" in data:
            data["text"] = nfc(data["text"]).strip()
        return data

    @property
    def ticked_now(self) -> list[str]:
        """Keys of statements to show as ticked: posted ones, else the draft's."""
        return _posted(self, "ticked") if self.is_bound else self.initial["ticked"]

    @property
    def languages_now(self) -> list[str]:
        """Languages to show as chosen: posted ones, else the draft's."""
        return _posted(self, "languages") if self.is_bound else (self.initial["languages"] or [])


class PersonForm(forms.ModelForm):
    """One depicted person; media.uploads.save_consent_paper() takes the signed paper."""

    expires_on = DayField(label=_("Đồng ý đến ngày"))

    class Meta:
        model = DepictedPerson
        fields = [
            "name",
            "age_band",
            "person_agreed",
            "representative_name",
            "representative_agreed",
            "expires_on",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("prefix", f"nguoi-{kwargs['instance'].uuid}")
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Bring both names to one line of at most 120 characters."""
        super().clean()
        data = self.cleaned_data
        for name in ("name", "representative_name"):
            if name in data:
                data[name] = one_line(data[name], 120)
        return data


class ProfileForm(forms.ModelForm):
    """Proposed profile of a partner; the newsroom applies it (models.ProfileProposal)."""

    languages = forms.MultipleChoiceField(
        label=_("Ngôn ngữ bạn dùng"), choices=language_choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Partner
        fields = list(ProfileProposal.FIELDS)
        widgets = {"bio": forms.Textarea(attrs={"rows": 4}), "handles": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["display_name"].error_messages["required"] = _("Bạn ghi tên hiển thị.")
        handles = self.fields["handles"]
        if isinstance(handles, forms.CharField):
            handles.max_length = 400

    def clean_handles(self) -> str:
        """At most six accounts, one a line; raises ValidationError for more."""
        lines = [one_line(line, 100) for line in self.cleaned_data["handles"].splitlines() if line.strip()]
        if len(lines) > 6:
            raise ValidationError(_("Tối đa sáu tài khoản, mỗi dòng một tài khoản."))
        return "\n".join(lines)

    def clean(self) -> dict[str, Any]:
        """Bring one-line fields to one line and the biography to NFC."""
        super().clean()
        data = self.cleaned_data
        for name in ("display_name", "role_line", "area", "quote", "topic"):
            if name in data:
                data[name] = one_line(data[name], _longest(Partner, name))
        if "bio" in data:
            data["bio"] = nfc(data["bio"]).strip()
        return data


class ReportedLinkForm(forms.ModelForm):
    """A post on the partner's own channel that carries the piece."""

    url = PostLinkField(
        label=_("Liên kết bài bạn đã đăng"),
        max_length=300,
        assume_scheme="https",
        error_messages={
            "required": _("Bạn dán liên kết bài đăng."),
            "invalid": _("Liên kết này chưa đúng. Bạn mở bài đăng, bấm Chia sẻ rồi Sao chép liên kết."),
        },
        widget=forms.URLInput(attrs={"inputmode": "url"}),
    )
    posted_on = DayField(label=_("Đăng ngày"), required=True)

    class Meta:
        model = ReportedLink
        fields = ["url", "posted_on"]

    def clean_posted_on(self) -> date:
        """The day; raises ValidationError for one after tomorrow."""
        day = self.cleaned_data["posted_on"]
        if day > timezone.localdate() + timedelta(days=1):  # a phone's clock may be ahead
            raise ValidationError(_("Ngày đăng chưa tới. Bạn kiểm tra lại ngày."))
        return day


class QuestionForm(forms.Form):
    """A partner's question about a piece."""

    text = forms.CharField(
        label=_("Câu hỏi của bạn"),
        max_length=1000,
        error_messages={"required": _("Bạn viết câu hỏi rồi mới gửi.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
