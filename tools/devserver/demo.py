"""`make demo`, `make dev`, `make demo-reset`, `make shell-demo`: the whole site on one machine, its state in `.demo/`.

    python -m tools.devserver.demo [run | dev | reset | shell]

Without a word: run.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import webbrowser
from typing import NoReturn

from deploy import messages
from tools.devserver import state
from tools.devserver.backends import settings_environment
from tools.devserver.console import trouble, welcome
from tools.devserver.console.language import say
from tools.devserver.console.steps import Steps, seconds
from tools.devserver.postgres import Postgres
from tools.devserver.processes import FOLDER, Demo, Dev, secret_key
from tools.devserver.storage import Storage

#: What prepare says that it does → the step's title
MARKS = {
    "tables": ("Tệp giao diện và bảng dữ liệu", "Static files and tables"),
    "content": ("Nội dung minh họa", "Demo content"),
}


def _stop_on_signals() -> None:
    def leave(number: int, _frame: object) -> NoReturn:
        raise SystemExit(128 + number if number != signal.SIGTERM else 0)

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
    signal.signal(signal.SIGHUP, leave)


def run(port: int, kind: type[Demo] = Demo) -> None:
    """Run the demo until a signal arrives. Raises LocalError with a sentence for what stands in the way."""
    trouble.check_system()
    trouble.check_port(port, kind.target)
    trouble.check_disk(FOLDER)
    _stop_on_signals()
    demo, steps = kind(port), Steps()
    try:
        _start(demo, steps)
        steps.line(welcome.text(port, took=seconds(steps.total()), target=kind.target))
        if os.environ.get("OPEN") == "1":
            webbrowser.open(f"http://127.0.0.1:{port}/")
        demo.watch()
    finally:
        demo.stop()


def _start(demo: Demo, steps: Steps) -> None:
    with steps.step(say("Bản dịch giao diện", "Catalogues")):
        messages.compile_all()
    with steps.step("PostgreSQL"):
        demo.start_postgres()
    with steps.step("S3"):
        demo.start_storage()
        demo.connect()
    state.write(FOLDER / "running.json", {"port": demo.port})
    with contextlib.ExitStack() as open_step:
        tell = open_step.enter_context(steps.step(say("Dữ liệu", "Data")))

        def heard(name: str, detail: str) -> None:
            nonlocal tell
            if not detail:
                open_step.close()
                tell = open_step.enter_context(steps.step(say(*MARKS[name])))
            tell(detail)

        demo.prepare("first", heard)
    with steps.step(say("Trang web", "Web server")):
        demo.start_web()
        web = demo.children["web"]
        state.wait_until(demo.page_answers, lambda: web.poll() is None, 60, FOLDER / "web.log")
    demo.start_worker()
    demo.start_clips()
    demo.start_scheduler()
    demo.start_films()
    if demo.once:
        vi = " … Bản dịch, clip, bộ tài liệu, ảnh thu nhỏ: đang dựng phía sau, khoảng hai phút"
        steps.line(say(vi, " … Translations, films, kits, thumbnails: being made in the background, about two minutes"))


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


def _port() -> int:
    text = os.environ.get("PORT") or "8000"
    try:
        return int(text)
    except ValueError:
        sentence = say(
            f"PORT={text}: cần một số, ví dụ PORT=8100.", f"PORT={text}: a number is needed, as in PORT=8100."
        )
        raise state.LocalError(sentence) from None


def main(action: str = "run") -> int:
    """Command line; 1 with a message for what the user can mend."""
    os.chdir(state.ROOT)
    try:
        if action == "shell":
            return shell()
        if action == "reset":
            reset()
            return 0
        with state.locked(FOLDER / "lock", wait=False):
            run(_port(), Dev if action == "dev" else Demo)
    except state.AlreadyRunning:
        port = state.read(FOLDER / "running.json").get("port", 8000)
        vi = f"Bản demo của thư mục này đang chạy: http://127.0.0.1:{port}/ (dừng bằng Ctrl-C ở đó)."
        en = f"The demo of this folder is running: http://127.0.0.1:{port}/ (stop it there with Ctrl-C)."
        print(say(vi, en), file=sys.stderr)
        return 1
    except (state.LocalError, OSError) as error:
        sentence = trouble.explained(error)
        if sentence is None and not isinstance(error, state.LocalError):
            raise
        print(sentence or error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
