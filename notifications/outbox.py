"""Writes letters: post() adds rows, which a worker sends (delivery.py). All mail of our apps goes through it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from base.text import one_line
from notifications.models import SUBJECT_LIMIT, Letter, LetterQuerySet
from notifications.purposes import Purpose
from notifications.sealing import seal
from notifications.tasks import send_letters
from users.models import User


def letter_language(language: str = "") -> override:
    """Context in which each letter is written: in Vietnamese, whatever the language of the request or task.

    `language`: that of a recipient who chose one, as partners do.
    """
    return override(language or settings.LANGUAGE_CODE)


def post(
    *,
    purpose: Purpose,
    to: str | Iterable[str],
    subject: str,
    text: str,
    html: str = "",
    permission: str = "",
    key: str = "",
    instead_of: Iterable[str] = (),
    useful_until: datetime | None = None,
) -> int:
    """Write one letter per address of `to` in the caller's transaction; return the number of distinct addresses.

    A rollback removes the letters; after the commit one task of the queue "mail" is enqueued. Empty and repeated
    addresses are left out; no recipient sees another's address.

    `permission`: one of `purpose.permissions`, default the first. `key`: a second call with the same key writes nothing
    to an address that has the letter. `instead_of`: keys of letters that are wrong from now on: those that were not
    sent never are, and the next call with their key writes anew. `useful_until`: the letter is not sent after this
    moment. Raises ValueError for a permission that the purpose does not name.
    """
    if permission and permission not in purpose.permissions:
        raise ValueError(f"{permission} is no permission of {purpose.key}")
    common: dict[str, Any] = {
        "permission": permission or next(iter(purpose.permissions), ""),
        "subject": one_line(subject, SUBJECT_LIMIT),
        "useful_until": useful_until,
    }
    addresses = [address for address in dict.fromkeys([to] if isinstance(to, str) else to) if address]
    letters = [_letter(purpose, address, key, text, html, common) for address in addresses]
    _take_back((old, address) for old in instead_of for address in addresses)
    if letters:
        Letter.objects.bulk_create(letters, ignore_conflicts=bool(key))
        _wake_worker()
    return len(letters)


def delete_letters(purpose: Purpose, words: str) -> None:
    """Delete the letters of `purpose` whose text contains `words`, sent or not; not those of a secret purpose."""
    Letter.objects.filter(purpose=purpose.key, text__contains=words).delete()


def _letter(purpose: Purpose, address: str, key: str, text: str, html: str, common: dict[str, Any]) -> Letter:
    """A letter to `address`, not saved yet, due now; the texts of a secret one are encrypted."""
    now = timezone.now()
    return Letter(
        purpose=purpose.key,
        is_secret=purpose.is_secret,
        recipient=address,
        text=seal(text) if purpose.is_secret else text,
        html=seal(html) if purpose.is_secret and html else html,
        once_key=_once_key(key, address) if key else None,
        next_try_at=now,
        created_at=now,
        **common,
    )


def _take_back(pairs: Iterable[tuple[str, str]]) -> None:
    """End the letters of these (key, address); one that is being sent is not tried again."""
    letters = Letter.objects.filter(once_key__in=[_once_key(*pair) for pair in pairs])
    letters.waiting().delete()
    letters.update(useful_until=timezone.now(), once_key=None)


def told(pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of the (key, address) that have a letter which still holds; one query."""
    by_hash = {_once_key(*pair): pair for pair in pairs}
    known_keys = set(Letter.objects.filter(once_key__in=by_hash).values_list("once_key", flat=True))
    return {pair for key, pair in by_hash.items() if key in known_keys}


def open_addresses(*people: User | None) -> list[str]:
    """Addresses of those of `people` whose accounts are open, for post()."""
    return [person.email for person in people if person is not None and person.is_active]


def send_again(letters: LetterQuerySet) -> int:
    """Set failed letters back to waiting, with all attempts; return how many.

    Letters that have no text any more or are past `useful_until` stay failed.
    """
    letter_keys = [letter.pk for letter in letters if letter.can_be_sent_again]
    again = Letter.objects.filter(pk__in=letter_keys, state=Letter.State.FAILED).update(
        state=Letter.State.WAITING, attempts=0, interrupted=False, last_error="", next_try_at=timezone.now()
    )
    if again:
        _wake_worker()
    return again


def _wake_worker() -> None:
    """Enqueue a task after the commit. If that fails, `send_waiting_letters` finds the letters within a minute."""
    transaction.on_commit(send_letters.enqueue, robust=True)


def _once_key(key: str, address: str) -> str:
    """Hash of key and address, so that the column contains no address."""
    return hashlib.sha256(f"{key}\n{address}".encode()).hexdigest()
