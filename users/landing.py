"""Where an account belongs after signing in: a registry that the apps above fill from AppConfig.ready()."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser

from users.roles import may_enter_admin


class Door(NamedTuple):
    name: str
    opens_for: Callable[[AbstractBaseUser], bool]
    url_name: str


_doors: dict[str, Door] = {}


def register(name: str, predicate: Callable[[AbstractBaseUser], bool], url_name: str) -> None:
    """Let accounts for which `predicate` is true begin at `url_name`; a second call with a name replaces the first."""
    _doors[name] = Door(name, predicate, url_name)


def door_of(user: AbstractBaseUser) -> str | None:
    """Name of the URL where `user` begins; None for an account that has no door (yet)."""
    if may_enter_admin(user):
        return "wagtailadmin_home"
    return next((door.url_name for door in _doors.values() if door.opens_for(user)), None)


class Way(NamedTuple):
    """Another way to sign in, offered below the form: the words of the link and where it leads."""

    label: str
    url_name: str


_ways: dict[str, Way] = {}


def register_way(name: str, label: str, url_name: str) -> None:
    """Offer `url_name` on the sign-in page; a second call with a name replaces the first."""
    _ways[name] = Way(label, url_name)


def ways() -> list[Way]:
    return list(_ways.values())
