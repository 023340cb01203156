"""Forms of a unit's own pages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.day import DateField
from base.fields.mail_address import MailAddressField
from base.text import one_line
from schools.models import CODE_LENGTH, ChecklistItem, Claim, PrintRun, plain_code
from users.models import Organisation

MAX_NUMBER = 1_000_000


class ClaimForm(forms.ModelForm):
    """Form of a claim. A draft needs no field; claims.checklist.missing checks what handing in requires."""

    link = forms.URLField(
        label=_("Liên kết"),
        max_length=500,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"inputmode": "url", "placeholder": "https://"}),
        error_messages={"invalid": _("Liên kết này chưa đúng. Bạn mở bài đăng, sao chép liên kết rồi dán lại.")},
    )
    number = forms.IntegerField(
        label=_("Số lượng"),
        min_value=0,
        max_value=MAX_NUMBER,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": _("Ở đây chỉ ghi chữ số, ví dụ 120."),
            "max_value": _("Số này lớn quá. Bạn kiểm tra lại, tối đa 1.000.000."),
            "min_value": _("Số không được âm."),
        },
    )
    done_on = DateField(
        label=_("Ngày làm"),
        required=False,
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Ngày chưa đúng, ví dụ 24-11-2026.")},
    )

    class Meta:
        model = Claim
        fields = ["link", "number", "done_on", "note", "faces_ok"]
        labels = {
            "note": _("Ghi chú"),
            "faces_ok": _("Ảnh không nhìn rõ mặt học sinh, hoặc đã có đồng ý của học sinh và cha mẹ."),
        }
        widgets = {"note": forms.Textarea(attrs={"rows": 2, "maxlength": 500})}

    def __init__(self, *args: Any, item: ChecklistItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item = item
        if self.instance.draft:
            self.initial |= self.instance.draft
        if item.number_label:
            self.fields["number"].label = item.number_label

    @property
    def asked(self) -> list[forms.BoundField]:
        """Bound fields that the item asks for, in the order in which they are shown."""
        item = self.item
        names = ["link"] * (item.wants_link or item.either) + ["number"] * bool(item.number_label)
        return [self[name] for name in (*names, *(["done_on"] * item.wants_date), "note")]

    def clean_link(self) -> str:
        """The link; raises ValidationError for other protocols than HTTP. It is never fetched."""
        link = self.cleaned_data["link"]
        if link and not link.startswith(("https://", "http://")):
            raise ValidationError(_("Liên kết phải bắt đầu bằng https://."))
        return link

    def clean_note(self) -> str:
        """The note on one line, at most 500 characters."""
        return one_line(self.cleaned_data["note"], 500)

    def clean_done_on(self) -> date | None:
        """The day; raises ValidationError after tomorrow and long before the campaign."""
        day = self.cleaned_data["done_on"]
        if day and day > timezone.localdate() + timedelta(days=1):
            raise ValidationError(_("Ngày này chưa tới. Việc đã làm rồi thì mới khai."))
        if day and day < date(2020, 1, 1):
            raise ValidationError(_("Ngày này lâu quá. Bạn kiểm tra lại năm."))
        return day


class CodeForm(forms.Form):
    """Code of a printed invitation."""

    code = forms.CharField(
        label=_("Mã trên phiếu"),
        max_length=40,
        help_text=_("12 chữ và số, ví dụ 7F3K-9QXM-2H4N. Gõ hoa hay thường đều được."),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "one-time-code"}),
        error_messages={"required": _("Bạn gõ mã trên phiếu của đơn vị.")},
    )

    def clean_code(self) -> str:
        """The code without hyphens, in capitals; raises ValidationError for another length than CODE_LENGTH."""
        code = plain_code(self.cleaned_data["code"])
        if len(code) != CODE_LENGTH:
            raise ValidationError(_("Mã có 12 chữ và số, bạn đã gõ %(n)d. Bạn xem lại phiếu.") % {"n": len(code)})
        return code


class AccountForm(forms.Form):
    """New account of an invited person: name, address to sign in with, password."""

    full_name = forms.CharField(
        label=_("Họ và tên của thầy cô"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Bạn ghi họ và tên giúp nhé.")},
    )
    email = MailAddressField(
        label=_("Thư điện tử"),
        max_length=254,
        help_text=_("Dùng để đăng nhập và nhận lời nhắn. Chỉ dành cho cán bộ, giáo viên; học sinh không có tài khoản."),
        widget=forms.EmailInput(attrs={"autocomplete": "username", "inputmode": "email", "spellcheck": "false"}),
        error_messages={
            "required": _("Bạn ghi địa chỉ thư."),
            "invalid": _("Địa chỉ thư chưa đúng, ví dụ: ten@truong.edu.vn."),
        },
    )
    password = forms.CharField(
        label=_("Mật khẩu"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Ít nhất 12 ký tự. Vài từ ghép lại thì dễ nhớ và khó đoán."),
        error_messages={"required": _("Bạn đặt một mật khẩu.")},
    )

    def __init__(self, *args: Any, email: str = "", organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        if email:  # the invitation was mailed to this address, which proves it
            self.fields["email"].disabled = True
            self.initial["email"] = email

    def clean_full_name(self) -> str:
        """The name on one line; raises ValidationError when nothing is left of it."""
        name = one_line(self.cleaned_data["full_name"], 150)
        if not name:
            raise ValidationError(_("Bạn ghi họ và tên giúp nhé."))
        return name

    def clean_password(self) -> str:
        """The password, checked against the rules with name and address of the account and the name of the unit."""
        fields = {name: self.cleaned_data.get(name, "") for name in ("email", "full_name")}
        user = get_user_model()(organisation=self.organisation, **fields)
        validate_password(self.cleaned_data["password"], user)
        return self.cleaned_data["password"]


class InviteForm(forms.Form):
    """E-mail address of a colleague to invite."""

    email = MailAddressField(
        label=_("Thư điện tử của đồng nghiệp"),
        max_length=254,
        widget=forms.EmailInput(attrs={"inputmode": "email", "spellcheck": "false"}),
        error_messages={
            "required": _("Bạn ghi địa chỉ thư của đồng nghiệp."),
            "invalid": _("Địa chỉ thư chưa đúng, ví dụ: ten@truong.edu.vn."),
        },
    )


class PrintOrderForm(forms.Form):
    """How many copies of one run a unit asks for; the ids carry the run's UUID, because a page has many such forms."""

    copies = forms.IntegerField(
        label=_("Số bản"),
        min_value=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": _("Bạn ghi số bản cần xin."),
            "invalid": _("Ở đây chỉ ghi chữ số, ví dụ 20."),
        },
    )
    note = forms.CharField(
        label=_("Ghi chú"),
        max_length=300,
        required=False,
        help_text=_("Ví dụ: xin giao trước thứ Hai. Không ghi tên học sinh."),
    )

    def __init__(self, *args: Any, run: PrintRun, left: int, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"id_{run.uuid}_%s"
        super().__init__(*args, **kwargs)
        most = min(left, run.stock) or run.limit  # whether any are left is said by orders.ask()
        field = self.fields["copies"]
        field.validators.append(MaxValueValidator(most, _("Bạn xin được nhiều nhất %(limit_value)s bản.")))
        field.widget.attrs |= {"max": most}

    def clean_note(self) -> str:
        """The note on one line, at most 300 characters."""
        return one_line(self.cleaned_data["note"], 300)
