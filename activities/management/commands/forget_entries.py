"""Deletes drafts that were never handed in, and empties entries whose retention is over (campaign/retention.py)."""

from typing import Any

from django.core.management.base import BaseCommand

from activities.contests.entries import end_old, forget_drafts


class Command(BaseCommand):
    """Prints how many drafts were deleted and how many entries ended."""

    help = "Xóa bài dự thi còn là nháp một tháng sau khi cuộc thi đóng; xóa tệp và tên của bài đã hết hạn lưu."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"Đã xóa {forget_drafts()} bài nháp, {end_old()} bài hết hạn lưu.")
