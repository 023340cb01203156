"""The fork server of the sandbox: `python -m files.intake.sandbox_server CONTROL` (a file descriptor).

Imports every decoder once, leaves the network, then forks one child for each packet that arrives on CONTROL, a
SOCK_SEQPACKET socket. A packet is a JSON object (see sandbox.run) with one file descriptor: the child writes its answer
there, and the server adds a line break and the child's exit status. When the other end closes that descriptor, the
child and whatever it started is killed; when CONTROL closes, the server ends. Never imports Django.
"""

import gc
import importlib
import json
import os
import resource
import select
import signal
import socket
import sys
import tempfile
import traceback
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from files.cleaners.errors import Rejected
from files.intake.no_network import leave_network
from files.limits import PROFILES, Budget

PRELOADED = (
    "audio", "derive.codes", "derive.overlay", "derive.redact", "derive.review_copy", "derive.thumbnail",
    "derive.transcode", "derive.web", "images", "office.document", "pdf.cleaner", "text", "video", "zip",
)  # fmt: skip
READERS = ("files.readers.table", "files.readers.word")
DECODERS = ("PIL.Image", "pi_heif", "pikepdf", "pypdfium2", "zxingcpp")
MAX_PACKET_BYTES = 200_000
IDLE_SECONDS = 600  # then the server ends to free its memory; the next file starts a new one


@dataclass
class Child:
    """One running job. `ended` is a pidfd: readable when the process has ended."""

    pid: int
    ended: int
    connection: socket.socket


def main(control_fd: int) -> None:
    """Serve until CONTROL closes or no request came for IDLE_SECONDS."""
    control = socket.socket(fileno=control_fd)
    for name in PRELOADED:
        importlib.import_module(f"files.cleaners.{name}")
    for name in (*READERS, *DECODERS):
        importlib.import_module(name)
    sys.modules["PIL.Image"].init()  # registers all formats, also rare ones
    network = leave_network()
    if not network:  # otherwise a hijacked parser could reach the database
        sys.exit("sandbox: this kernel gives neither a network namespace nor a seccomp filter; no file is read")
    gc.collect()
    gc.freeze()  # so that a child's collector does not copy the parent's pages
    serve(control, network)


def serve(control: socket.socket, network: str) -> None:
    """Start a child for each packet; finish it when it has ended or its connection was closed."""
    watched: dict[int, Child] = {}  # by pidfd and by connection
    poll = select.poll()
    poll.register(control, select.POLLIN)
    while True:
        ready = poll.poll(None if watched else IDLE_SECONDS * 1000)
        if not ready:
            return
        for fd, _event in ready:
            if fd == control.fileno():
                packet, descriptors, _flags, _address = socket.recv_fds(control, MAX_PACKET_BYTES, 1)
                if not packet:
                    for child in {id(child): child for child in watched.values()}.values():
                        finish(child)
                    return
                connection = socket.socket(fileno=descriptors[0])
                child = start(packet, connection, network)
                for new in (child.ended, connection.fileno()):
                    watched[new] = child
                    poll.register(new, select.POLLIN)
            elif fd in watched:
                child = watched[fd]
                for old in (child.ended, child.connection.fileno()):
                    del watched[old]
                    poll.unregister(old)
                finish(child)


def start(packet: bytes, connection: socket.socket, network: str) -> Child:
    """Fork the child that does the work of `packet`, in a process group of its own."""
    pid = os.fork()
    if pid == 0:
        try:
            os.setpgid(0, 0)
            work(json.loads(packet), os.dup2(connection.fileno(), 3), network)
        finally:
            os._exit(1)  # reached only when work() did not end the process
    with suppress(OSError):  # the child did it first, or has ended
        os.setpgid(pid, pid)
    return Child(pid, os.pidfd_open(pid), connection)


def finish(child: Child) -> None:
    """Kill the child's process group, ffmpeg included, collect the child and send its exit status."""
    status = os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    # Not yet collected, so the process id still belongs to this child and its group.
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    _, raw = os.waitpid(child.pid, 0)
    os.close(child.ended)
    with child.connection as connection, suppress(OSError):
        if status:
            connection.settimeout(5)
            connection.sendall(b"\n%d" % os.waitstatus_to_exitcode(raw))


def work(request: dict[str, Any], answer_fd: int, network: str) -> None:
    """In the child: write one JSON object to `answer_fd`, then end the process. `answer_fd` is 3."""
    os.closerange(answer_fd + 1, os.sysconf("SC_OPEN_MAX"))  # the server's socket, other jobs' connections
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)  # C libraries may print; it must not reach any other file
    os.dup2(silence, 2)
    os.set_inheritable(answer_fd, False)  # ffmpeg does not get it
    os.environ["HOME"] = os.environ["TMPDIR"] = tempfile.tempdir = request["scratch"]
    options = request["options"]
    try:
        confine(Budget(**request["budget"]))
        profile = PROFILES.get(options.pop("profile", ""))
        cleaner = importlib.import_module(request["module"])
        facts = cleaner.clean(Path(request["source"]), Path(request["target"]), profile, **options)
        answer = {"facts": facts | {"network": network}}
    except Rejected as rejected:
        answer = {"rejected": rejected.code, "params": rejected.params}
    except Exception:
        answer = {"error": traceback.format_exc()[-2000:]}
    with os.fdopen(answer_fd, "w") as stream:
        json.dump(answer, stream)
    os._exit(0)  # no destructors of half-read files


def confine(budget: Budget) -> None:
    """Set the limits of this process; they cannot be raised again. Pages come first where processors are few."""
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_AS, (budget.memory_bytes,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (budget.cpu_seconds, budget.cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (budget.file_bytes,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (128, 128))


if __name__ == "__main__":
    main(int(sys.argv[1]))
