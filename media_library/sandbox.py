"""Parsers run in a child process: limits, no network where the kernel allows it, no settings, no credentials.

Parent: `run("picture", source, target, options)`. Child: `python -m media_library.sandbox TOOL …`, which
imports the one cleaner it needs and never Django (security.md, rule 12). A parser bug then costs one job.
"""

import importlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from time import monotonic
from typing import Any

from media_library.cleaning.rejection import Rejected
from media_library.limits import BUDGETS, PROFILES, Budget

ROOT = Path(__file__).resolve().parent.parent
MAX_ANSWER_BYTES = 64 * 1024

TOOLS = {
    "picture": "media_library.cleaning.images",
    "pdf": "media_library.cleaning.pdf",
    "media": "media_library.cleaning.clips",
    "sound": "media_library.cleaning.sound",
    "text": "media_library.cleaning.text",
    "package": "media_library.cleaning.archives",
    "preview": "media_library.cleaning.preview",
    "derive": "media_library.cleaning.derive",
    "transcode": "media_library.cleaning.transcode",
    "blur": "media_library.cleaning.blur",
    "viewing": "media_library.cleaning.viewing",
}


class ToolFailed(Exception):
    """The child died, broke a limit or answered nonsense. The file is to blame; the text is for the log."""


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

    Raises Rejected (the cleaner's own no, or "too_slow") and ToolFailed (crash, limit, bad answer).
    """
    budget = budget or BUDGETS[tool]
    command = [
        sys.executable,
        "-B",
        "-E",
        "-s",
        "-m",
        "media_library.sandbox",
        tool,
        str(source),
        str(target),
        json.dumps(options | {"budget": vars(budget)}),
    ]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=_environment(target.parent),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # so that a time-out also ends ffmpeg, the grandchild
    )
    try:
        output = _wait(process, budget.wall_seconds, tick)
    except subprocess.TimeoutExpired:
        raise Rejected("too_slow", limit=round(budget.wall_seconds)) from None
    finally:
        _end(process)
    return _answer(tool, process.returncode, output)


def _wait(process: "subprocess.Popen[bytes]", seconds: float, tick: Callable[[], None] | None) -> bytes:
    """The child's answer; raises TimeoutExpired after `seconds`."""
    deadline = monotonic() + seconds
    while True:
        left = deadline - monotonic()
        try:
            return process.communicate(timeout=min(left, 1) if tick else left)[0]
        except subprocess.TimeoutExpired:
            if tick is None or left <= 1:
                raise
            tick()


def _answer(tool: str, code: int, output: bytes) -> dict[str, Any]:
    if code != 0 or not output or len(output) > MAX_ANSWER_BYTES:
        raise ToolFailed(f"{tool}: exit {code}, {len(output)} bytes of answer")
    answer = json.loads(output)
    if "rejected" in answer:
        raise Rejected(answer["rejected"], **answer["params"])
    if "error" in answer:
        raise ToolFailed(f"{tool}: {answer['error']}")
    return dict(answer["facts"])


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End the child's whole process group and collect the child."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    if process.stdout:
        process.stdout.close()
    process.wait()


def _environment(scratch: Path) -> dict[str, str]:
    """Nothing of ours: no DATABASE_URL, no S3 keys, no DJANGO_SETTINGS_MODULE."""
    return {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "HOME": str(scratch),
        "TMPDIR": str(scratch),
        "OMP_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
        "FFMPEG": ffmpeg_path(),
    }


@cache
def ffmpeg_path() -> str:
    """The machine's ffmpeg, else the one of the imageio-ffmpeg wheel."""
    found = shutil.which("ffmpeg")
    if found:
        return found
    from imageio_ffmpeg import get_ffmpeg_exe

    return str(get_ffmpeg_exe())


# --- in the child ---------------------------------------------------------------------------


def confine(budget: Budget) -> str:
    """Lower this process's limits for good and leave the network: "none", or "open" where the kernel says no."""
    resource.setrlimit(resource.RLIMIT_AS, (budget.memory_bytes,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (budget.cpu_seconds, budget.cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (budget.file_bytes,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (128, 128))
    for flags in (os.CLONE_NEWNET, os.CLONE_NEWUSER | os.CLONE_NEWNET):
        try:
            os.unshare(flags)
        except OSError:
            continue
        return "none"
    return "open"


def main(arguments: list[str]) -> None:
    """Child's entry: TOOL SOURCE TARGET OPTIONS(JSON) → one JSON object on standard output."""
    tool, source, target, options = arguments
    answer_to = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # a chatty C library must not write into the answer
    settings = json.loads(options)
    try:
        network = confine(Budget(**settings.pop("budget")))
        profile = PROFILES.get(settings.pop("profile", ""))
        cleaner = importlib.import_module(TOOLS[tool])
        facts = cleaner.clean(Path(source), Path(target), profile, **settings)
        answer = {"facts": facts | {"network": network}}
    except Rejected as rejected:
        answer = {"rejected": rejected.code, "params": rejected.params}
    except Exception:
        answer = {"error": traceback.format_exc()[-2000:]}
    json.dump(answer, answer_to)
    answer_to.flush()
    os._exit(0)  # no destructors of half-read files


if __name__ == "__main__":
    main(sys.argv[1:])
