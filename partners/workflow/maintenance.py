"""Periodic work on submissions: expire permissions, delete files, correct schedules, report late answers, requeue."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from files.models import StoredFile
from jobs.queue import FORGOTTEN, queued, tasks_that_killed_workers
from partners.mail import newsroom, partners
from partners.media import review_copies
from partners.media.tasks import make_blurred_still, make_viewing_copy, release_clip
from partners.models import DepictedPerson, KolStoryPage, Submission, SubmissionFile
from partners.publishing.library_export import KINDS, export_to_library
from partners.workflow import publication, removal

State = Submission.State
FINISHED = (State.REJECTED, State.WITHDRAWN, State.REMOVED)
AHEAD = timedelta(hours=50)  # how long before the deadline of a brief partners are reminded
KEPT_DAYS = 30  # days; then files of withdrawn and rejected pieces go, rows and hashes stay


def expire_permissions() -> int:
    """Expire published pieces whose permission, or that of a depicted person, ended before today; returns how many."""
    today = timezone.localdate()
    ended = DepictedPerson.objects.filter(expires_on__lt=today).values("submission")
    published = Submission.objects.filter(state=State.PUBLISHED)
    due = (published.filter(licence_until__lt=today) | published.filter(pk__in=ended)).distinct()
    for piece in due:
        removal.expire(piece)
    return len(due)


def delete_leftovers() -> int:
    """Delete files of removed pieces (at once) and of withdrawn or rejected ones (after KEPT_DAYS). Returns a count."""
    old = timezone.now() - timedelta(days=KEPT_DAYS)
    rows = Submission.objects.filter(state=State.REMOVED) | Submission.objects.filter(
        state__in=[State.WITHDRAWN, State.REJECTED], updated_at__lt=old
    )
    has_files = Q(files__isnull=False) | Q(people__paper__isnull=False)
    return sum(removal.clear(piece) for piece in rows.filter(has_files).distinct())


def notify_of_late_answers() -> int:
    """Tell the newsroom, once per sending, that an answer is late; returns how many."""
    late = Submission.objects.late().filter(late_notified_at=None).select_related("partner", "outlet", "claimed_by")
    for piece in late:
        with transaction.atomic():
            if Submission.objects.filter(pk=piece.pk, late_notified_at=None).update(late_notified_at=timezone.now()):
                newsroom.notify_of_late_answer(piece)
    return len(late)


def remind_of_deadlines() -> int:
    """Remind partners of pieces that wait to be sent while their brief closes within AHEAD; returns how many."""
    now = timezone.now()
    soon = Submission.objects.filter(
        state__in=Submission.WITH_PARTNER, brief__live=True, brief__deadline__gt=now, brief__deadline__lte=now + AHEAD
    )
    pieces = soon.select_related("partner", "brief").annotate(deadline=F("brief__deadline"))
    with transaction.atomic():
        return sum(partners.remind_of_deadline(piece, piece.deadline) for piece in pieces)


def follow_schedules() -> int:
    """Compare scheduled pieces with what Wagtail has planned; returns how many were given another hour or none.

    Catches what no notification tells: a schedule cancelled in Wagtail's editor, by a publish gate or with the page.
    """
    waiting = Submission.objects.filter(state=State.SCHEDULED).exclude(story__live=True)
    return sum(publication.follow_schedule(piece, by=None) for piece in waiting)


def requeue_tasks() -> int:
    """Queue again tasks that were lost between commit and queue, or failed while storage was away; returns how many.

    These are review copies, releases of clips of live stories, and exports of published files to the library.
    """
    return _requeue_copies() + _requeue_stills() + _requeue_releases() + _requeue_library_exports()


def _requeue_copies() -> int:
    """Requeue viewing copies; a clip that killed MAX_ATTEMPTS workers is given up, with a sentence for the newsroom."""
    rows = _looked_at().filter(viewing_error="")
    pending = {str(row.uuid) for row in rows.select_related("stored", "submission") if _lacks_copy(row)}
    pending -= queued(make_viewing_copy)
    deadly = pending & tasks_that_killed_workers(make_viewing_copy)
    SubmissionFile.objects.filter(uuid__in=deadly).update(viewing_error=str(review_copies.NOT_MADE))
    for uuid in pending - deadly:
        make_viewing_copy.enqueue(uuid)
    return len(pending - deadly)


def _requeue_stills() -> int:
    """Requeue blurred stills; those that killed workers are given up, with a sentence for the newsroom."""
    rows = _looked_at().filter(still_key="", still_error="", stored__preview_error="").select_related("stored")
    pending = {str(row.uuid) for row in rows if row.has_still}
    pending -= queued(make_blurred_still)
    deadly = pending & tasks_that_killed_workers(make_blurred_still)
    SubmissionFile.objects.filter(uuid__in=deadly).update(still_error=str(review_copies.NOT_BLURRED))
    for uuid in pending - deadly:
        make_blurred_still.enqueue(uuid)
    return len(pending - deadly)


def _looked_at() -> QuerySet[SubmissionFile]:
    """Files of unfinished pieces whose tasks should have been done by now."""
    rows = SubmissionFile.objects.filter(stored__created_at__lt=timezone.now() - FORGOTTEN)
    return rows.exclude(stored__state__in=StoredFile.GONE).exclude(submission__state__in=FINISHED)


def _lacks_copy(row: SubmissionFile) -> bool:
    return row.can_be_played and not review_copies.fits(row)


def _requeue_releases() -> int:
    closed = Q(clip__zone=StoredFile.Zone.QUARANTINE) | Q(captions__zone=StoredFile.Zone.QUARANTINE)
    pages = KolStoryPage.objects.live().filter(closed, latest_revision_created_at__lt=timezone.now() - FORGOTTEN)
    pending = set(pages.values_list("pk", flat=True)) - queued(release_clip)
    for pk in pending:
        release_clip.enqueue(pk)
    return len(pending)


def _requeue_library_exports() -> int:
    rows = SubmissionFile.objects.filter(submission__state=State.PUBLISHED, asset=None, stored__isnull=False)
    rows = rows.filter(submission__updated_at__lt=timezone.now() - FORGOTTEN)
    rows = rows.exclude(verdict=SubmissionFile.Verdict.DECLINED).select_related("stored")
    pending = {row.submission_id for row in rows if row.family in KINDS} - queued(export_to_library)
    for pk in pending:
        export_to_library.enqueue(pk)
    return len(pending)
