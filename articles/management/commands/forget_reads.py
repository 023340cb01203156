"""Deletes hourly reading counts that are older than any list uses."""

from typing import Any

from django.core.management.base import BaseCommand

from articles.public.most_read import forget_old


class Command(BaseCommand):
    """Prints how many rows were deleted."""

    help = "Xóa lượt đọc theo giờ đã quá cũ (danh sách “Đọc nhiều” chỉ dùng 48 giờ)."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"Đã xóa {forget_old()} dòng.")
