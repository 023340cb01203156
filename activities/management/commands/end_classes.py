"""Deletes class sessions whose time is over, with their phones and votes."""

from typing import Any

from django.core.management.base import BaseCommand

from activities.classes.classroom import end_old


class Command(BaseCommand):
    """Prints how many sessions were deleted."""

    help = "Xóa các buổi chơi ở lớp đã hết giờ, cùng mọi lượt chọn."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"Đã xóa {end_old()} buổi chơi.")
