"""Namespaces of a process's own: its network has no way out, and what it mounts nobody else sees. Linux only."""

from __future__ import annotations

import ctypes
import fcntl
import os
import socket
import struct
import sys
from contextlib import suppress
from pathlib import Path

import psutil

from tools.devserver import state

MARK = "STACK_IS_INSIDE"  # environment variable, set once the namespaces are entered
MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE, UMOUNT_DETACH = 32, 1 << 12, 1 << 14, 1 << 18, 2  # sys/mount.h


def enter(module: str, *arguments: str) -> None:
    """Go on as `python -m module arguments` in namespaces, without this machine's proxies and credentials.

    Does nothing where that has been done. Another user than root gets root's rights in the namespaces only.
    """
    if MARK in os.environ:
        return
    as_user = [] if os.getuid() == 0 else ["--user", "--map-current-user", "--keep-caps"]
    command = ["unshare", *as_user, "--net", "--mount", sys.executable, "-m", module, *arguments]
    environment = {name: os.environ[name] for name in ("HOME", "LANG", "PATH", "SHELL", "TERM") if name in os.environ}
    os.chdir(state.ROOT)
    sys.stdout.flush()
    try:
        os.execvpe(command[0], command, environment | {MARK: "1"})
    except FileNotFoundError:
        sys.exit("Không có lệnh unshare. Hãy cài gói util-linux (Linux).")


def private_mounts() -> None:
    """Go on in a mount namespace of this process's own; what it mounts from now on nobody else sees. Raises OSError."""
    os.unshare(os.CLONE_NEWNS)
    mount("none", "/", MS_REC | MS_PRIVATE)


def interface_up(name: str, address: str) -> None:
    """What `ip addr add` and `ip link set up` do; `ip` is not on every machine."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        if address:
            own = struct.pack("16sH2s4s8x", name.encode(), socket.AF_INET, b"", socket.inet_aton(address))
            fcntl.ioctl(any_socket, 0x8916, own)  # SIOCSIFADDR
        fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh14x", name.encode(), 0x41))  # SIOCSIFFLAGS: up, running


def mount(source: Path | str, target: Path | str, flags: int = 0, options: str = "") -> None:
    """mount(2), of type tmpfs unless `flags` say MS_BIND; the command of that name works for root alone.

    Raises OSError.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(str(source).encode(), str(target).encode(), b"tmpfs", ctypes.c_ulong(flags), options.encode()):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(target))


def unmount(target: Path | str) -> None:
    """umount2(2), also while files of it are open. Raises OSError."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.umount2(str(target).encode(), UMOUNT_DETACH):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(target))


def open_network(hosts: Path, names: list[str], place: str, *addresses: str) -> None:
    """Loopback with these addresses, and a /etc/hosts in which each of the names is `place`. Raises OSError."""
    for number, address in enumerate(("", *addresses)):
        interface_up(f"lo:{number}" if address else "lo", address)
    hosts.write_text(f"127.0.0.1 localhost\n{place} {' '.join(names)}\n")
    mount(hosts, "/etc/hosts", MS_BIND)


def open_parsers(services: dict[str, list[int]]) -> list[str]:
    """Of the processes that read uploaded files, those that could reach the network: their services and numbers.

    `services`: name → the first processes of the service. Raises LocalError where none reads files: send one first.
    """
    parsers = []
    for name, first in services.items():
        for pid in first:
            for process in psutil.Process(pid).children(recursive=True):
                with suppress(psutil.NoSuchProcess):
                    if "files.intake.sandbox_server" in process.cmdline():
                        parsers.append((name, process.pid, pid))
    if not parsers:
        raise state.LocalError("Chưa có tiến trình đọc tệp nào đang chạy.")
    return [f"{name} {pid}" for name, pid, first_one in parsers if reaches_network(pid, first_one)]


def reaches_network(pid: int, service: int) -> bool:
    """Whether the process has the network of the process `service`, and no seccomp filter more than that one either."""
    if os.readlink(f"/proc/{pid}/ns/net") != os.readlink(f"/proc/{service}/ns/net"):
        return False
    return _filters(pid) <= _filters(service)


def _filters(pid: int) -> int:
    """Number of seccomp filters; Docker gives every container one."""
    fields = dict(line.split(":\t", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return int(fields["Seccomp_filters"])


class Disk:
    """A disk of its own for one folder, in memory, which can be made full."""

    def __init__(self, folder: Path, options: str = "mode=755") -> None:
        """Mount it on `folder`, an empty one; `options` are those of tmpfs. Raises OSError."""
        self.folder, self.options, self.ballast = folder, options, folder / "ballast"
        mount("tmpfs", folder, options=options)

    def fill(self) -> None:
        """Leave no free byte: the disk becomes as small as what lies on it. Raises OSError."""
        for _try in range(20):  # refused where something was written meanwhile
            usage = os.statvfs(self.folder)
            if usage.f_blocks == usage.f_bfree:  # a size of 0 would mean: any
                self.ballast.write_bytes(bytes(usage.f_frsize))
                continue
            with suppress(OSError):
                return self._resize(f"{(usage.f_blocks - usage.f_bfree) * usage.f_frsize}")
        raise OSError(f"{self.folder} grows too fast to be made full")

    def clear(self) -> None:
        """Give it half of the machine's memory again, as at the start."""
        self._resize("50%")
        self.ballast.unlink(missing_ok=True)

    def remove(self) -> None:
        """Unmount it; what lies on it is gone."""
        unmount(self.folder)

    def _resize(self, size: str) -> None:
        mount("tmpfs", self.folder, MS_REMOUNT, f"{self.options},size={size}")
