"""manage.py send_waiting_letters: enqueue a task where letters are due: later attempts, and letters of a lost task."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from notifications.delivery import settle
from notifications.models import Letter
from notifications.tasks import send_letters


class Command(BaseCommand):
    """Calls settle(), then enqueues send_letters; run by the scheduler every minute."""

    help = "Giao cho tiến trình nền gửi những thư đã đến lượt."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print how many letters are due; the worker sends them."""
        settle()
        due = Letter.objects.due().count()
        if due:
            send_letters.enqueue()
        self.stdout.write(f"letters due: {due}")
