"""manage.py collect_garbage: delete what no row has referred to for a day (files.maintenance.garbage)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from files.maintenance.garbage import collect_garbage


class Command(BaseCommand):
    """See the module; `--dry-run` counts only."""

    help = "Dọn tệp không còn ai giữ quá một ngày; danh sách kho phải đọc đủ thì mới xóa."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="chỉ đếm, không xóa")

    def handle(self, *args: Any, **options: Any) -> None:
        rows, objects = collect_garbage(dry=options["dry_run"])
        self.stdout.write(f"rows purged: {rows}, objects deleted: {objects}")
