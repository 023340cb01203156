"""The worker's check of an upload that arrived in parts: through the upload gate, then attached or refused.

Idempotent: the task of a killed worker is run again.
"""

from __future__ import annotations

from django.db import transaction
from django.tasks import task
from django.utils import timezone

from files.intake.accept import AcceptedFile, accept_upload, end_fingerprint
from files.intake.messages import UploadRejected
from files.models.upload_session import UploadSession
from files.storage.objects import fetched, purge
from files.uploads.targets import UPLOAD_TARGETS, UploadTarget


@task(backend="db", queue_name="media")
def check_upload(session_id: str) -> str:
    """Put a file that arrived in parts through the upload gate; returns the state it ends in.

    Idempotent: a session that is decided is left alone, and a worker killed half-way leaves it waiting.
    Raises botocore's errors when storage is away: the task fails, and maintain_media enqueues it again.
    """
    session = UploadSession.objects.filter(pk=session_id).first()
    if session is None or not session.is_pending or session.upload_target not in UPLOAD_TARGETS:
        return session.state if session else ""
    UploadSession.objects.filter(pk=session.pk, state=UploadSession.State.RECEIVED).update(
        state=UploadSession.State.CHECKING
    )
    upload_target = UPLOAD_TARGETS[session.upload_target]
    try:
        with fetched(session.key) as file:
            if session.fingerprint and end_fingerprint(file) != session.fingerprint:
                raise UploadRejected(
                    "interrupted"
                )  # parts of two different files, or the file changed while it was sent
            with accept_upload(upload_target.profile(session, file), file, name=session.name, patient=True) as accepted:
                return _keep_upload(session, upload_target, accepted)
    except UploadRejected as refused:
        return _refuse_upload(session, upload_target, refused)
    except FileNotFoundError:
        return _refuse_upload(session, upload_target, UploadRejected("lost"))


def reject_after_crashes(session_id: str) -> str:
    """Refuse a file whose check killed jobs.recovery.MAX_ATTEMPTS workers; returns the session's state."""
    session = UploadSession.objects.filter(pk=session_id).first()
    if session is None or session.upload_target not in UPLOAD_TARGETS:
        return ""
    return _refuse_upload(session, UPLOAD_TARGETS[session.upload_target], UploadRejected("deadly"))


def _keep_upload(session: UploadSession, upload_target: UploadTarget, accepted: AcceptedFile) -> str:
    """Attach the file under a row lock: a second run of this task finds the session decided and stores nothing."""
    with transaction.atomic():
        waiting = UploadSession.objects.select_for_update().get(pk=session.pk)
        if waiting.is_pending and (there := upload_target.duplicate(waiting, accepted)):
            waiting.state, waiting.refused = (
                UploadSession.State.DUPLICATE,
                UploadRejected("duplicate", params=there).details,
            )
            waiting.save(update_fields=["state", "refused"])
        elif waiting.is_pending:
            waiting.stored = upload_target.keep(waiting, accepted)
            waiting.state, waiting.decided_at = UploadSession.State.ACCEPTED, timezone.now()
            waiting.save(update_fields=["stored", "state", "decided_at"])
    return waiting.state


def _refuse_upload(session: UploadSession, upload_target: UploadTarget, refused: UploadRejected) -> str:
    """Store the reason, then delete the refused bytes: nobody needs them, and they may be malware."""
    with transaction.atomic():
        waiting = UploadSession.objects.select_for_update().get(pk=session.pk)
        if waiting.is_pending:
            waiting.state, waiting.refused = UploadSession.State.REFUSED, refused.details
            waiting.decided_at = timezone.now()
            waiting.save(update_fields=["state", "refused", "decided_at"])
            upload_target.refused(waiting)
            transaction.on_commit(lambda: purge("quarantine", waiting.key), robust=True)
    return waiting.state
