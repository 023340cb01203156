"""The worker's second scan of a file that was stored while the scanner was away.

Idempotent: the task of a killed worker is run again.
"""

from __future__ import annotations

import logging

from django.tasks import task

from files.intake.scanner import scan
from files.models.stored_file import StoredFile
from files.storage.objects import fetched, purge

log = logging.getLogger(__name__)


@task(backend="db", queue_name="media")
def scan_again(stored_id: str) -> str:
    """Scan a file that waits for a verdict; returns the state it ends in.

    An infected file's objects are deleted at once; its row stays with the state “infected”.
    """
    stored = StoredFile.objects.filter(pk=stored_id, state=StoredFile.State.RECEIVED).first()
    if stored is None:
        return ""
    with fetched(stored.key, stored.zone) as file:
        verdict = scan(file)
    state = {"clean": "clean", "infected": "infected", "not_scanned": "not_scanned"}.get(verdict.state)
    if state and StoredFile.objects.filter(pk=stored.pk, state=StoredFile.State.RECEIVED).update(
        state=state, scan_note="" if state == "clean" else verdict.details[:200]
    ):
        log.warning("%s: %s after waiting for the scanner", stored.pk, state)
        if state == StoredFile.State.INFECTED:
            purge(stored.zone, stored.key)
    return state or stored.state
