"""Vietnamese labels for allauth's forms, and the forms with which administrators keep accounts."""

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm as WagtailCreationForm
from wagtail.users.forms import UserEditForm as WagtailEditForm

from base.text import one_line

from .models import User

LABELS = {
    "login": _("Thư điện tử"),
    "email": _("Thư điện tử"),
    "password": _("Mật khẩu"),
    "oldpassword": _("Mật khẩu đang dùng"),
    "password1": _("Mật khẩu mới"),
    "password2": _("Gõ lại mật khẩu mới"),
    "code": _("Mã 6 số"),
    "name": _("Tên khóa"),
    "passwordless": _("Dùng khóa này thay mật khẩu"),
}


class VietnameseLabels:
    """allauth has no Vietnamese catalogue; placeholders go, because a label that vanishes while typing is none."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
            if name in {"login", "email"}:
                field.widget.attrs.update(autocomplete="username", inputmode="email", spellcheck="false")
                field.error_messages["invalid"] = _("Địa chỉ thư chưa đúng, ví dụ: ten@coquan.vn.")
            if name == "password":
                field.help_text = ""


class LoginForm(VietnameseLabels, account.LoginForm):
    pass


class ReauthenticateForm(VietnameseLabels, account.ReauthenticateForm):
    pass


class ChangePasswordForm(VietnameseLabels, account.ChangePasswordForm):
    pass


class SetPasswordForm(VietnameseLabels, account.SetPasswordForm):
    pass


class ResetPasswordForm(VietnameseLabels, account.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(VietnameseLabels, account.ResetPasswordKeyForm):
    pass


class SecondFactorForm(VietnameseLabels, mfa.AuthenticateForm):
    pass


class ConfirmSecondFactorForm(VietnameseLabels, mfa.ReauthenticateForm):
    pass


class ActivateTOTPForm(VietnameseLabels, totp.ActivateTOTPForm):
    pass


class AddKeyForm(VietnameseLabels, webauthn.AddWebAuthnForm):
    pass


class EditKeyForm(VietnameseLabels, webauthn.EditWebAuthnForm):
    pass


class _NoSplitName:
    """Wagtail asks for first and last name; Vietnamese names are kept whole."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name"):
            self.fields.pop(name, None)
        if "is_superuser" in self.fields:  # absent when people edit themselves
            self.fields["is_superuser"].label = _("Quản trị viên")
            self.fields["is_superuser"].help_text = _("Có mọi quyền, kể cả tài khoản và cài đặt.")

    def clean_full_name(self):
        return one_line(self.cleaned_data["full_name"], 150)

    def clean_email(self):
        email = User.objects.normalize_email(self.cleaned_data["email"]).lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Địa chỉ này đã có tài khoản."))
        return email


class OwnNameForm(forms.ModelForm):
    """What people may change of themselves in the administration."""

    class Meta:
        model = User
        fields = ["full_name", "given_name"]

    def clean_full_name(self):
        return one_line(self.cleaned_data["full_name"], 150)


class UserCreationForm(_NoSplitName, WagtailCreationForm):
    class Meta(WagtailCreationForm.Meta):
        fields = ["email", "full_name", "given_name", "organisation", "groups", "is_superuser"]
        widgets = {"groups": forms.CheckboxSelectMultiple}


class UserEditForm(_NoSplitName, WagtailEditForm):
    class Meta(WagtailEditForm.Meta):
        fields = ["email", "full_name", "given_name", "organisation", "is_active", "groups", "is_superuser"]
        widgets = {"groups": forms.CheckboxSelectMultiple}
