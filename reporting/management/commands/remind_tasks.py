"""Reminds bodies of tasks that are due soon or overdue (reporting/tasks/reminders.py)."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from reporting.tasks import reminders


class Command(BaseCommand):
    """Prints how many letters were written; a second run of a day writes none."""

    help = "Nhắc việc sắp đến hạn và quá hạn; báo cơ quan cấp trên và Cơ quan thường trực việc quá hạn."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"Đã viết {reminders.remind()} thư.")
