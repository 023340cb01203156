"""The one way to send a letter: post() writes it, a worker sends it (delivery.py)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from base.text import one_line
from notifications.models import SUBJECT_LIMIT, Letter, LetterQuerySet
from notifications.purposes import Purpose
from notifications.sealing import seal
from notifications.tasks import send_letters


def post(
    *,
    purpose: Purpose,
    to: str | Iterable[str],
    subject: str,
    text: str,
    html: str = "",
    language: str = "",
    desk: str = "",
    key: str = "",
    useful_until: datetime | None = None,
) -> int:
    """Write one letter for each address of `to` in the caller's transaction; returns how many addresses there were.

    A transaction that is rolled back takes its letters along; after the commit one task of the queue "mail" is
    enqueued. Empty and repeated addresses are left out; nobody sees another recipient's address.

    `language`: of the texts; the active one when it is not given. `desk`: one of `purpose.desks`. `key`: a second call
    with the same key writes nothing to an address that has had the letter. `useful_until`: after this moment the letter
    is no longer sent. Raises ValueError for a desk that the purpose does not name.
    """
    if desk and desk not in purpose.desks:
        raise ValueError(f"{desk} is no desk of {purpose.key}")
    addresses = [address for address in dict.fromkeys([to] if isinstance(to, str) else to) if address]
    now = timezone.now()
    letters = [
        Letter(
            purpose=purpose.key,
            desk=desk or next(iter(purpose.desks), ""),
            recipient=address,
            subject=one_line(subject, SUBJECT_LIMIT),
            text=seal(text) if purpose.is_secret else text,
            html=seal(html) if purpose.is_secret and html else html,
            language=language or get_language() or "",
            is_secret=purpose.is_secret,
            once_key=_once_key(key, address) if key else None,
            next_try_at=now,
            useful_until=useful_until,
            created_at=now,
        )
        for address in addresses
    ]
    if letters:
        Letter.objects.bulk_create(letters, ignore_conflicts=bool(key))
        _wake_worker()
    return len(letters)


def send_again(letters: LetterQuerySet) -> int:
    """Let failed letters begin anew, with all attempts; returns how many.

    Those without a text any more, or past their useful time, stay failed.
    """
    chosen = [letter.pk for letter in letters if letter.can_be_sent_again]
    again = Letter.objects.filter(pk__in=chosen, state=Letter.State.FAILED).update(
        state=Letter.State.WAITING, attempts=0, interrupted=False, last_error="", next_try_at=timezone.now()
    )
    if again:
        _wake_worker()
    return again


def _wake_worker() -> None:
    """Enqueue a task after the commit. When even that is lost, the scheduler finds the letters within a minute."""
    transaction.on_commit(send_letters.enqueue, robust=True)


def _once_key(key: str, address: str) -> str:
    """A hash: the row keeps no address after its retention time."""
    return hashlib.sha256(f"{key}\n{address}".encode()).hexdigest()
