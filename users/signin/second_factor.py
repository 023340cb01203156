"""The second factor: which sessions have passed it; a lost one is removed, and its owner sets up another."""

from __future__ import annotations

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.dispatch import receiver
from django.http import HttpRequest
from wagtail.log_actions import log

from users.models import Account, User

#: Session key: primary key of the account that has set up a second factor in this session.
SET_UP_BY = "second_factor_set_up_by"


def has_passed(request: HttpRequest, account: Account) -> bool:
    """Whether `account` has opened, confirmed or set up this session's second factor: app, recovery code or key."""
    is_confirmed = any(record.get("method") == "mfa" for record in get_authentication_records(request, account))
    return is_confirmed or request.session.get(SET_UP_BY) == str(account.pk)


@receiver(authenticator_added)
def _set_up(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Who sets up a factor proves to have it: a code or a touch. An app's code is good once, so it is not asked again.

    Only a session that has passed the factor reaches the form where the account has one already (users/middleware.py).
    """
    request.session[SET_UP_BY] = str(user.pk)


def has_second_factor(user: User) -> bool:
    """Whether `user` has an app, recovery codes or a security key."""
    return bool(Authenticator.objects.filter(user=user).exists())


def drop_second_factor(user: User) -> bool:
    """Remove app, recovery codes and security keys of `user`, and log it. Returns whether there were any."""
    dropped, _by_model = Authenticator.objects.filter(user=user).delete()
    if dropped:
        log(instance=user, action="users.drop_second_factor")
    return bool(dropped)
