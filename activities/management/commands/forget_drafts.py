"""Deletes entries that were begun and never handed in, a month after their contest has closed."""

from typing import Any

from django.core.management.base import BaseCommand

from activities.contests.entries import forget_drafts


class Command(BaseCommand):
    """Prints how many drafts were deleted."""

    help = "Xóa bài dự thi còn là nháp, một tháng sau khi cuộc thi đóng, cùng tệp và lời đồng ý."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"Đã xóa {forget_drafts()} bài nháp.")
