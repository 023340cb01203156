"""Prints every text that readers can see, by page type (articles/rules/reader_text.py)."""

from typing import Any

from django.core.management.base import BaseCommand
from wagtail.models import get_page_models

from articles.rules.reader_text import inventory


class Command(BaseCommand):
    """One line per text: page type, then field and blocks with dots."""

    help = "In danh sách mọi chữ bạn đọc thấy được, theo loại trang."

    def handle(self, **options: Any) -> None:
        for model in get_page_models():
            for path in inventory(model):
                self.stdout.write(f"{model.__name__}\t{path}")
