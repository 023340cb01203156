"""What the scheduler does for uploads every few minutes; every function may run twice at once."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from media_library import multipart, uploads
from media_library.models import UploadSession
from media_library.tasks import check_upload

FORGOTTEN = timedelta(minutes=2)  # a file that waits longer without a task in the queue was lost on the way there
STRAY = timedelta(hours=26)  # parts whose session never came to be; sessions themselves end after 24 hours
State = UploadSession.State


def requeue_lost_checks() -> int:
    """Enqueue check_upload for every waiting session that no task is going to look at; returns how many."""
    lost = UploadSession.objects.filter(
        state__in=[State.RECEIVED, State.CHECKING], received_at__lt=timezone.now() - FORGOTTEN
    )
    queued = DBTaskResult.objects.filter(task_path=check_upload.module_path, status__in=["READY", "RUNNING"])
    known = {arguments["args"][0] for arguments in queued.values_list("args_kwargs", flat=True)}
    again = [str(pk) for pk in lost.values_list("pk", flat=True) if str(pk) not in known]
    for pk in again:
        check_upload.enqueue(pk)
    return len(again)


def expire_uploads() -> int:
    """End open sessions whose day is over and give their parts' room back; returns how many."""
    overdue = UploadSession.objects.filter(state=State.OPEN, expires_at__lt=timezone.now()).values_list("pk", flat=True)
    ended = 0
    for pk in list(overdue):
        with transaction.atomic():
            session = UploadSession.objects.select_for_update(skip_locked=True).filter(pk=pk, state=State.OPEN).first()
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
