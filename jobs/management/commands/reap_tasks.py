"""manage.py reap_tasks: put back the work of killed workers. `manage.py work` does it by itself as well."""

from django.core.management.base import BaseCommand

from jobs.recovery import GRACE_SECONDS, reap


class Command(BaseCommand):
    help = "Đưa lại vào hàng đợi những việc mà tiến trình nền đã chết đang làm dở."

    def add_arguments(self, parser):
        parser.add_argument(
            "--grace",
            type=float,
            default=GRACE_SECONDS,
            help="giây im lặng trước khi coi tiến trình là đã chết (mặc định %(default)s)",
        )

    def handle(self, **options):
        back, lost = reap(options["grace"])
        self.stdout.write(f"put back: {back}, given up: {lost}")
