"""Writes reminders: to units with places at an event of the next day, and for drafts of contests that close."""

from typing import Any

from django.core.management.base import BaseCommand

from activities.contests import letters
from activities.mail import remind


class Command(BaseCommand):
    """Prints how many units and drafts there are; each gets one letter, however often the command runs."""

    help = "Gửi thư nhắc các đơn vị có chỗ ở sự kiện trong ngày tới, và các bài dự thi còn là nháp khi sắp hết hạn."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{remind()} đơn vị có sự kiện trong ngày tới, {letters.remind()} bài dự thi chưa nộp.")
