"""Writes reminders to the units that have places at an event within the next day."""

from typing import Any

from django.core.management.base import BaseCommand

from activities.mail import remind


class Command(BaseCommand):
    """Prints how many units have places at those events; each gets one letter, however often the command runs."""

    help = "Gửi thư nhắc các đơn vị có chỗ ở sự kiện trong ngày tới."

    def handle(self, **options: Any) -> None:
        """Write them and print the number."""
        self.stdout.write(f"{remind()} đơn vị có sự kiện trong ngày tới.")
