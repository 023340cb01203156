"""Letters are kept as long as somebody may ask for them, then only that one was sent, when, and what for."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Concat
from django.utils import timezone

from notifications.models import Letter


def empty_old() -> int:
    """Empty letters that are older than LETTER_RETENTION_DAYS; returns how many.

    Texts, subject and the server's answer go; of the address the domain stays. Letters that still wait are left alone.
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
