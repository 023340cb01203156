"""manage.py maintain_library: count downloads, finish recalls and withdrawals, report leases, make renditions."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from media_library.derivatives import prewarm
from media_library.maintenance import (
    announce_availability_changes,
    finish_recalls,
    forget_papers,
    mail_ending_rights,
    rebuild_stale_kits,
)
from media_library.recall import pictures
from media_library.statistics.daily import rebuild, roll_up


class Command(BaseCommand):
    """Scheduled maintenance of the library; `--rebuild` counts all days again."""

    help = "Cộng lượt tải theo ngày, gỡ nốt tệp đã thu hồi, báo tài liệu sắp hết hạn, đóng gói lại bộ đã đổi."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="cộng lại mọi ngày từ đầu")

    def handle(self, *, rebuild: bool = False, **options: Any) -> None:
        rows = _rebuild() if rebuild else roll_up()
        self.stdout.write(f"counts: {rows}, recalls finished: {finish_recalls()}")
        self.stdout.write(f"withdrawn pictures cleared: {pictures.finish()}")
        self.stdout.write(f"pictures handed to the worker: {prewarm.requeue_missing()}")
        self.stdout.write(f"opened or closed by the calendar: {announce_availability_changes()}")
        self.stdout.write(f"consent papers over: {forget_papers()}")
        self.stdout.write(f"rights ending told: {mail_ending_rights()}, kits rebuilt: {rebuild_stale_kits()}")


_rebuild = rebuild
