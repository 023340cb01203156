"""Reads new downloads into the coverage figures; `--anew` counts everything again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from schools.access import current_season, is_closed
from schools.coverage import rollups


class Command(BaseCommand):
    """Prints the highest key of a download event that was read."""

    help = "Cộng dồn số liệu độ phủ; chạy vài phút một lần, và --anew mỗi đêm."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --anew: count everything again."""
        parser.add_argument("--anew", action="store_true", help="Đếm lại từ đầu.")

    def handle(self, *, anew: bool, **options: Any) -> None:
        """Read new downloads; rebuild the roll-ups of a running season with `anew`, or where units opened or closed."""
        end = rollups.count_new_downloads(anew=anew)
        season = current_season()
        if season and not is_closed(season) and (anew or rollups.is_outdated(season)):
            rollups.rebuild(season)
        self.stdout.write(f"Đã đọc lượt tải tới {end}.")
