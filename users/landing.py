"""Landing pages after signing in and alternative ways to sign in: registries that apps fill from AppConfig.ready()."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.utils.functional import Promise

from users.models import Account, User
from users.roles import may_enter_admin


class LandingPage(NamedTuple):
    """A landing page: the URL name for accounts for which `opens_for` is true."""

    name: str
    opens_for: Callable[[User], bool]
    url_name: str


_landing_pages: dict[str, LandingPage] = {}


def register(name: str, predicate: Callable[[User], bool], url_name: str) -> None:
    """Send accounts for which `predicate` is true to `url_name`; a second call with a name replaces the first."""
    _landing_pages[name] = LandingPage(name, predicate, url_name)


def landing_page_of(user: Account) -> str | None:
    """URL name of the landing page of `user`; None for an account without one, and for nobody."""
    if isinstance(user, AnonymousUser):
        return None
    if may_enter_admin(user):
        return "wagtailadmin_home"
    return next(
        (landing_page.url_name for landing_page in _landing_pages.values() if landing_page.opens_for(user)), None
    )


class SignInMethod(NamedTuple):
    """Another way to sign in, shown as a link below the form."""

    label: str | Promise
    url_name: str


_sign_in_methods: dict[str, SignInMethod] = {}


def register_sign_in_method(name: str, label: str | Promise, url_name: str) -> None:
    """Show a link to `url_name` on the sign-in page; a second call with the same name replaces the first."""
    _sign_in_methods[name] = SignInMethod(label, url_name)


def sign_in_methods() -> list[SignInMethod]:
    """All registered ways, in the order of registration."""
    return list(_sign_in_methods.values())
