"""A second factor that is lost: an administrator, or who runs the server, removes it; its owner sets up another."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from wagtail.log_actions import log

from users.models import User


def has_second_factor(user: User) -> bool:
    """Whether `user` has an app, recovery codes or a security key."""
    return bool(Authenticator.objects.filter(user=user).exists())


def drop_second_factor(user: User) -> bool:
    """Remove app, recovery codes and security keys of `user`, and log it. Returns whether there were any."""
    dropped, _by_model = Authenticator.objects.filter(user=user).delete()
    if dropped:
        log(instance=user, action="users.drop_second_factor")
    return bool(dropped)
