"""When the virus scanner is away: the file waits as “đang chờ kiểm tra” and goes on by itself when it answers again."""

from __future__ import annotations

import logging

from django.conf import settings
from django.db import transaction
from django.tasks import task
from django.utils.translation import gettext as _

from media_library.intake import AcceptedFile
from media_library.models import StoredFile
from media_library.scanning import DEFAULT_MAX_BYTES, scan
from media_library.tasks import fetched

from .models import PersonShown, SubmissionFile
from .removal import delete_everywhere

log = logging.getLogger(__name__)


def as_scanned(stored: StoredFile, accepted: AcceptedFile) -> None:
    """Let a file that should have been scanned and was not wait for the scanner.

    Without a scanner (CLAMD_URL empty), and for files above its limit, NOT_SCANNED stays: a person decides then.
    """
    if accepted.scan != "clean" and settings.CLAMD_URL and stored.size <= _limit():
        stored.state = StoredFile.State.RECEIVED
        stored.save(update_fields=["state"])


def waiting() -> list[StoredFile]:
    """Partners' files and papers that wait for the scanner, oldest first."""
    held = SubmissionFile.objects.exclude(stored=None).values("stored")
    papers = PersonShown.objects.exclude(paper=None).values("paper")
    rows = StoredFile.objects.filter(state=StoredFile.State.RECEIVED)
    return list((rows.filter(pk__in=held) | rows.filter(pk__in=papers)).order_by("created_at"))


@task(backend="db", queue_name="media")
def scan_again(stored_id: str) -> str:
    """Ask the scanner about a waiting file; returns its state afterwards. Safe to repeat."""
    stored = StoredFile.objects.filter(pk=stored_id, state=StoredFile.State.RECEIVED).first()
    if stored is None:
        return ""
    with fetched(stored.key) as file:
        verdict = scan(file)
    if verdict.state == "infected":
        log.warning("a partner's file is infected: %s", verdict.details)
        _refuse(stored)
    elif verdict.state == "clean":
        StoredFile.objects.filter(pk=stored.pk, state=StoredFile.State.RECEIVED).update(state=StoredFile.State.CLEAN)
    stored.refresh_from_db()
    return str(stored.state)


def _refuse(stored: StoredFile) -> None:
    """The row says why, the bytes go; whoever sent it sees the sentence in the list of files."""
    sentence = _("Phần mềm diệt vi-rút thấy mã độc trong tệp. Bạn quét máy rồi gửi tệp khác.")
    with transaction.atomic():
        SubmissionFile.objects.filter(stored=stored).update(refusal=sentence, stored=None, viewing_key="")
        PersonShown.objects.filter(paper=stored).update(paper=None)
        stored.state, stored.refusal = StoredFile.State.REFUSED, sentence
        stored.save(update_fields=["state", "refusal"])
    for key in filter(None, [stored.key, stored.preview_key]):
        delete_everywhere(key)


def _limit() -> int:
    return int(getattr(settings, "CLAMD_MAX_BYTES", DEFAULT_MAX_BYTES))
