"""manage.py empty_old_letters: empty letters after their retention time (LETTER_RETENTION_DAYS)."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from notifications.retention import empty_old


class Command(BaseCommand):
    """Calls empty_old(); run by the scheduler every night."""

    help = "Xóa nội dung và địa chỉ của thư cũ quá thời hạn lưu."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"letters emptied: {empty_old()}")
