"""Command line of tools.stack, which goes on in a network and mount namespace of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import NoReturn

from tools.devserver import state
from tools.stack import check
from tools.stack.native import FOLDER, Native
from tools.stack.shipped import SITE

INSIDE = "STACK_IS_INSIDE"  # environment variable, set once the namespaces are entered
SECONDS = 480  # after which `check` gives up; it takes about 90


def main(action: str = "check") -> int:
    """0 where everything held, 1 where a check failed or a service did not start."""
    if INSIDE not in os.environ:
        enter(action)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGALRM):
        signal.signal(number, leave)
    signal.alarm(SECONDS if action == "check" else 0)
    try:
        with state.locked(state.ROOT / ".test-services" / "stack.lock"):
            return start_and_check(action)
    except state.LocalError as problem:
        print(problem, file=sys.stderr)
    except KeyboardInterrupt:
        pass
    return 1


def enter(action: str) -> NoReturn:
    """Replace this process by one in namespaces of its own, without this machine's proxies and credentials.

    Another user than root gets root's rights in them only.
    """
    as_user = [] if os.getuid() == 0 else ["--user", "--map-current-user", "--keep-caps"]
    command = ["unshare", *as_user, "--net", "--mount", sys.executable, "-m", "tools.stack", action]
    kept = {name: os.environ[name] for name in ("HOME", "LANG", "PATH", "SHELL", "TERM") if name in os.environ}
    os.chdir(state.ROOT)
    try:
        os.execvpe(command[0], command, kept | {INSIDE: "1"})
    except FileNotFoundError:
        sys.exit("Không có lệnh unshare. Hãy cài gói util-linux (Linux).")


def leave(number: int, _frame: object) -> NoReturn:
    """Signal handler: end by an exception, so that the services are stopped."""
    sys.exit(f"Quá {SECONDS} giây. Nhật ký: {FOLDER}/logs" if number == signal.SIGALRM else 1)


def start_and_check(action: str) -> int:
    """Start, check, open the shell where it is wanted, stop."""
    begun, stack = time.monotonic(), Native()
    try:
        stack.start()
        print(f"chạy {time.monotonic() - begun:5.1f} s  mọi dịch vụ của docker-compose.yml", flush=True)
        failed = check.run(stack)
        print(f"tổng {time.monotonic() - begun:5.1f} s  {len(check.CHECKS)} điều đã hỏi, {failed} điều sai", flush=True)
        if failed:
            print(f"Nhật ký: {FOLDER}/logs", flush=True)
        if action == "shell":
            print(f"Ví dụ: curl https://{SITE}/vi/   (exit: dừng mọi dịch vụ)", flush=True)
            shell = os.environ.get("SHELL", "sh")
            subprocess.run([shell], env=os.environ | {"CURL_CA_BUNDLE": str(stack.authority)}, check=False)
        return int(bool(failed))
    finally:
        stack.stop()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
