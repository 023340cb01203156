"""Registry of the purposes of letters; each app registers its own beside the letters' texts."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.utils.functional import Promise

from users.models import User

READ_ALL = "notifications.read_letters"  # permission to see all letters and to send failed ones again


@dataclass(frozen=True)
class Purpose:
    """A kind of letter.

    `key`: stored in each letter, such as "school-invitation". `label`: its name in the list. `permissions`:
    permissions; a letter names one of them (post() chooses, default the first), and its holders see the letter without
    READ_ALL.
    `is_secret`: the text contains a link that signs its reader in; it is stored encrypted and deleted once sent.
    """

    key: str
    label: str | Promise
    permissions: tuple[str, ...] = ()
    is_secret: bool = False


PURPOSES: dict[str, Purpose] = {}


def register(purpose: Purpose) -> Purpose:
    """Register `purpose` and return it. Raises ValueError where another purpose has its key."""
    if PURPOSES.setdefault(purpose.key, purpose) != purpose:
        raise ValueError(f"two purposes of letters are called {purpose.key!r}")
    return purpose


def label_of(key: str) -> str:
    """Name of a purpose for people; the key itself where no app registers it any more."""
    return str(PURPOSES[key].label) if key in PURPOSES else key


def choices() -> list[tuple[str, str]]:
    """(key, label) of every purpose, by label, for a filter."""
    return sorted(((key, label_of(key)) for key in PURPOSES), key=lambda choice: choice[1])


def may_open_list(user: User | AnonymousUser) -> bool:
    """Whether `user` may see letters of at least one purpose."""
    permissions = {permission for purpose in PURPOSES.values() for permission in purpose.permissions}
    return any(user.has_perm(right) for right in (READ_ALL, *sorted(permissions)))
