"""Run parsers in a child process with limits: no network, no settings, no credentials.

`run("picture", source, target, options)` asks the fork server of this process (intake/sandbox_server.py) for one child
per file. The server is a Python of its own with an empty environment, the decoders imported and no Django
(docs/security.md, rule 12). A child costs a fork instead of a new interpreter, and a crash of a parser ends one job.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path
from time import monotonic
from typing import Any

from files.cleaners.errors import Rejected
from files.cleaners.messages import MESSAGES, sentence
from files.limits import BUDGETS, Budget

ROOT = Path(__file__).resolve().parents[2]
MAX_ANSWER_BYTES = 64 * 1024
MAX_REQUEST_BYTES = 100_000  # one packet of a Unix socket; Linux takes about 200,000

#: tool → module with a function clean(source, target, profile, **options) → facts
TOOLS = {
    "picture": "files.cleaners.images",
    "pdf": "files.cleaners.pdf.cleaner",
    "media": "files.cleaners.video",
    "sound": "files.cleaners.audio",
    "text": "files.cleaners.text",
    "package": "files.cleaners.zip",
    "preview": "files.cleaners.derive.thumbnail",
    "codes": "files.cleaners.derive.codes",
    "overlay": "files.cleaners.derive.overlay",
    "derive": "files.cleaners.derive.web",
    "transcode": "files.cleaners.derive.transcode",
    "redact": "files.cleaners.derive.redact",
    "viewing": "files.cleaners.derive.review_copy",
    "table": "files.readers.table",
    "word": "files.readers.word",
}

_OFFICE = "application/vnd.openxmlformats-officedocument"
#: What the tools make, extension → media type. A parser that was taken over may say anything of what it leaves; what it
#: calls a page or an SVG would run scripts in our name.
MADE = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "avif": "image/avif",
    "gif": "image/gif",
    "pdf": "application/pdf",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "wav": "audio/wav",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "txt": "text/plain",
    "vtt": "text/vtt",
    "srt": "application/x-subrip",
    "json": "application/json",
    "zip": "application/zip",
}


class ToolFailed(Exception):
    """The child died, broke a limit or gave a malformed answer, so the file is refused. Its text is for the log."""


class ServerGone(ToolFailed):
    """The fork server ended while a child worked, or cannot be started. run() tries twice before raising it."""


def run(
    tool: str,
    source: Path,
    target: Path,
    options: dict[str, Any],
    *,
    budget: Budget | None = None,
    tick: Callable[[], None] | None = None,
) -> dict[str, Any]:
    """Run `tool` on `source` in a child; return the facts it reports. It may write `target` and nothing else.

    `tick` is called about once a second meanwhile; an exception of it ends the child.

    Raises Rejected (by the cleaner, or "too_slow") and ToolFailed (crash, limit, malformed answer, no server).
    """
    budget = budget or BUDGETS[tool]
    request = {
        "module": TOOLS[tool],
        "source": str(source),
        "target": str(target),
        "scratch": str(target.parent),
        "options": options,
        "budget": vars(budget),
    }
    packet = json.dumps(request).encode()
    if len(packet) > MAX_REQUEST_BYTES:
        raise ToolFailed(f"{tool}: {len(packet)} bytes of options")
    try:
        try:
            answer = _ask(packet, budget.wall_seconds, tick)
        except ServerGone:
            target.unlink(missing_ok=True)
            answer = _ask(packet, budget.wall_seconds, tick)
    except TimeoutError:
        raise Rejected("too_slow", limit=round(budget.wall_seconds)) from None
    return _facts(tool, answer)


def _ask(packet: bytes, seconds: float, tick: Callable[[], None] | None) -> bytes:
    """What the child writes, a line break and its exit status. Closing the connection ends the child's process group.

    Raises TimeoutError after `seconds`, ServerGone when the connection ends without a status.
    """
    with _server.connect(packet) as connection:
        deadline, answer = monotonic() + seconds, b""
        while len(answer) <= MAX_ANSWER_BYTES:
            seconds_left = deadline - monotonic()
            if seconds_left <= 0:
                raise TimeoutError
            connection.settimeout(min(seconds_left, 1) if tick else seconds_left)
            try:
                received = connection.recv(MAX_ANSWER_BYTES)
            except TimeoutError:
                if tick:
                    tick()
                continue
            except ConnectionError as error:
                raise ServerGone from error
            if not received:
                break
            answer += received
    if b"\n" not in answer:
        raise ServerGone("the connection ended without an exit status")
    return answer


def _facts(tool: str, answer: bytes) -> dict[str, Any]:
    output, _, status = answer.rpartition(b"\n")
    if len(answer) > MAX_ANSWER_BYTES or status != b"0" or not output:
        raise ToolFailed(f"{tool}: exit {status[:20].decode(errors='replace')}, {len(output)} bytes of answer")
    try:
        result = dict(json.loads(output))
        if "rejected" in result:
            raise _rejection(result["rejected"], dict(result["params"]))
        if "facts" not in result:
            raise ToolFailed(f"{tool}: {result.get('error', 'no facts')}")
        facts = dict(result["facts"])
        for entry in (facts, *facts.values()):  # of several forms of a clip each has its own
            if isinstance(entry, dict) and "media_type" in entry and MADE[entry["extension"]] != entry["media_type"]:
                raise ToolFailed(f"{tool}: makes no .{entry['extension']} of type {entry['media_type']}")
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise ToolFailed(f"{tool}: an answer that no tool of ours gives") from error
    return facts


def _rejection(code: str, params: dict[str, Any]) -> Rejected:
    """Raises KeyError, TypeError or ValueError for a code or values of which messages.py makes no sentence."""
    if code not in MESSAGES:
        raise ValueError(code)
    sentence(code, params)
    return Rejected(code, **params)


class _Server:
    """The fork server of this process: started at first use, and again when it has ended."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def connect(self, packet: bytes) -> socket.socket:
        """Send `packet` and return the connection on which its answer comes. Raises ServerGone."""
        ours, theirs = socket.socketpair()
        with theirs, self._lock:
            for _attempt in range(2):  # the server may have ended since the last file
                control = self._control or self._start()
                try:
                    socket.send_fds(control, [packet], [theirs.fileno()])
                except (BrokenPipeError, ConnectionError):
                    self.forget()
                else:
                    return ours
        ours.close()
        raise ServerGone("the fork server cannot be started")

    def forget(self) -> None:
        """Close the connection, so that the server ends with its children, and collect it."""
        if self._control:
            self._control.close()
        if self._process:
            self._process.wait()
        self._control = self._process = None

    def after_fork(self) -> None:
        """In a forked process: the server belongs to the parent."""
        if self._control:
            self._control.close()
        self._lock = threading.Lock()  # the old one may be held by a thread that this process does not have
        self._control = self._process = None

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-B", "-E", "-s", "-m", "files.intake.sandbox_server", str(theirs.fileno())],
                cwd=ROOT,
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # Ctrl-C in a terminal ends this process first
            )
        self._control = ours
        return ours


_server = _Server()
os.register_at_fork(after_in_child=_server.after_fork)


def _environment() -> dict[str, str]:
    """The server's whole environment: no DATABASE_URL, no S3 keys, no DJANGO_SETTINGS_MODULE."""
    return {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "OMP_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
        "FFMPEG": ffmpeg_path(),
    }


@cache
def ffmpeg_path() -> str:
    """The ffmpeg of the system, else the one of the imageio-ffmpeg wheel."""
    path = shutil.which("ffmpeg")
    if path:
        return path
    from imageio_ffmpeg import get_ffmpeg_exe

    return str(get_ffmpeg_exe())
