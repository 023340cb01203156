"""allauth's forms with Vietnamese labels, and the forms with which administrators edit accounts."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm as WagtailCreationForm
from wagtail.users.forms import UserEditForm as WagtailEditForm

from base.fields.mail_address import MailAddressField
from base.text import mail_address
from users.models import User
from users.signin import secrets
from users.signin.reset import write_reset_letter
from users.signin.second_factor import drop_second_factor, has_second_factor

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
    """Mixin for allauth's forms, which have no Vietnamese catalogue: sets labels, removes placeholders."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
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
    """Sign in with e-mail and password."""

    def clean_login(self) -> str:
        return User.objects.normalize_email(self.cleaned_data["login"])


class ReauthenticateForm(VietnameseLabels, account.ReauthenticateForm):
    """Confirm the password within a session."""


class ChangePasswordForm(VietnameseLabels, account.ChangePasswordForm):
    """Replace the current password."""


class SetPasswordForm(VietnameseLabels, account.SetPasswordForm):
    """Set the first password of an account that has none."""


class ResetPasswordForm(VietnameseLabels, account.ResetPasswordForm):
    """Ask for a link to reset the password. Looks for no account: a task does, the same for every address."""

    def clean_email(self) -> str:
        """The address in its one spelling; raises ValidationError."""
        address = mail_address(self.cleaned_data["email"])
        if not address:
            raise forms.ValidationError(self.fields["email"].error_messages["invalid"], code="invalid")
        return address

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Enqueue the letter; return its address."""
        email = str(self.cleaned_data["email"])
        write_reset_letter.enqueue(secrets.encrypt(email), get_language() or settings.LANGUAGE_CODE)
        return email


class ResetPasswordKeyForm(VietnameseLabels, account.ResetPasswordKeyForm):
    """Set a new password by the link of a letter."""


class SecondFactorForm(VietnameseLabels, mfa.AuthenticateForm):
    """Second step of signing in: a code of the app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Mã 6 số, hoặc mã dự phòng 8 số")


class ConfirmSecondFactorForm(VietnameseLabels, mfa.ReauthenticateForm):
    """Confirm the second factor within a session."""


class ActivateTOTPForm(VietnameseLabels, totp.ActivateTOTPForm):
    """Set up an authenticator app."""


class _ReadableKey(VietnameseLabels):
    """Mixin of forms that a security key answers: 400 to what no browser sends; allauth would answer 500."""

    def full_clean(self) -> None:
        """Raises SuspiciousOperation for what json, base64 or fido2 cannot read."""
        try:
            super().full_clean()  # type: ignore[misc]
        except (KeyError, TypeError, ValueError, RecursionError) as error:
            raise SuspiciousOperation("No answer of a security key") from error


class AddKeyForm(_ReadableKey, webauthn.AddWebAuthnForm):
    """Register a security key."""


class SecondFactorKeyForm(_ReadableKey, webauthn.AuthenticateWebAuthnForm):
    """Second step of signing in: a security key."""


class ConfirmKeyForm(_ReadableKey, webauthn.ReauthenticateWebAuthnForm):
    """Confirm the security key within a session."""


class EditKeyForm(VietnameseLabels, webauthn.EditWebAuthnForm):
    """Rename a security key."""


class _NoSplitName:
    """Mixin for Wagtail's forms: no first and last name. User.clean() puts address and name in order."""

    fields: dict[str, forms.Field]
    error_messages = WagtailCreationForm.error_messages | {"duplicate_username": _("Địa chỉ này đã có tài khoản.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name"):
            self.fields.pop(name, None)
        if "is_superuser" in self.fields:  # absent when users edit their own account
            self.fields["is_superuser"].label = _("Quản trị viên")
            self.fields["is_superuser"].help_text = _("Có mọi quyền, kể cả tài khoản và cài đặt.")


class OwnNameForm(forms.ModelForm):
    """The fields that users may change in their own account in the administration."""

    class Meta:
        model = User
        fields = ["full_name", "given_name"]


class UserCreationForm(_NoSplitName, WagtailCreationForm):
    """Administrators create an account; without a password its owner gets a letter to choose one."""

    email = MailAddressField(label=LABELS["email"])
    password_required = False

    class Meta(WagtailCreationForm.Meta):
        fields = ["email", "full_name", "given_name", "organisation", "groups", "is_superuser"]
        widgets = {"groups": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = _(
            "Nên để trống: người này nhận thư có liên kết để tự đặt mật khẩu, dùng được trong ba ngày. Quá hạn thì họ "
            "bấm “Quên mật khẩu” ở trang đăng nhập."
        )

    def save(self, commit: bool = True) -> User:
        """Create the account, and the task that writes the letter."""
        has_password = bool(self.cleaned_data["password1"])
        if not has_password:
            self.instance.set_unusable_password()
        user: User = super().save(commit=commit)
        if not has_password:
            write_reset_letter.enqueue(secrets.encrypt(user.email), settings.LANGUAGE_CODE)
        return user


class UserEditForm(_NoSplitName, WagtailEditForm):
    """Administrators edit an account, and can remove a lost second factor."""

    email = MailAddressField(label=LABELS["email"])

    class Meta(WagtailEditForm.Meta):
        fields = ["email", "full_name", "given_name", "organisation", "is_active", "groups", "is_superuser"]
        widgets = {"groups": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, editing_self: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, editing_self=editing_self, **kwargs)
        if not editing_self and has_second_factor(self.instance):
            self.fields["drop_second_factor"] = forms.BooleanField(
                required=False,
                label=_("Xóa lớp xác thực thứ hai"),
                help_text=_(
                    "Khi người này mất điện thoại và mã dự phòng; bạn gọi hỏi đúng người trước. Lần đăng nhập sau họ "
                    "bật lại. Điện thoại bị lấy thì đặt luôn mật khẩu mới: các phiên đang mở hết hiệu lực."
                ),
            )

    def save(self, commit: bool = True) -> User:
        """Save, and remove the second factor where that was asked for; the account's history says so."""
        user: User = super().save(commit=commit)
        if self.cleaned_data.get("drop_second_factor"):
            drop_second_factor(user)
        return user
