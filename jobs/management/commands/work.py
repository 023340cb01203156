"""manage.py work: the background worker of all queues or of some, with its heartbeat.

A process runs one task at a time. In production slow queues have their own processes (docker-compose.yml), so that an
hour of transcoding does not delay previews, checks and mail.
"""

import os
import socket
import sys
import uuid
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django_tasks_db.management.commands.db_worker import Worker

from jobs.recovery import Heartbeat

ALL_QUEUES = "media,mail,clips"


class Command(BaseCommand):
    """Runs tasks until a signal, or until the queue is empty with --batch."""

    help = (
        "Chạy việc nền (kiểm tra tệp, ảnh xem trước, clip, thư), có nhịp tim, tự lấy lại việc của tiến trình đã chết."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --queues, --interval in seconds, --nice and --batch."""
        parser.add_argument(
            "--queues", default=ALL_QUEUES, help="hàng đợi, cách nhau bằng dấu phẩy (mặc định %(default)s)"
        )
        parser.add_argument("--interval", type=float, default=1, help="giây nghỉ khi hàng đợi trống")
        parser.add_argument("--nice", type=int, default=5, help="nhường bộ xử lý cho người đọc (mặc định %(default)s)")
        parser.add_argument("--batch", action="store_true", help="làm hết việc rồi thoát")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run tasks one by one; the heartbeat begins before the first and ends after the last."""
        queues = options["queues"].split(",")
        if not options["batch"]:
            os.nice(options["nice"])
        worker_id = f"{socket.gethostname()[:30]}-{uuid.uuid4().hex[:12]}"
        heartbeat = Heartbeat(worker_id, ",".join(queues))
        worker = QuietlyStoppedWorker(
            queue_names=queues,
            excluded_queue_names=[],
            interval=options["interval"],
            batch=options["batch"],
            backend_name="db",
            startup_delay=False,
            max_tasks=None,
            worker_id=worker_id,
        )
        worker.configure_signals()  # before the heartbeat announces this worker
        heartbeat.start()
        try:
            # Claim no task before the lock is held, however long the database is away: others would take this worker
            # for dead, put its task back, and run it a second time.
            heartbeat.alive.wait()
            worker.run()
        finally:
            heartbeat.stop()


class QuietlyStoppedWorker(Worker):
    """django_tasks_db's worker without logging in the signal handler.

    A signal may arrive while a log line is being written. Logging from the handler then raises, logging swallows the
    error, and the worker does not stop.
    """

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Stop after the current task, at once when there is none or at a second signal."""
        if not self.running:
            self.reset_signals()
            sys.exit(1)
        self.running = False
        if not self.running_task:
            sys.exit(0)
