"""What happens at publication, whichever path leads there."""

from __future__ import annotations

from typing import Any

from django.db.models import Max
from django.utils import timezone


def refuse(revision: Any, user: Any) -> None:
    """Raise PermissionDenied with the reason when `revision` may not be published by `user` (None: a program)."""


def goes_live_now(story: Any) -> bool:
    """Whether publishing `story` shows it to readers at once, or only fixes the hour."""
    return not (story.go_live_at and story.go_live_at > timezone.now())


def before(page: Any, revision: Any, user: Any) -> None:
    """Freeze the pending corrections of `page` with the version that readers had until now."""
    if page.live_revision_id is None or not goes_live_now(revision.as_object()):
        return
    last = page.corrections.aggregate(last=Max("number"))["last"] or 0
    for number, correction in enumerate(page.corrections.pending().order_by("pk"), start=last + 1):
        correction.number, correction.frozen_at = number, timezone.now()
        correction.older_revision_id = page.live_revision_id
        correction.save()
