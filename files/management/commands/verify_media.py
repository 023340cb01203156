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
        audit = verify(read=not options["quick"])
        for stored in audit.missing:
            self.stdout.write(f"missing  {stored.zone}  {stored.key}  {stored.what}")
        for stored in audit.altered:
            self.stdout.write(f"altered  {stored.zone}  {stored.key}  {stored.what}")
        for zone, key in audit.extra:
            self.stdout.write(f"extra    {zone}  {key}")
        for zone, key in audit.lingering:
            self.stdout.write(f"deleted, but kept in versions  {zone}  {key}")
        for zone, key in audit.overwritten:
            self.stdout.write(f"overwritten, old version kept  {zone}  {key}")
        self.stdout.write(
            f"{audit.checked} checked, {len(audit.missing)} missing, {len(audit.altered)} altered, "
            f"{len(audit.extra)} extra, {len(audit.lingering)} deleted but kept, {len(audit.overwritten)} overwritten, "
            f"{audit.young} younger than a day and not held yet"
        )
        if not audit.is_clean:
            sys.exit(1)
