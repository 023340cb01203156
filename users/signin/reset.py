"""“Quên mật khẩu”, and the first password: the link, and the task that writes its letter."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.tasks import task
from django.urls import reverse
from django.utils import translation

from users.models import User
from users.signin import secrets


def password_link(user: User) -> str:
    """Address where `user` sets a password, once, within settings.PASSWORD_RESET_TIMEOUT."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return settings.SITE_URL + reverse("account_reset_password_from_key", kwargs=key)


@task(backend="db", queue_name="mail")
def write_reset_letter(sealed: str, language: str) -> None:
    """Write the letter to the address in `sealed`, in `language`: with the link, or that there is no account.

    An account that an administrator has made has no password yet: its letter says what the link is for.

    `sealed` comes from secrets.encrypt(): the table of tasks keeps its arguments for days. A task, so that the request
    does the same work for every address and does not tell who has an account. Run twice, as after an outage, it writes
    one letter.
    """
    email = secrets.decrypt(sealed)
    user = User.objects.of_address(email)
    context: dict[str, Any] = {"email": email}
    name, to = "unknown_account", email
    if user is not None and user.is_active:
        name = "password_reset_key" if user.has_usable_password() else "first_password"
        days = settings.PASSWORD_RESET_TIMEOUT // 86_400
        context, to = {"password_reset_url": password_link(user), "days": days}, user.email
    with translation.override(language):
        message = get_adapter().render_mail(f"account/email/{name}", to, context)
        message.extra_headers["X-Once"] = sealed  # each request has its own (notifications/mailer.py)
        message.send()
