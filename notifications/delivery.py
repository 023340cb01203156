"""Sends waiting letters over one SMTP connection: claims each, sends it, records the outcome.

Exactly once, as far as SMTP allows: a letter is claimed with FOR UPDATE SKIP LOCKED and marked “sending” in a committed
transaction before it is sent, so that two workers never send the same one. If the connection or our process dies while
sending, SMTP does not tell whether the letter arrived. It is then sent again with the same Message-ID, as mail servers
do among themselves: a lost connection counts as an attempt; after a killed process the letter is sent once more, after
a second one it fails and a person decides.
"""

from __future__ import annotations

import logging
import smtplib
from contextlib import suppress
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from base.text import one_line
from notifications.models import ERROR_LIMIT, Letter, LetterQuerySet
from notifications.sealing import unseal

BATCH = 20  # letters per task; other tasks of the queue wait for the batch
#: Minutes before each new attempt: 20 attempts in two days, then the letter has failed.
DELAYS = (1, 5, 15, 60, *[180] * 15)
LONGEST_DELAY = timedelta(minutes=max(DELAYS) + 1)
STUCK = timedelta(minutes=15)  # SMTP time-outs are seconds: a letter in “sending” for longer lost its worker

State = Letter.State
log = logging.getLogger(__name__)


def send_due(limit: int = BATCH) -> int:
    """Send up to `limit` letters that are due; return how many were tried.

    If the server does not answer, none is tried; that counts as a failed attempt for all letters that are due.
    """
    if not Letter.objects.due().exists():
        return 0
    mailer = mailers["server"]
    try:
        mailer.open()
    except OSError as error:  # SMTPException and every connection error are OSErrors
        count = _postpone_all(error)
        log.warning("mail server does not answer (%s): %d letters wait", type(error).__name__, count)
        return 0
    tried = 0
    try:
        while tried < limit and (letter := _claim()):
            tried += 1
            if not _send(letter, mailer):
                break
    finally:
        with suppress(OSError):  # QUIT fails where the connection is lost already
            mailer.close()
    return tried


def settle() -> None:
    """Fail letters past `useful_until`, put letters of killed workers back to waiting; called once a minute.

    A letter whose next attempt is further away than any delay, or whose sending begins in the future, has been dated by
    a wrong clock: it is due now, or has lost its worker.
    """
    now = timezone.now()
    with transaction.atomic():
        late = Letter.objects.waiting().filter(useful_until__lte=now)
        late.filter(is_secret=True).update(text="", html="")
        late.update(state=State.FAILED, last_error=Letter.Problem.LATE, next_try_at=None)
        sending = Letter.objects.filter(state=State.SENDING)
        stuck = sending.exclude(started_at__range=(now - STUCK, now + STUCK))
        twice = stuck.filter(interrupted=True)
        twice.update(state=State.FAILED, last_error=Letter.Problem.INTERRUPTED, next_try_at=None)
        stuck.update(state=State.WAITING, interrupted=True, next_try_at=now)
        # Later than any attempt is planned: written while the clock was wrong.
        Letter.objects.waiting().filter(next_try_at__gt=now + LONGEST_DELAY).update(next_try_at=now)


def _claim() -> Letter | None:
    """The next due letter, marked “sending” in a committed transaction; None where there is none."""
    with transaction.atomic(durable=True):
        letter = Letter.objects.due().select_for_update(skip_locked=True).first()
        if letter:
            letter.state, letter.started_at, letter.attempts = State.SENDING, timezone.now(), letter.attempts + 1
            letter.save(update_fields=["state", "started_at", "attempts"])
    return letter


def _send(letter: Letter, mailer: BaseEmailBackend) -> bool:
    """Send a claimed letter and record the outcome; False where the connection cannot be used any more."""
    row = Letter.objects.filter(pk=letter.pk, state=State.SENDING)
    try:
        mailer.send_messages([_message(letter)])
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
        code, error_text = _answer(error)
        if code >= 500:
            _fail(row, error_text)
        else:
            _retry(row, letter.attempts, error_text)
        log.warning("letter %s refused by the mail server: %s", letter.pk, code)
        return code != 421  # 421: the server closes the connection
    except OSError as error:
        _retry(row, letter.attempts, _answer(error)[1])
        log.warning("letter %s not sent: %s", letter.pk, type(error).__name__)
        return False
    except ValueError as error:  # an invalid address or header, or an unreadable secret text
        _fail(row, str(error))
        log.warning("letter %s cannot be sent: %s", letter.pk, type(error).__name__)
        return True
    texts = {"text": "", "html": ""} if letter.is_secret else {}
    # Whatever settle() has made of it meanwhile: it has arrived.
    Letter.objects.filter(pk=letter.pk).update(
        state=State.SENT, sent_at=timezone.now(), next_try_at=None, last_error="", **texts
    )
    return True


def _message(letter: Letter) -> EmailMultiAlternatives:
    host = urlsplit(settings.SITE_URL).hostname
    headers = {"Message-ID": f"<{letter.uuid}@{host}>", "Auto-Submitted": "auto-generated"}
    text, html = letter.text, letter.html
    if letter.is_secret:
        try:
            text, html = unseal(text), unseal(html) if html else ""
        except InvalidToken:
            raise ValueError(str(Letter.Problem.UNREADABLE)) from None
    message = EmailMultiAlternatives(letter.subject, text, to=[letter.recipient], headers=headers)
    if html:
        message.attach_alternative(html, "text/html")
    return message


def _answer(error: OSError) -> tuple[int, str]:
    """(SMTP code, the server's answer), or (0, the connection error)."""
    words: Any
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, words = error.smtp_code, error.smtp_error
    else:
        return 0, f"{type(error).__name__}: {error}"
    words = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
    return code, f"{code} {words}"


def _postpone_all(error: OSError) -> int:
    """Count a failed attempt for every due letter; return the number of letters."""
    due, error_text = Letter.objects.due(), _answer(error)[1]
    numbers = set(due.order_by().values_list("attempts", flat=True))
    return sum(_retry(due.filter(attempts=number), number + 1, error_text) for number in numbers)


def _retry(rows: LetterQuerySet, attempts: int, error_text: str) -> int:
    """Set `rows`, which failed `attempts` times, to wait for the next attempt; fail them after the last one."""
    if attempts > len(DELAYS):
        return _fail(rows, error_text, attempts=attempts)
    later = timezone.now() + timedelta(minutes=DELAYS[attempts - 1])
    error_text = one_line(error_text, ERROR_LIMIT)
    return rows.order_by().update(state=State.WAITING, attempts=attempts, next_try_at=later, last_error=error_text)


def _fail(rows: LetterQuerySet, error_text: str, **facts: Any) -> int:
    error_text = one_line(error_text, ERROR_LIMIT)
    return rows.order_by().update(state=State.FAILED, next_try_at=None, last_error=error_text, **facts)
