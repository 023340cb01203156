"""Asks other sites whether the links of published stories still answer; nightly, where the setting allows it."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from articles.outside_links import checking


class Command(BaseCommand):
    """Does nothing unless CHECK_OUTSIDE_LINKS is on, because it makes the server ask strange hosts."""

    help = "Hỏi các trang ngoài mà bài đang đăng dẫn tới xem còn mở được không (CHECK_OUTSIDE_LINKS)."

    def handle(self, **options: Any) -> None:
        if not settings.CHECK_OUTSIDE_LINKS:
            self.stdout.write("CHECK_OUTSIDE_LINKS đang tắt.")
            return
        there = checking.write_down()
        self.stdout.write(f"{there} địa chỉ ngoài, đã hỏi {checking.check()}.")
