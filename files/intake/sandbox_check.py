"""Whether parsers of uploaded files would be cut off the network here: asked when a worker starts, and by /readyz.

Where they would not be, the sandbox reads no file (sandbox_server.py); this says so before the first one comes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from typing import Any

from django.core.checks import CheckMessage, Error

from files.intake.sandbox import ROOT

COMMAND = (sys.executable, "-B", "-E", "-s", "-m", "files.intake.no_network")
SECONDS = 20  # it takes less than one


class NetworkIsOpen(Exception):
    """A process like the sandbox's still reaches the network; the text says what was seen."""


@cache
def network() -> str:
    """How such a process leaves the network: "namespace" or "filter". Raises NetworkIsOpen.

    Starts one and lets it try; a good answer is kept for the life of this process.
    """
    environment = {"PATH": os.defpath, "LANG": "C.UTF-8"}
    try:
        result = subprocess.run(
            COMMAND,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise NetworkIsOpen(f"{type(error).__name__}: {error}") from error
    if result.returncode:
        raise NetworkIsOpen(result.stderr.strip()[-300:] or f"exit {result.returncode}")
    return result.stdout.strip()


def check_sandbox(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """System check: Error files.E002 where a hijacked parser could reach the database. Workers and `migrate` ask it."""
    try:
        network()
    except NetworkIsOpen as error:
        hint = "The kernel must allow network namespaces or seccomp filters (docs/operations.md)."
        return [Error(f"Parsers of uploaded files would reach the network: {error}", hint=hint, id="files.E002")]
    return []
