"""manage.py send_waiting_letters: enqueue a task when letters are due: those of a lost task, and later attempts."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from notifications.delivery import settle
from notifications.models import Letter
from notifications.tasks import send_letters


class Command(BaseCommand):
    help = "Giao cho tiến trình nền gửi những thư đã đến lượt."

    def handle(self, **options):
        settle()
        due = Letter.objects.due().count()
        if due:
            send_letters.enqueue()
        self.stdout.write(f"letters due: {due}")
