"""Background task of the outbox. It may run twice, also concurrently: delivery.py locks each letter."""

from __future__ import annotations

from django.tasks import task

from notifications import delivery
from notifications.models import Letter


@task(backend="db", queue_name="mail")
def send_letters() -> int:
    """Send a batch of due letters; return how many were tried. Further letters get a new task at the queue's end."""
    tried = delivery.send_due()
    if tried and Letter.objects.due().exists():
        send_letters.enqueue()
    return tried
