"""A tool that reports what the sandbox's child can see and reach; the tests put it in the place of a cleaner."""

import os
import resource
import signal
import socket
import subprocess
from pathlib import Path
from typing import Any

LIMITS = ("RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_FSIZE", "RLIMIT_CORE", "RLIMIT_NOFILE")


def clean(
    source: Path,
    target: Path,
    profile: None,
    *,
    port: int = 0,
    leave_behind: bool = False,
    crash: bool = False,
    linger: bool = False,
) -> dict[str, Any]:
    """`port`: of a listener on 127.0.0.1 to try. `leave_behind`: start a process that outlives this one."""
    if crash:
        os.kill(os.getpid(), signal.SIGSEGV)
    if linger:
        signal.pause()
    if leave_behind:
        sleeper = subprocess.Popen(["sleep", "600"])
        return {"sleeper": sleeper.pid}
    return {
        "environment": dict(os.environ),
        "initial_environment": Path("/proc/self/environ").read_text(),
        "limits": {name: resource.getrlimit(getattr(resource, name)) for name in LIMITS},
        "parent": os.getppid(),
        "parents_environment": Path(f"/proc/{os.getppid()}/environ").read_text(),
        "reached": _reaches(port),
        "open": sorted(os.readlink(f"/proc/self/fd/{fd}") for fd in os.listdir("/proc/self/fd") if _is_open(fd)),
    }


def _is_open(fd: str) -> bool:
    return os.path.lexists(f"/proc/self/fd/{fd}")


def _reaches(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
