"""Background work of the outbox. Each task may run twice, and at the same time as another one."""

from __future__ import annotations

from django.tasks import task

from notifications import delivery
from notifications.models import Letter


@task(backend="db", queue_name="mail")
def send_letters() -> int:
    """Send a batch of due letters; returns how many were tried. More of them are left to a new task, behind others."""
    tried = delivery.send_due()
    if tried and Letter.objects.due().exists():
        send_letters.enqueue()
    return tried
