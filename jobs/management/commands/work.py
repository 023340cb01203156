"""manage.py work: the background worker of every queue, or of some, with a heartbeat and a reaper.

One process does one job at a time. In production the queues have processes of their own (docker-compose.yml), so that
an hour of transcoding keeps nobody's preview, check or mail waiting.
"""

import os
import socket
import sys
import uuid

from django.core.management.base import BaseCommand
from django_tasks_db.management.commands.db_worker import Worker

from jobs.recovery import Heartbeat

ALL_QUEUES = "media,mail,clips"


class Command(BaseCommand):
    help = (
        "Chạy việc nền (kiểm tra tệp, ảnh xem trước, clip, thư), có nhịp tim, tự lấy lại việc của tiến trình đã chết."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--queues", default=ALL_QUEUES, help="hàng đợi, cách nhau bằng dấu phẩy (mặc định %(default)s)"
        )
        parser.add_argument("--interval", type=float, default=1, help="giây nghỉ khi hàng đợi trống")
        parser.add_argument("--nice", type=int, default=5, help="nhường bộ xử lý cho người đọc (mặc định %(default)s)")
        parser.add_argument("--batch", action="store_true", help="làm hết việc rồi thoát")

    def handle(self, **options):
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
        worker.configure_signals()  # before anybody can see that this worker lives
        heartbeat.start()
        try:
            heartbeat.alive.wait(30)  # no task is claimed before the lock stands
            worker.run()
        finally:
            heartbeat.stop()


class QuietlyStoppedWorker(Worker):
    """Writes no log line from a signal handler.

    The signal may come while a line is being written; writing another one then raises, logging swallows that, and the
    worker goes on as if nobody had asked it to stop.
    """

    def shutdown(self, signum, frame):
        """Stop after the current task, at once when there is none or at a second signal."""
        if not self.running:
            self.reset_signals()
            sys.exit(1)
        self.running = False
        if not self.running_task:
            sys.exit(0)
