"""One clear sentence for what stands in the demo's way: another system, a port in use, a full disk."""

from __future__ import annotations

import errno
import shutil
import sys
from pathlib import Path

from tools.devserver import state
from tools.devserver.console.language import say

#: MB that the demo's data takes (0.5 GB with its clips, kits and pictures) and some air for PostgreSQL.
FREE_MB = 1000
#: What programs write into their logs when there is no space left.
FULL = (
    "No space left on device",
    "os error 28",
    "disk full",
    "DiskFull",
    "Disk quota exceeded",
    "could not extend file",
)


def check_system(name: str = sys.platform) -> None:
    """Raise LocalError where the kernel is not Linux."""
    if not name.startswith("linux"):
        vi = "Bản demo chỉ chạy trên Linux, vì tệp tải lên được đọc trong hộp cát của nhân Linux. "
        vi += "Trên Windows: dùng WSL 2; trên macOS: một máy ảo Linux, hoặc các vùng chứa của docker-compose.yml."
        en = "The demo runs on Linux only, because uploads are read in a sandbox of the Linux kernel. "
        en += "On Windows use WSL 2, on macOS a Linux virtual machine, or the containers of docker-compose.yml."
        raise state.LocalError(say(vi, en))


def check_port(port: int, target: str) -> None:
    """Raise LocalError where another program listens on the port, with the command that avoids it."""
    if not 0 < port < 65536 or not state.port_is_free(port):
        again = f"make {target} PORT={port + 1 if 0 < port < 65535 else 8000}"
        vi = f"Cổng {port} đang bị chương trình khác dùng hoặc không được phép. Hãy thử: {again}"
        raise state.LocalError(say(vi, f"Port {port} is used by another program or not allowed. Try: {again}"))


def check_disk(folder: Path, wanted_mb: int = FREE_MB) -> None:
    """Raise LocalError where the disk of `folder` has less than `wanted_mb` free."""
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free // 1_000_000
    if free < wanted_mb:
        raise state.LocalError(
            say(
                f"Đĩa còn {free} MB, bản demo cần khoảng {wanted_mb} MB trong {folder}. Xóa bớt rồi chạy lại.",
                f"{free} MB are free on this disk, the demo needs about {wanted_mb} MB in {folder}. "
                "Make room and run it again.",
            )
        )


def explained(error: Exception) -> str | None:
    """A sentence for an error whose cause the user can remove; None for any other."""
    is_full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    if is_full or any(words in str(error) for words in FULL):
        vi = "Đĩa đã đầy trong lúc chạy. Xóa bớt, rồi “make demo-reset” và “make demo”."
        return say(vi, "The disk became full. Make room, then “make demo-reset” and “make demo”.")
    return None
