"""Scheduled maintenance of uploads, every few minutes; each function may run twice at once."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from files.intake.scanner import scanner_answers
from files.maintenance.tasks import scan_again
from files.models import StoredFile, UploadSession
from files.storage import multipart
from files.uploads import sessions
from files.uploads.tasks import check_upload, reject_after_crashes
from jobs.queue import FORGOTTEN, queued, tasks_that_killed_workers

SCANS_AT_ONCE = 100  # files enqueued for another scan in one run
STRAY = timedelta(hours=26)  # age of parts without a session when they are aborted; sessions end after 24 hours
State = UploadSession.State


def requeue_lost_checks() -> int:
    """Enqueue check_upload for every waiting session that has no task in the queue; returns how many.

    A file whose check killed jobs.recovery.MAX_ATTEMPTS workers is refused instead.
    """
    lost = UploadSession.objects.filter(
        state__in=[State.RECEIVED, State.CHECKING], received_at__lt=timezone.now() - FORGOTTEN
    )
    unqueued = {str(pk) for pk in lost.values_list("pk", flat=True)} - queued(check_upload)
    deadly = unqueued & tasks_that_killed_workers(check_upload)
    for pk in deadly:
        reject_after_crashes(pk)
    again = unqueued - deadly
    for pk in again:
        check_upload.enqueue(pk)
    return len(again)


def expire_uploads() -> int:
    """End undecided sessions whose `expires_at` has passed and delete their parts; returns how many."""
    undecided = UploadSession.objects.filter(state__in=[State.OPEN, State.DUPLICATE])
    ended = 0
    for pk in list(undecided.filter(expires_at__lt=timezone.now()).values_list("pk", flat=True)):
        with transaction.atomic():
            session = undecided.select_for_update(skip_locked=True).filter(pk=pk).first()
            if session and session.expires_at < timezone.now():
                sessions.give_up(session, State.EXPIRED)
                ended += 1
    return ended


def abort_strays() -> int:
    """Abort uploads in storage older than STRAY that have no open session; returns how many."""
    before = timezone.now() - STRAY
    old = [(key, upload) for key, upload, started_at in multipart.unfinished() if started_at < before]
    alive = UploadSession.objects.filter(key__in=[key for key, _upload in old], state=State.OPEN)
    open_keys = set(alive.values_list("key", flat=True))
    strays = [(key, upload) for key, upload in old if key not in open_keys]
    for key, upload in strays:
        multipart.abort(key, upload)
    return len(strays)


def ask_scanner_again() -> int:
    """Enqueue a scan for files that wait for a verdict, once the scanner answers; returns how many."""
    waiting = StoredFile.objects.filter(state=StoredFile.State.RECEIVED).order_by("created_at")
    if not waiting.exists() or not scanner_answers():
        return 0
    queued_keys = queued(scan_again)
    keys = [str(pk) for pk in waiting.values_list("pk", flat=True)[:SCANS_AT_ONCE] if str(pk) not in queued_keys]
    for pk in keys:
        scan_again.enqueue(pk)
    return len(keys)
