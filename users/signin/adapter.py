"""allauth adapters: no open sign-up, Vietnamese error messages, login attempts counted also without the cache."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import user_email
from allauth.core import context, ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from users.signin import devices, secrets
from users.signin.throttling import may_try, too_many_attempts

#: Errors of allauth's forms that say that a limit is reached: password, code of the second factor, security key.
_LIMITS = {"too_many_login_attempts", "rate_limited"}
_WRONG_LOGIN = _("Thư điện tử hoặc mật khẩu chưa đúng. Bạn kiểm tra lại cả hai rồi thử lần nữa.")


class AccountAdapter(DefaultAccountAdapter):
    """Rules for sign-in, sign-up and passwords (settings.ACCOUNT_ADAPTER)."""

    # The same message for a wrong password and for an unknown address: it must not reveal who has an account.
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Tài khoản này đang tạm khóa."),
        "email_password_mismatch": _WRONG_LOGIN,
        "invalid_login": _WRONG_LOGIN,
        "enter_current_password": _("Bạn gõ mật khẩu đang dùng."),
        "incorrect_password": _("Mật khẩu chưa đúng."),
        "incorrect_code": _("Mã chưa đúng hoặc đã hết hạn. Bạn đợi mã mới trong ứng dụng rồi gõ lại."),
        "invalid_or_expired_key": _("Liên kết này đã hết hạn hoặc đã dùng rồi."),
        "invalid_password_reset": _("Liên kết đặt lại mật khẩu đã hết hạn hoặc đã dùng rồi. Bạn xin liên kết mới."),
        "too_many_login_attempts": _("Bạn gõ sai quá nhiều lần. Bạn đợi 5 phút rồi thử lại."),
        "rate_limited": _("Bạn gửi quá nhanh. Bạn đợi một lát rồi thử lại."),
        "same_as_current": _("Mật khẩu mới phải khác mật khẩu đang dùng."),
    }

    def validation_error(self, code: str, *args: object) -> ValidationError:
        """The error that a form shows. Raises ImmediateHttpResponse (429) for a limit, whichever form met it."""
        if code in _LIMITS and context.request is not None:
            raise ImmediateHttpResponse(too_many_attempts(context.request))
        return super().validation_error(code, *args)

    def get_client_ip(self, request: HttpRequest) -> str:
        """allauth's, but of ::ffff:203.0.113.9, as a proxy with one socket for both names it, the address of IPv4.

        Its first 64 bits, by which limits count IPv6, are those of everybody in the world.
        """
        address = ip_address(super().get_client_ip(request))
        return str(getattr(address, "ipv4_mapped", None) or address)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always False: accounts are made by invitations and by administrators."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt in the cache by allauth's limits; validation_error() answers 429 when there were too many.

        A browser on which the account has signed in before is counted by itself, and only its wrong passwords: several
        people share the computer of a staff room. While the cache is away this process counts
        (docs/security.md, rules 31 and 32).

        Raises OperationalError without counting while the database is away: no password can be judged then, and the
        right one must not be refused afterwards.
        """
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if number := devices.known_number(request, str(credentials.get("email", ""))):
            if not ratelimit.consume(request, action=devices.LIMIT, key=number, dry_run=True):
                raise self.validation_error("too_many_login_attempts")
            return
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a wrong password on a known browser; elsewhere pre_authenticate() has counted it."""
        if number := devices.known_number(request, str(credentials.get("email", ""))):
            may_try(request, devices.LIMIT, key=number)

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        """Let this browser be known for the account that has signed in on it."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        devices.remember(request, response, user_email(user))
        return response

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """Whether `password` is that of `user`. allauth's version needs an EmailAddress row, which accounts lack."""
        again = self.authenticate(context.request, email=user_email(user), password=password)
        return again is not None and again.pk == user.pk


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: secrets encrypted in the database, Vietnamese messages (settings.MFA_ADAPTER)."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": _("Tài khoản đang bật xác thực hai lớp nên chưa đổi được thư điện tử."),
        "cannot_delete_authenticator": _("Chưa thể tắt xác thực hai lớp."),
        "cannot_generate_recovery_codes": _("Bạn bật xác thực hai lớp trước, rồi mới tạo mã dự phòng."),
        "incorrect_code": _("Mã chưa đúng hoặc đã hết hạn. Bạn đợi mã mới trong ứng dụng rồi gõ lại."),
        "unverified_email": _("Thư điện tử của tài khoản chưa được xác nhận."),
    }

    def encrypt(self, text: str) -> str:
        """`text`, the secret of an app or the seed of recovery codes, for the database."""
        return secrets.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret of a stored one; a random one, so that no code fits, when the keys are lost."""
        return secrets.decrypt_or_refuse(encrypted_text)
