"""Runs the periodic work on submissions (partners/workflow/maintenance.py)."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from partners.workflow import maintenance


class Command(BaseCommand):
    """Prints how many pieces, files, schedules, reminders and tasks were handled."""

    help = (
        "Gỡ bài hết phép, xóa tệp đã gỡ, chỉnh lịch bị bỏ, nhắc bài quá hạn và bài chưa gửi, xếp lại việc nền bị mất."
    )

    def handle(self, **options: Any) -> None:
        """Run each job once and print its count."""
        counts = (
            maintenance.expire_permissions(),
            maintenance.delete_leftovers(),
            maintenance.follow_schedules(),
            maintenance.notify_of_late_answers(),
            maintenance.remind_of_deadlines(),
            maintenance.requeue_tasks(),
        )
        summary = "Hết hạn {}, xóa {} tệp, chỉnh {} lịch, nhắc {} bài quá hạn, {} bài chưa gửi, xếp lại {} việc."
        self.stdout.write(summary.format(*counts))
