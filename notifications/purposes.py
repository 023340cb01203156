"""What a letter is for: each app names the purposes of its letters beside their texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

READ_ALL = "notifications.read_letters"  # sees every letter of the list, and may send failed ones again


@dataclass(frozen=True)
class Purpose:
    """A kind of letter.

    `key`: stored in each letter, such as "school-invitation". `label`: what the list calls it. `desks`: rights whose
    holders see such letters in the list without READ_ALL; post() may name one of them for a single letter, the first
    one counts otherwise. `is_secret`: the text holds a link that lets its reader in; it is encrypted, and deleted once
    it is sent.
    """

    key: str
    label: str | Promise
    desks: tuple[str, ...] = ()
    is_secret: bool = False


PURPOSES: dict[str, Purpose] = {}


def register(purpose: Purpose) -> Purpose:
    """Add `purpose` to the list's filter and labels. Raises ValueError when its key is taken by another one."""
    if PURPOSES.setdefault(purpose.key, purpose) != purpose:
        raise ValueError(f"two purposes of letters are called {purpose.key!r}")
    return purpose


def label_of(key: str) -> str:
    """The name of a purpose for people; the key itself when no app registers it any more."""
    return str(PURPOSES[key].label) if key in PURPOSES else key


def choices() -> list[tuple[str, str]]:
    """(key, label) of every purpose, by label, for a filter."""
    return sorted(((key, label_of(key)) for key in PURPOSES), key=lambda choice: choice[1])


def may_open_list(user: Any) -> bool:
    """Whether `user` may see letters of at least one purpose."""
    desks = {desk for purpose in PURPOSES.values() for desk in purpose.desks}
    return any(user.has_perm(right) for right in (READ_ALL, *sorted(desks)))
