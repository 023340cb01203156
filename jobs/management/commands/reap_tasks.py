"""manage.py reap_tasks: put tasks of dead workers back in the queue. Running workers do it too."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from jobs.recovery import GRACE_SECONDS, reap


class Command(BaseCommand):
    """Calls recovery.reap() once."""

    help = "Đưa lại vào hàng đợi những việc mà tiến trình nền đã chết đang làm dở."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --grace, in seconds."""
        parser.add_argument(
            "--grace",
            type=float,
            default=GRACE_SECONDS,
            help="giây im lặng trước khi coi tiến trình là đã chết (mặc định %(default)s)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print how many tasks were put back and how many given up."""
        back, lost = reap(options["grace"])
        self.stdout.write(f"put back: {back}, given up: {lost}")
