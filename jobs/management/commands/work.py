"""manage.py work: the background worker of every queue, with a heartbeat and a reaper.

Slow queues get lanes of their own (jobs/lanes.py): further processes, politely slow, so that an hour of transcoding
keeps nobody's preview, check, mail or clip waiting; while a lane wants another process, one more at a time. They end
with this one, however that ends.
"""

import ctypes
import logging
import os
import signal
import socket
import subprocess
import sys
import uuid
from time import monotonic

from django.core.management.base import BaseCommand
from django_tasks_db.management.commands.db_worker import Worker

from jobs.lanes import LANES, SlowLane
from jobs.recovery import Heartbeat

ALL_QUEUES = "media,mail,clips"
OPENING_SECONDS = 30  # a new lane needs some to start and to take its clip
_PR_SET_PDEATHSIG = 1  # prctl(2)

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Chạy việc nền (kiểm tra tệp, ảnh xem trước, clip, thư), có nhịp tim, tự lấy lại việc của tiến trình đã chết."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--queues", default=ALL_QUEUES, help="hàng đợi, cách nhau bằng dấu phẩy (mặc định %(default)s)"
        )
        parser.add_argument("--interval", type=float, default=1, help="giây nghỉ khi hàng đợi trống")
        parser.add_argument("--batch", action="store_true", help="làm hết việc rồi thoát")

    def handle(self, **options):
        queues = options["queues"].split(",")
        lanes = []
        if len(queues) > 1 and not options["batch"]:
            lanes = [Lanes(lane, options["interval"]) for name, lane in LANES.items() if name in queues]
            queues = [name for name in queues if name not in LANES]
        if not options["batch"]:
            os.nice(5)  # readers come first
        worker_id = f"{socket.gethostname()[:30]}-{uuid.uuid4().hex[:12]}"
        heartbeat = Heartbeat(worker_id, ",".join(queues), also=[one.mind for one in lanes])
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
            for one in lanes:
                one.close()


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


class Lanes:
    """The processes of one slow lane: some for good, more for a while when somebody would wait too long."""

    def __init__(self, lane: SlowLane, interval: float) -> None:
        self.lane = lane
        self.interval = interval
        self.lanes = [slow_lane(lane.queue, interval) for _number in range(lane.processes)]
        self.opened = 0.0

    def mind(self) -> None:
        """Open one more lane when it is wanted; it ends when the queue is empty. At most one in OPENING_SECONDS.

        Called by the heartbeat, which has to go on when the machine has no room for another process.
        """
        self.lanes = [lane for lane in self.lanes if lane.poll() is None]
        if len(self.lanes) >= self.lane.most or monotonic() - self.opened <= OPENING_SECONDS:
            return
        if self.lane.wants_another():
            self.opened = monotonic()
            try:
                self.lanes.append(slow_lane(self.lane.queue, self.interval, "--batch"))
            except OSError as error:
                log.warning("no further lane for %s: %s", self.lane.queue, error)

    def close(self) -> None:
        for lane in self.lanes:
            lane.terminate()
        for lane in self.lanes:
            lane.wait()


def slow_lane(queue: str, interval: float, *options: str) -> "subprocess.Popen[bytes]":
    """A worker of `queue` alone, at the lowest priority; it is asked to stop when this process dies."""
    command = [sys.executable, sys.argv[0], "work", "--queues", queue, "--interval", str(interval), *options]
    return subprocess.Popen(command, preexec_fn=_polite_child)


def _polite_child() -> None:
    os.nice(10)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
