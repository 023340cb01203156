"""manage.py verify_media: compare rows with objects; name what is missing, altered or should be gone, and exit 1."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from files.maintenance.audit import verify


class Command(BaseCommand):
    """See the module; `--quick` compares sizes only."""

    help = (
        "So từng dòng dữ liệu với tệp trong kho: thiếu, thừa, sai dung lượng hay SHA-256, đã xóa mà còn bản cũ. "
        "Có lỗi thì thoát với mã 1."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--quick", action="store_true", help="chỉ so dung lượng, không đọc từng tệp")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each finding and a summary; exit 1 unless all is clean."""
        found = verify(read=not options["quick"])
        for one in found.missing:
            self.stdout.write(f"missing  {one.zone}  {one.key}  {one.what}")
        for one in found.altered:
            self.stdout.write(f"altered  {one.zone}  {one.key}  {one.what}")
        for zone, key in found.extra:
            self.stdout.write(f"extra    {zone}  {key}")
        for zone, key in found.lingering:
            self.stdout.write(f"deleted, but kept in versions  {zone}  {key}")
        for zone, key in found.overwritten:
            self.stdout.write(f"overwritten, old version kept  {zone}  {key}")
        self.stdout.write(
            f"{found.checked} checked, {len(found.missing)} missing, {len(found.altered)} altered, "
            f"{len(found.extra)} extra, {len(found.lingering)} deleted but kept, {len(found.overwritten)} overwritten, "
            f"{found.young} younger than a day and not held yet"
        )
        if not found.is_clean:
            sys.exit(1)
