"""Removal of text and address from old letters; purpose, state and times stay."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Concat
from django.utils import timezone

from notifications.models import Letter


def empty_old() -> int:
    """Empty sent and failed letters older than settings.LETTER_RETENTION_DAYS; return how many.

    Removes texts, subject, the server's answer and the local part of the address.
    """
    now = timezone.now()
    old = Letter.objects.filter(
        state__in=[Letter.State.SENT, Letter.State.FAILED],
        created_at__lt=now - timedelta(days=settings.LETTER_RETENTION_DAYS),
        emptied_at=None,
    )
    domain = Func(F("recipient"), Value("@"), Value(2), function="split_part", output_field=CharField())
    return old.update(
        recipient=Concat(Value("…@"), domain),
        subject="",
        text="",
        html="",
        last_error="",
        once_key=None,
        emptied_at=now,
    )
