"""The processes of the site on one machine: started in order, watched, started again when they die, ended.

A process that dies (web, worker, scheduler, PostgreSQL, S3) is started again, at most five times a minute. While a data
service is down the site answers 503, as in production, and recovers afterwards.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NoReturn

from tools.devserver import state
from tools.devserver.backends import settings_environment
from tools.devserver.console.language import say
from tools.devserver.postgres import Postgres
from tools.devserver.storage import Storage

FOLDER = state.ROOT / ".demo"
FILMS_DONE = "films.done"
_RESTARTS, _RESTART_WINDOW = 5, 60.0  # times, seconds


class Demo:
    """Starts, watches and ends all processes of the demo."""

    target = "demo"  # of the Makefile

    def __init__(self, port: int, folder: Path = FOLDER) -> None:
        """`folder` contains all state; `make bench` uses another one."""
        self.port, self.folder = port, folder
        self.postgres, self.storage = Postgres(folder), Storage(folder)
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.once: dict[str, subprocess.Popen[bytes]] = {}  # processes that end by themselves
        self.restarts: dict[str, list[float]] = {}
        self.environment = dict(os.environ)

    def start_backends(self) -> None:
        """Start PostgreSQL and S3, create the buckets and fill `environment`."""
        # Not in threads: PR_SET_PDEATHSIG ends a child when the thread that created it ends.
        self.start_postgres()
        self.start_storage()
        self.connect()

    def connect(self) -> None:
        """Create the buckets of the running servers and fill `environment`."""
        origins = [f"http://127.0.0.1:{self.port}", f"http://localhost:{self.port}"]
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda name: self.storage.ensure_bucket(name, origins), ("quarantine", "released")))
        self.environment |= settings_environment(self.postgres, self.storage, "postgres")
        self.environment |= {
            "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
            "SECRET_KEY": secret_key(self.folder),
            "SITE_URL": f"http://127.0.0.1:{self.port}",
            "DEMO": "1",
            "CACHE_DIR": str(self.folder / "cache"),
            "STATIC_DIR": str(self.folder / "static"),
            "MAIL_DIR": str(self.folder / "mail"),
            "PYTHONUNBUFFERED": "1",
        }

    def spawn(self, name: str, *command: str) -> subprocess.Popen[bytes]:
        """Start a Python process; its output goes to `<name>.log` in the folder."""
        with open(self.folder / f"{name}.log", "ab") as log:
            process = subprocess.Popen(
                [sys.executable, *command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=state.ROOT,
                env=self.environment,
                start_new_session=True,
                preexec_fn=state.dies_with_parent(signal.SIGTERM),
            )
        self.children[name] = process
        return process

    def prepare(self, part: str = "all", heard: Callable[[str, str], None] = lambda name, detail: None) -> None:
        """Migrate and seed; with part "first" without films, which start_films() adds later.

        `heard` is called with each mark that the process writes ("content", "12/79"). Raises LocalError with the end
        of the log.
        """
        log = self.folder / "prepare.log"
        log.unlink(missing_ok=True)
        process = self.spawn("prepare", "-m", "tools.devserver.prepare", part)
        with log.open(encoding="utf-8", errors="replace") as lines:
            while True:
                ended = process.poll() is not None
                for line in lines:
                    if line.startswith("@"):
                        name, _, detail = line[1:].strip().partition(" ")
                        heard(name, detail)
                if ended:
                    break
                time.sleep(0.1)
        if process.returncode:
            vi = f"Không chuẩn bị được dữ liệu, xem {log}:"
            message = say(vi, f"The data could not be prepared, see {log}:")
            raise state.LocalError(f"{message}\n{log.read_text(errors='replace')[-2000:]}")
        del self.children["prepare"]

    def start_films(self) -> None:
        """Add translations, films and kits to the demo's content in the background, unless that has been done."""
        if (self.folder / FILMS_DONE).exists():
            return
        self.once["films"] = self.spawn("films", "manage.py", "seed_demo", "--part", "films")
        del self.children["films"]  # not restarted when it ends

    def start_postgres(self) -> None:
        """Start PostgreSQL, or start it again; it recovers what was committed."""
        self.children["postgres"] = self.postgres.start()

    def start_storage(self) -> None:
        """Start the S3 server, or start it again."""
        self.children["storage"] = self.storage.start()

    def start_web(self) -> None:
        """Start gunicorn with two processes of four threads."""
        options = f"--workers 2 --threads 4 --bind 127.0.0.1:{self.port} --graceful-timeout 5 --timeout 120"
        options += " --limit-request-line 8190 --forwarder-headers="  # as deploy/entrypoint.sh
        self.spawn("web", "-m", "gunicorn", "cms.wsgi", *options.split(), "--no-control-socket")

    def start_worker(self) -> None:
        """Start the worker for previews, checks of uploads and mail."""
        self.spawn("worker", "manage.py", "work", "--queues", "media,mail")

    def start_clips(self) -> None:
        """Start the worker for clips, a separate process as in production."""
        self.spawn("clips", "manage.py", "work", "--queues", "clips", "--nice", "15")

    def start_scheduler(self) -> None:
        """Start the scheduler."""
        self.spawn("scheduler", "manage.py", "run_schedule")

    def page_answers(self) -> bool:
        """Whether /healthz answers 200."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2) as response:
                return bool(response.status == 200)
        except OSError:
            return False

    def watch(self) -> NoReturn:
        """Restart processes that died, on the same ports. Raises LocalError after too many restarts."""
        starters = {
            "postgres": self.start_postgres,
            "storage": self.start_storage,
            "web": self.start_web,
            "worker": self.start_worker,
            "clips": self.start_clips,
            "scheduler": self.start_scheduler,
        }
        while True:
            time.sleep(0.5)
            self._look_at_what_ends()
            for name in [name for name, process in self.children.items() if process.poll() is not None]:
                now = time.monotonic()
                recent = [then for then in self.restarts.get(name, []) if now - then < _RESTART_WINDOW]
                if len(recent) >= _RESTARTS:
                    log = f"{self.folder / name}.log"
                    vi = f"{name} đã dừng, bản demo dừng theo. Nhật ký: {log}"
                    raise state.LocalError(say(vi, f"{name} has stopped, and the demo with it. Its log: {log}"))
                self.restarts[name] = [*recent, now]
                log = f"{self.folder / name}.log"
                vi, en = (
                    f"{name} đã dừng, đang chạy lại. Nhật ký: {log}",
                    f"{name} has stopped, starting it again. {log}",
                )
                print(say(vi, en), file=sys.stderr)
                starters[name]()

    def _look_at_what_ends(self) -> None:
        for name, process in list(self.once.items()):
            if process.poll() is None:
                continue
            del self.once[name]
            log = f"{self.folder / name}.log"
            if process.returncode:
                vi = f"Không dựng được clip và bộ tài liệu; trang vẫn chạy. Nhật ký: {log}"
                print(say(vi, f"Films and kits could not be made; the site runs on. See {log}"), file=sys.stderr)
            else:
                (self.folder / FILMS_DONE).touch()
                vi = "Clip và bộ tài liệu đã có; tệp ZIP của các bộ xong trong chừng một phút."
                print(say(vi, "Films and kits are there; the kits' ZIP files follow within a minute."), flush=True)

    def stop(self) -> None:
        """End our own processes first, then the servers that they use."""
        for signum in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signum, signal.SIG_IGN)
        servers = {"postgres", "storage"}
        ours = [process for name, process in self.children.items() if name not in servers] + [*self.once.values()]
        for process in ours:
            _signal_group(process, signal.SIGTERM)
        _wait_all(ours, 8)
        for process in ours:
            _signal_group(process, signal.SIGKILL)  # also children of a worker, such as ffmpeg
        # A server started just before a signal may be missing in `children`, but is in its state file.
        for folder_service in (self.storage, self.postgres):
            folder_service.values = state.read(folder_service.state_file) or folder_service.values
            folder_service.stop()
        _wait_all(list(self.children.values()), 5)


class Dev(Demo):
    """The demo for developers: Django's server, which restarts when a Python file changes.

    Its output and input are the terminal's, so `breakpoint()` works. Worker and scheduler are not restarted.
    """

    target = "dev"

    def start_web(self) -> None:
        """One process with a thread per request, under cms/settings/debug.py."""
        shutil.rmtree(self.folder / "cache", ignore_errors=True)  # changes made here would not invalidate it
        self.children["web"] = subprocess.Popen(
            [sys.executable, "manage.py", "runserver", f"127.0.0.1:{self.port}"],
            cwd=state.ROOT,
            env=self.environment | {"DJANGO_SETTINGS_MODULE": "cms.settings.debug"},
            start_new_session=True,
            preexec_fn=state.dies_with_parent(signal.SIGTERM),
        )


def _signal_group(process: subprocess.Popen[bytes], number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def _wait_all(processes: list[subprocess.Popen[bytes]], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    for process in processes:
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            _signal_group(process, signal.SIGKILL)
            process.wait()


def secret_key(folder: Path = FOLDER) -> str:
    """The key kept in `folder`, made at the first call: sessions and signed addresses outlive a restart."""
    path = folder / "secret.json"
    values = state.read(path)
    if "key" not in values:
        values["key"] = secrets.token_urlsafe(50)
        state.write(path, values)
    return str(values["key"])
