"""manage.py work: the background worker of every queue, with a heartbeat and a reaper."""

import socket
import uuid

from django.core.management.base import BaseCommand
from django_tasks_db.management.commands.db_worker import Worker

from media_library.worker import Heartbeat

ALL_QUEUES = "media,mail"


class Command(BaseCommand):
    help = "Chạy việc nền (ảnh xem trước, thư): một tiến trình, có nhịp tim, tự lấy lại việc của tiến trình đã chết."

    def add_arguments(self, parser):
        parser.add_argument(
            "--queues", default=ALL_QUEUES, help="hàng đợi, cách nhau bằng dấu phẩy (mặc định %(default)s)"
        )
        parser.add_argument("--interval", type=float, default=1, help="giây nghỉ khi hàng đợi trống")
        parser.add_argument("--batch", action="store_true", help="làm hết việc rồi thoát")

    def handle(self, **options):
        worker_id = f"{socket.gethostname()[:30]}-{uuid.uuid4().hex[:12]}"
        heartbeat = Heartbeat(worker_id, options["queues"])
        worker = Worker(
            queue_names=options["queues"].split(","),
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
