"""Sign-in by an e-mailed link: valid for LINK_MINUTES, works once, only for accounts that act for a partner.

The link names the account and has a fingerprint of its last login and password, so that any sign-in ends it.
Nothing is stored. Opening the link only shows a button, because mail scanners open links too.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.tasks import task
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from users.models import User
from users.roles import may_enter_admin
from users.signin import secrets

from .mail.letters import deliver
from .models import PartnerMember

SALT = "partners.signin"
LINK_MINUTES = 20  # validity of a link


def account_for(email: str) -> User | None:
    """The active account of `email` that acts for a partner and may not enter the administration, or None."""
    user = User.objects.of_address(email)
    if user is None or not user.is_active or may_enter_admin(user):
        return None
    return user if PartnerMember.objects.filter(user=user).exists() else None


@task(backend="db", queue_name="mail")
def mail_link_to(sealed: str, language: str) -> None:
    """Send a link to the address in `sealed` where account_for() knows it.

    `sealed` comes from users.signin.secrets.encrypt(): the table of tasks keeps its arguments for days. A task: the
    request does the same for every address.
    """
    user = account_for(secrets.decrypt(sealed))
    if user is not None:
        mail_link(user, language)


def mail_link(user: User, language: str = "") -> None:
    """Send `user` a link to the partner area, in `language` or the language of the account's letters."""
    link = settings.SITE_URL + reverse("partners:signin_link", args=[token_for(user)])
    language = language or PartnerMember.objects.language_of(user)
    context, expires = {"user": user, "link": link, "minutes": LINK_MINUTES}, timedelta(minutes=LINK_MINUTES)
    deliver("signin", context, {user.email: language}, useful_until=timezone.now() + expires)


def token_for(user: User) -> str:
    """Signed token of the account and its present state."""
    return signing.dumps([user.pk, _state_of(user)], salt=SALT)


def account_of(token: str) -> User | None:
    """The account that `token` was made for; None when it is expired, used or forged, or may not sign in this way."""
    try:
        pk, state = signing.loads(token, salt=SALT, max_age=LINK_MINUTES * 60)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    user = get_user_model().objects.filter(pk=pk, is_active=True).first()
    if user is None or not constant_time_compare(state, _state_of(user)):
        return None
    return account_for(user.email)


def _state_of(user: User) -> str:
    return salted_hmac(SALT, f"{user.pk}:{user.last_login}:{user.password}").hexdigest()[:24]
