"""`make demo`, `make dev`, `make demo-reset`, `make shell-demo`: the whole site on one machine, its state in `.demo/`.

    python -m tools.devserver.demo [run | dev | reset | shell]

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
import tempfile
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NoReturn

from demo.seeding.accounts import PASSWORD, emails
from deploy import messages
from tools.devserver import state
from tools.devserver.backends import settings_environment
from tools.devserver.postgres import Postgres
from tools.devserver.storage import Storage

FOLDER = state.ROOT / ".demo"
_RESTARTS, _RESTART_WINDOW = 5, 60.0  # times, seconds


class Demo:
    """Starts, watches and ends all processes of the demo."""

    target = "demo"  # of the Makefile

    def __init__(self, port: int, folder: Path = FOLDER) -> None:
        """`folder` contains all state; `make bench` uses another one."""
        self.port, self.folder = port, folder
        self.postgres, self.storage = Postgres(folder), Storage(folder)
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.restarts: dict[str, list[float]] = {}
        self.environment = dict(os.environ)

    def start_backends(self) -> None:
        """Start PostgreSQL and S3, create the buckets and fill `environment`."""
        # Not in threads: PR_SET_PDEATHSIG ends a child when the thread that created it ends.
        self.start_postgres()
        self.start_storage()
        origins = [f"http://127.0.0.1:{self.port}", f"http://localhost:{self.port}"]
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda name: self.storage.ensure_bucket(name, origins), ("quarantine", "released")))
        self.environment |= settings_environment(self.postgres, self.storage, "postgres")
        self.environment |= {
            "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
            "SECRET_KEY": _secret_key(self.folder),
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

    def prepare(self) -> None:
        """Migrate and seed. Raises LocalError with the end of the log."""
        log = self.folder / "prepare.log"
        log.unlink(missing_ok=True)
        if self.spawn("prepare", "-m", "tools.devserver.prepare").wait():
            raise state.LocalError(f"Không chuẩn bị được dữ liệu, xem {log}:\n{log.read_text()[-2000:]}")
        del self.children["prepare"]

    def start_postgres(self) -> None:
        """Start PostgreSQL, or start it again; it recovers what was committed."""
        self.children["postgres"] = self.postgres.start()

    def start_storage(self) -> None:
        """Start the S3 server, or start it again."""
        self.children["storage"] = self.storage.start()

    def start_web(self) -> None:
        """Start gunicorn with two processes of four threads."""
        options = f"--workers 2 --threads 4 --bind 127.0.0.1:{self.port} --graceful-timeout 5 --timeout 120"
        options += " --limit-request-line 8190"  # as deploy/entrypoint.sh
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
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
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
            for name in [name for name, process in self.children.items() if process.poll() is not None]:
                now = time.monotonic()
                recent = [then for then in self.restarts.get(name, []) if now - then < _RESTART_WINDOW]
                if len(recent) >= _RESTARTS:
                    raise state.LocalError(f"{name} đã dừng, bản demo dừng theo. Nhật ký: {self.folder / name}.log")
                self.restarts[name] = [*recent, now]
                print(f"{name} đã dừng, đang chạy lại. Nhật ký: {self.folder / name}.log", file=sys.stderr)
                starters[name]()

    def stop(self) -> None:
        """End our own processes first, then the servers that they use."""
        for signum in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signum, signal.SIG_IGN)
        servers = {"postgres", "storage"}
        ours = [process for name, process in self.children.items() if name not in servers]
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


def _secret_key(folder: Path = FOLDER) -> str:
    path = folder / "secret.json"
    values = state.read(path)
    if "key" not in values:
        values["key"] = secrets.token_urlsafe(50)
        state.write(path, values)
    return str(values["key"])


def _stop_on_signals() -> None:
    def leave(number: int, _frame: object) -> NoReturn:
        raise SystemExit(128 + number if number != signal.SIGTERM else 0)

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
    signal.signal(signal.SIGHUP, leave)


def run(port: int, kind: type[Demo] = Demo) -> None:
    """Run the demo until a signal arrives. Raises LocalError where the port is in use."""
    if not state.port_is_free(port):
        again = f"make {kind.target} PORT={port + 1}"
        raise state.LocalError(f"Cổng {port} đang bị chương trình khác dùng. Hãy thử: {again}")
    _stop_on_signals()
    demo = kind(port)
    try:
        messages.compile_all()
        demo.start_backends()
        state.write(FOLDER / "running.json", {"port": port})
        demo.prepare()
        demo.start_web()
        web = demo.children["web"]
        state.wait_until(demo.page_answers, lambda: web.poll() is None, 60, FOLDER / "web.log")
        demo.start_worker()
        demo.start_clips()
        demo.start_scheduler()
        print(f"http://127.0.0.1:{port}/ – mật khẩu chung “{PASSWORD}”: {', '.join(emails())}", flush=True)
        demo.watch()
    finally:
        demo.stop()


def shell() -> int:
    """Open Django's shell on the demo's database; run standard input where that is not a terminal."""
    demo = Demo(int(state.read(FOLDER / "running.json").get("port", 8000)))
    started = False
    try:
        with state.locked(FOLDER / "lock", wait=False):
            started = True
            _stop_on_signals()
            try:
                messages.compile_all()
                demo.start_backends()
                demo.prepare()
                return _run_shell(demo)
            finally:
                demo.stop()
    except state.AlreadyRunning:
        if started:
            raise
    demo.environment |= settings_environment(demo.postgres, demo.storage, "postgres")
    demo.environment |= {"DJANGO_SETTINGS_MODULE": "cms.settings.dev", "SECRET_KEY": _secret_key(), "DEMO": "1"}
    demo.environment |= {"SITE_URL": f"http://127.0.0.1:{demo.port}"}
    demo.environment |= {"CACHE_DIR": str(FOLDER / "cache"), "MAIL_DIR": str(FOLDER / "mail")}
    return _run_shell(demo)


def _run_shell(demo: Demo) -> int:
    command = [sys.executable, "manage.py", "shell"]
    if sys.stdin.isatty():
        return subprocess.call(command, cwd=state.ROOT, env=demo.environment)
    # Django checks once whether input is available: in a file it always is, in a slow pipe perhaps not yet.
    with tempfile.TemporaryFile() as spool:
        shutil.copyfileobj(sys.stdin.buffer, spool)
        spool.seek(0)
        return subprocess.call([*command, "--verbosity", "0"], cwd=state.ROOT, env=demo.environment, stdin=spool)


def reset() -> None:
    """Remove all data of the demo. Raises AlreadyRunning while it runs."""
    if not FOLDER.exists():
        return
    with state.locked(FOLDER / "lock", wait=False):
        Postgres(FOLDER).erase()
        Storage(FOLDER).erase()
        for path in FOLDER.iterdir():
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def main(action: str = "run") -> int:
    """Command line; 1 with a Vietnamese message for a LocalError."""
    os.chdir(state.ROOT)
    try:
        if action == "shell":
            return shell()
        if action == "reset":
            reset()
            return 0
        with state.locked(FOLDER / "lock", wait=False):
            run(int(os.environ.get("PORT") or 8000), Dev if action == "dev" else Demo)
    except state.AlreadyRunning:
        port = state.read(FOLDER / "running.json").get("port", 8000)
        print(f"Bản demo của thư mục này đang chạy: http://127.0.0.1:{port}/ (dừng bằng Ctrl-C ở đó).", file=sys.stderr)
        return 1
    except state.LocalError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
