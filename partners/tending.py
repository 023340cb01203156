"""What time does to pieces: permissions run out, schedules are edited away, what nobody may keep is deleted."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision

from . import desk_mail, journey, removal
from .models import PersonShown, Submission

State = Submission.State
KEPT_DAYS = 30  # bytes of withdrawn and rejected pieces; the rows and their hashes stay


def expire_permissions() -> int:
    """Published pieces whose permission, or that of a person shown, ended before today leave the site."""
    today = timezone.localdate()
    ended = PersonShown.objects.filter(expires_on__lt=today).values("submission")
    published = Submission.objects.filter(state=State.PUBLISHED)
    due = (published.filter(licence_until__lt=today) | published.filter(pk__in=ended)).distinct()
    for piece in due:
        removal.expire(piece)
    return len(due)


def delete_leftovers() -> int:
    """Bytes of removed pieces (at once) and of withdrawn and rejected ones (after KEPT_DAYS days)."""
    old = timezone.now() - timedelta(days=KEPT_DAYS)
    rows = Submission.objects.filter(state=State.REMOVED) | Submission.objects.filter(
        state__in=[State.WITHDRAWN, State.REJECTED], updated_at__lt=old
    )
    return sum(removal.clear(piece) for piece in rows.filter(files__isnull=False).distinct())


def tell_late_answers() -> int:
    """Once per sending: the desk reads that its three working days are over."""
    late = Submission.objects.late().filter(late_told_at=None).select_related("partner", "outlet", "claimed_by")
    for piece in late:
        with transaction.atomic():
            if Submission.objects.filter(pk=piece.pk, late_told_at=None).update(late_told_at=timezone.now()):
                desk_mail.tell_late(piece)
    return len(late)


def follow_schedules() -> int:
    """A piece that says “scheduled” without a planned publication is accepted again.

    The schedule was edited away, or the page was deleted.
    """
    planned = Revision.page_revisions.filter(approved_go_live_at__isnull=False).values_list("object_id", flat=True)
    waiting = Submission.objects.filter(state=State.SCHEDULED).exclude(story__live=True)
    lost = [piece for piece in waiting if str(piece.story_id) not in set(planned)]
    for piece in lost:
        with transaction.atomic():
            journey.unscheduled(piece, by=None)
    return len(lost)
