"""`make demo`, `make dev`, `make demo-reset`, `make shell-demo`: the whole site on one machine, its state in `.demo/`.

    python -m tools.devserver.demo [run | dev | reset | shell]

Without a word: run.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from typing import NoReturn

from demo.seeding.accounts import PASSWORD, emails
from deploy import messages
from tools.devserver import state
from tools.devserver.backends import settings_environment
from tools.devserver.postgres import Postgres
from tools.devserver.processes import FOLDER, Demo, Dev, secret_key
from tools.devserver.storage import Storage


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
    demo.environment |= {"DJANGO_SETTINGS_MODULE": "cms.settings.dev", "SECRET_KEY": secret_key(), "DEMO": "1"}
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
