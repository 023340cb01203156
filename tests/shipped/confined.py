"""What docker-compose.yml denies our containers, denied to a process: `python tests/shipped/confined.py TMP command …`.

read_only, cap_drop: ALL, no-new-privileges and the image's account: only TMP, /tmp and /dev/shm can be written. As
another user than root the account stays. Runs by itself, without the project: its variables are those of the container.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

ACCOUNT = 10001  # USER of the Dockerfile
MOUNT_SETATTR, AT_FDCWD, AT_RECURSIVE = 442, -100, 0x8000  # the same number on every machine
READ_ONLY, MS_BIND, MS_PRIVATE = 1, 1 << 12, 1 << 18
WRITABLE = ("/tmp", "/dev/shm")  # mount points of the containers

_libc = ctypes.CDLL(None, use_errno=True)


class Attributes(ctypes.Structure):
    """struct mount_attr of linux/mount.h."""

    _fields_ = [(name, ctypes.c_uint64) for name in ("set", "clear", "propagation", "user_namespace")]


def change(folder: str, attributes: Attributes, flags: int = 0) -> None:
    """mount_setattr(2). Raises OSError."""
    size = ctypes.sizeof(attributes)
    if _libc.syscall(MOUNT_SETATTR, AT_FDCWD, folder.encode(), flags, ctypes.byref(attributes), size):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), folder)


def make_read_only(tmp: str) -> None:
    """All that is mounted, for this process alone; `tmp` becomes a mount of its own, which can be written."""
    os.unshare(os.CLONE_NEWNS)
    if _libc.mount(tmp.encode(), tmp.encode(), None, ctypes.c_ulong(MS_BIND), None):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), tmp)
    change("/", Attributes(set=READ_ONLY, propagation=MS_PRIVATE), AT_RECURSIVE)
    for folder in (tmp, *(place for place in WRITABLE if os.path.ismount(place))):
        change(folder, Attributes(clear=READ_ONLY))


def line(tmp: Path, command: list[str]) -> list[str]:
    """The command line of `command` with fewer rights."""
    return [sys.executable, __file__, str(tmp), *command]


def main(tmp: str, *command: str) -> None:
    """Go on as `command`, with fewer rights."""
    make_read_only(tmp)
    fewer = ["--no-new-privs", "--bounding-set=-all", "--inh-caps=-all", "--ambient-caps=-all", "--pdeathsig=TERM"]
    if os.getuid() == 0:
        fewer += [f"--reuid={ACCOUNT}", f"--regid={ACCOUNT}", "--clear-groups"]
    os.execvp("setpriv", ["setpriv", *fewer, *command])


if __name__ == "__main__":
    main(*sys.argv[1:])
