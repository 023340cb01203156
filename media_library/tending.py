"""What the scheduler does for uploads every few minutes; every function may run twice at once."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from jobs.queue import FORGOTTEN, given_up, killers, queued, tickets
from jobs.recovery import MAX_ATTEMPTS
from media_library import multipart, uploads
from media_library.derivatives import specs
from media_library.derivatives.previews import DRAWING_FAILED, DRAWN_FOLDERS
from media_library.derivatives.tasks import (
    check_upload,
    derive_clip,
    derive_light,
    make_preview_for,
    refuse_deadly,
    scan_again,
)
from media_library.models import Derivative, StoredFile, UploadSession
from media_library.scanning import scanner_answers

SCANS_AT_ONCE = 100  # files put before a scanner that has come back, each round
STRAY = timedelta(hours=26)  # parts whose session never came to be; sessions themselves end after 24 hours
State = UploadSession.State


def requeue_lost_checks() -> int:
    """Enqueue check_upload for every waiting session that no task is going to look at; returns how many.

    A file that took worker upon worker along is refused instead.
    """
    lost = UploadSession.objects.filter(
        state__in=[State.RECEIVED, State.CHECKING], received_at__lt=timezone.now() - FORGOTTEN
    )
    left = {str(pk) for pk in lost.values_list("pk", flat=True)} - queued(check_upload)
    deadly = left & killers(check_upload)
    for pk in deadly:
        refuse_deadly(pk)
    again = left - deadly
    for pk in again:
        check_upload.enqueue(pk)
    return len(again)


def expire_uploads() -> int:
    """End open sessions whose day is over and give their parts' room back; returns how many."""
    undecided = UploadSession.objects.filter(state__in=[State.OPEN, State.DUPLICATE])
    ended = 0
    for pk in list(undecided.filter(expires_at__lt=timezone.now()).values_list("pk", flat=True)):
        with transaction.atomic():
            session = undecided.select_for_update(skip_locked=True).filter(pk=pk).first()
            if session and session.expires_at < timezone.now():
                uploads.give_up(session, State.EXPIRED)
                ended += 1
    return ended


def abort_strays() -> int:
    """Abort parts in storage that no open session knows, once they are more than a day old; returns how many."""
    before = timezone.now() - STRAY
    old = [(key, upload) for key, upload, begun in multipart.unfinished() if begun < before]
    alive = UploadSession.objects.filter(key__in=[key for key, _upload in old], state=State.OPEN)
    held = set(alive.values_list("key", flat=True))
    strays = [(key, upload) for key, upload in old if key not in held]
    for key, upload in strays:
        multipart.abort(key, upload)
    return len(strays)


def ask_scanner_again() -> int:
    """Enqueue a scan for files that wait for the scanner's word, once it answers; returns how many."""
    waiting = StoredFile.objects.filter(state=StoredFile.State.RECEIVED).order_by("created_at")
    if not waiting.exists() or not scanner_answers():
        return 0
    known = queued(scan_again)
    asked = [str(pk) for pk in waiting.values_list("pk", flat=True)[:SCANS_AT_ONCE] if str(pk) not in known]
    for pk in asked:
        scan_again.enqueue(pk)
    return len(asked)


def tend_previews() -> tuple[int, int]:
    """(previews given up because they killed their workers, drawings enqueued again).

    A process that dies between its commit and the queue leaves a file nobody draws; a task that failed while
    storage was away leaves another.
    """
    kept = Q()
    for folder in DRAWN_FOLDERS:
        kept |= Q(key__startswith=f"{folder}/")
    bare = StoredFile.objects.filter(kept, preview_key="", preview_error="", created_at__lt=timezone.now() - FORGOTTEN)
    bare = bare.exclude(state__in=StoredFile.GONE)
    left = {str(pk) for pk in bare.values_list("pk", flat=True)} - queued(make_preview_for)
    deadly = left & killers(make_preview_for)
    StoredFile.objects.filter(pk__in=deadly, preview_key="").update(preview_error=str(DRAWING_FAILED))
    for pk in left - deadly:
        make_preview_for.enqueue(pk)
    return len(deadly), len(left - deadly)


def tend_derivatives() -> tuple[int, int]:
    """(jobs ended because their worker died too often, tickets issued anew): no job waits without a ticket."""
    lost = _end_deadly_jobs()
    light = _issue_missing(derive_light, Derivative.objects.exclude(form__in=specs.CLIPS))
    return lost, light + _issue_missing(derive_clip, Derivative.objects.filter(form__in=specs.CLIPS))


def _end_deadly_jobs() -> int:
    """End jobs that took worker upon worker along; how many.

    One whose ticket ended otherwise, because storage was away or its worker was told to stop at once, waits again.
    """
    running = list(Derivative.objects.filter(state=Derivative.State.RUNNING))
    alive = _keys(tickets(derive_light)) | _keys(tickets(derive_clip))  # read later: no job is without its ticket
    deadly = _keys(given_up(derive_light)) | _keys(given_up(derive_clip))
    lost = 0
    for job in running:
        if job.ticket in alive:
            continue
        held = Derivative.objects.filter(pk=job.pk, state=job.state, ticket=job.ticket)
        if job.ticket in deadly or job.attempts >= MAX_ATTEMPTS:
            lost += held.update(
                state=Derivative.State.FAILED,
                error=_("Tiến trình nền dừng giữa chừng nhiều lần. Bạn bấm chạy lại."),
                finished_at=timezone.now(),
            )
        else:
            held.update(state=Derivative.State.WAITING, ticket="", progress=0)
    return lost


def _issue_missing(task, jobs: QuerySet) -> int:
    """Tickets for those of `jobs` that wait without one; how many."""
    waiting = jobs.filter(state=Derivative.State.WAITING, created_at__lt=timezone.now() - FORGOTTEN).count()
    # A ticket that was put back goes on with its own job: it serves nobody who waits.
    begun = set(jobs.filter(state=Derivative.State.RUNNING).values_list("ticket", flat=True))
    missing = max(waiting - len(_keys(tickets(task).filter(status="READY")) - begun), 0)
    for _number in range(missing):
        task.enqueue()
    return missing


def _keys(tickets: QuerySet) -> set[str]:
    return {str(pk) for pk in tickets.values_list("pk", flat=True)}
