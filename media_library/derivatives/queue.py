"""Enqueue jobs of derivatives/specs.py: a Derivative row per missing form, and a ticket for each."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from files.models import StoredFile
from media_library.derivatives.specs import CLIPS, State, wanted_forms
from media_library.derivatives.tasks import make_clip_derivatives, make_light_derivative
from media_library.models import Derivative


def plan(stored: StoredFile, *, kind: str = "", owner: Any = None) -> int:
    """Create rows and tickets for missing forms; returns how many. Safe to repeat."""
    have = set(stored.derivatives.filter(crop="").values_list("form", "page"))
    missing = [pair for pair in wanted_forms(stored, kind) if pair not in have]
    owner = owner or stored.uploaded_by
    rows = [Derivative(stored=stored, form=form, page=page, owner=owner) for form, page in missing]
    Derivative.objects.bulk_create(rows, ignore_conflicts=True)
    transaction.on_commit(lambda: issue_tickets([form for form, _page in missing]))
    return len(missing)


def issue_tickets(forms: list[str]) -> None:
    """Enqueue one task per form; claim() decides which job a ticket does."""
    for form in forms:
        (make_clip_derivatives if form in CLIPS else make_light_derivative).enqueue()


def again(job: Derivative) -> None:
    """Put a failed job back in the queue, with all its attempts again."""
    failed = Derivative.objects.filter(pk=job.pk, state=State.FAILED)
    if failed.update(state=State.WAITING, ticket="", error="", progress=0, attempts=0):
        transaction.on_commit(lambda: issue_tickets([job.form]))
