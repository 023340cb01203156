"""Forms of the newsroom's pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from base.addresses import save_under_free_slug
from base.admin.chooser import rows_of
from base.fields.mail_address import MailAddressField
from base.languages import VIETNAMESE
from base.text import nfc, one_line
from partners.models import Brief, Invitation, Partner, Remark, SubmissionFile
from partners.models.files import SPOT


def sentences_of(form: forms.BaseForm) -> list[str]:
    """All sentences about the fields of `form`, in their order."""
    return [str(sentence) for errors in form.errors.values() for sentence in errors]


class InviteForm(forms.ModelForm):
    """Whom to invite, for which partner and brief. A new partner needs only a name."""

    new_partner = forms.CharField(
        label=_("Hoặc đối tác mới"),
        max_length=80,
        required=False,
        help_text=_("Chỉ cần tên hiển thị; hồ sơ do đối tác tự điền."),
    )

    class Meta:
        model = Invitation
        fields = ["partner", "email", "language", "role", "brief", "outlet"]
        field_classes = {"email": MailAddressField}

    field_order = ["partner", "new_partner", "email", "language", "role", "brief", "outlet"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].required = False
        rows_of(self, "partner").queryset = Partner.objects.filter(is_active=True)
        rows_of(self, "brief").queryset = Brief.objects.filter(live=True)
        self.fields["email"].help_text = _("Lời mời gửi tới địa chỉ này, dùng một lần, sống 14 ngày.")
        self.fields["role"].help_text = _("Người quản lý có thể nhận nhiều lời mời, mỗi lời cho một đối tác.")
        self.fields["role"].required = self.fields["language"].required = False
        self.fields["language"].help_text = _(
            "Người được mời đổi được bất cứ lúc nào: thư theo ngôn ngữ của trang họ đọc."
        )

    def clean_language(self) -> str:
        """The language of the letter; Vietnamese when none is chosen."""
        return self.cleaned_data["language"] or VIETNAMESE

    def clean_role(self) -> str:
        """The role of the new account; the partner itself when none is chosen."""
        return self.cleaned_data["role"] or "self"

    def clean_new_partner(self) -> str:
        """The name on one line; raises ValidationError for one that a profile may not have."""
        name = one_line(self.cleaned_data["new_partner"], 80)
        try:
            Partner(display_name=name).clean()
        except ValidationError as problem:  # its sentences stand at the profile's fields, which this form lacks
            raise ValidationError(problem.messages) from None
        return name

    def clean(self) -> dict[str, Any]:
        """Raise ValidationError unless exactly one of an existing and a new partner is given."""
        super().clean()
        data = self.cleaned_data
        if not data.get("partner") and not data.get("new_partner") and "new_partner" not in self.errors:
            raise ValidationError({"partner": _("Bạn chọn một đối tác, hoặc ghi tên đối tác mới.")})
        if data.get("partner") and data.get("new_partner"):
            raise ValidationError({"new_partner": _("Bạn chọn đối tác có sẵn hoặc ghi tên mới, không cả hai.")})
        return data

    def partner(self) -> Partner:
        """The chosen partner, or a new one by that name with a slug that is free."""
        if self.cleaned_data["partner"]:
            return self.cleaned_data["partner"]
        partner = Partner(display_name=self.cleaned_data["new_partner"])
        partner.clean()
        save_under_free_slug(partner, partner.slug, partner.save)
        return partner


class DecisionForm(forms.Form):
    """A decision on a submission. `was`: state, `seen`: fingerprint of what the page showed."""

    STEPS = ("in_review", "changes", "accepted", "rejected")

    to = forms.ChoiceField(
        choices=[(step, step) for step in STEPS],
        error_messages={"invalid_choice": _("Bước này không có. Bạn tải lại trang.")},
    )
    note = forms.CharField(
        label=_("Lời nhắn cho đối tác"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    was = forms.CharField(required=False, max_length=12)
    seen = forms.CharField(required=False, max_length=64)
    took_unscanned = forms.BooleanField(label=_("Tôi đã xem tệp chưa quét và nhận trách nhiệm"), required=False)

    def clean_note(self) -> str:
        """The note in NFC, without spaces around it."""
        return nfc(self.cleaned_data["note"]).strip()

    @property
    def declined(self) -> list[str]:
        """UUIDs of files that the reviewer does not accept."""
        return self.data.getlist("khong-nhan") if isinstance(self.data, MultiValueDict) else []


class RemarkForm(forms.ModelForm):
    """A remark with its pin; the file decides which kind of pin it can have."""

    second = forms.DecimalField(
        required=False,
        min_value=0,
        max_value=7200,
        max_digits=7,
        decimal_places=1,
        error_messages={"invalid": _("Giây là một số, ví dụ 34 hoặc 34.5."), "min_value": _("Giây tính từ 0.")},
    )
    spot_x = forms.IntegerField(required=False, min_value=0, max_value=100)
    spot_y = forms.IntegerField(required=False, min_value=0, max_value=100)
    spot_w = forms.IntegerField(required=False, min_value=1, max_value=50)
    spot_h = forms.IntegerField(required=False, min_value=1, max_value=50)
    paragraph = forms.IntegerField(required=False, min_value=1, max_value=500)

    class Meta:
        model = Remark
        fields = ["second", "spot_x", "spot_y", "spot_w", "spot_h", "paragraph", "text"]
        error_messages = {"text": {"required": _("Bạn viết nhận xét.")}}

    def clean_spot_w(self) -> int:
        """Half width of the region, in hundredths; SPOT for a tap."""
        return self.cleaned_data["spot_w"] or SPOT

    def clean_spot_h(self) -> int:
        """Half height of the region, in hundredths; SPOT for a tap."""
        return self.cleaned_data["spot_h"] or SPOT

    def clean_text(self) -> str:
        """The remark in NFC, without spaces around it."""
        return nfc(self.cleaned_data["text"]).strip()

    def pinned_to(self, file: SubmissionFile | None) -> Remark:
        """The unsaved remark, with only the pin that `file` can have; without a file, a paragraph."""
        remark = self.save(commit=False)
        remark.file = file
        if file is None or not file.can_be_played:
            remark.second = None
        if file is None or file.family != "image" or remark.spot_y is None:
            remark.spot_x = remark.spot_y = None
        if file is not None:
            remark.paragraph = None
        return remark


class SuspendForm(forms.Form):
    """Reason of a suspension; the partner reads it."""

    reason = forms.CharField(
        label=_("Lý do"),
        max_length=300,
        help_text=_("Đối tác đọc được câu này."),
        error_messages={"required": _("Bạn ghi lý do; đối tác đọc được câu này.")},
    )

    def clean_reason(self) -> str:
        """The reason on one line, at most 300 characters."""
        return one_line(self.cleaned_data["reason"], 300)
