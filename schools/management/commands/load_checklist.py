"""Adds the items of plan 120 to a season; items that exist stay as they are."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from campaign.models import Season
from schools.claims import template
from schools.coverage import rollups


class Command(BaseCommand):
    """Takes the season's slug; prints how many items were added."""

    help = "Ghi các việc của Kế hoạch 120 vào một mùa; việc đã có thì giữ nguyên."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("season", help="Mã của mùa, ví dụ 2026.")

    def handle(self, *, season: str, **options: Any) -> None:
        """Add the items, rebuild the roll-ups, print the number; CommandError for an unknown season."""
        record = Season.objects.filter(slug=season).first()
        if record is None:
            raise CommandError(f"Không có mùa “{season}”.")
        number = template.write_items(record)
        rollups.rebuild(record)
        self.stdout.write(f"Đã thêm {number} việc vào “{record}”.")
