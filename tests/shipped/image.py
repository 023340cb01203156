"""What the Dockerfile builds, without a container: the packages of requirements.txt alone, the files of its context.

Development packages, tests and tools are not there, so that what only a developer's machine has is missed here too.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.devserver import state

FOLDER = state.ROOT / ".stack" / "image"
ENVIRONMENT, APP = FOLDER / "venv", FOLDER / "app"
PLACES = (APP, ENVIRONMENT / "bin")  # the project, the programs of its packages
ANYWHERE = "**/"  # beginning of a line of .dockerignore that is meant in every folder


def make_environment() -> None:
    """Install requirements.txt where it has changed; asks the network for what uv has not kept. Raises LocalError."""
    lock = (state.ROOT / "requirements.txt").read_bytes()
    made_of = hashlib.sha256(lock + sys.version.encode()).hexdigest()
    stamp = ENVIRONMENT / "made-of"
    if stamp.exists() and stamp.read_text() == made_of:
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    uv, python = str(Path(sys.executable).with_name("uv")), str(ENVIRONMENT / "bin" / "python")
    _do(uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(ENVIRONMENT))
    # As the Dockerfile does: the lock is complete, and leaves out one package on purpose.
    options = ["--quiet", "--require-hashes", "--no-deps", "--compile-bytecode", "--python", python]
    _do(uv, "pip", "install", *options, "-r", "requirements.txt")
    stamp.write_text(made_of)


def copy_app() -> None:
    """The files that `COPY . .` takes: those of the project that .dockerignore does not name. Raises LocalError."""
    shutil.rmtree(APP, ignore_errors=True)
    top, everywhere = ignored()
    listed = _do("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in filter(None, listed.split("\0")):
        parts = Path(name).parts
        if parts[0] in top or everywhere.intersection(parts) or not (state.ROOT / name).is_file():
            continue
        target = APP / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(state.ROOT / name, target)


def ignored() -> tuple[set[str], set[str]]:
    """Names of .dockerignore: (those at the top, those in every folder). Raises LocalError for any other pattern."""
    lines = (state.ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    everywhere = {line.removeprefix(ANYWHERE) for line in lines if line.startswith(ANYWHERE)}
    top = {line for line in lines if not line.startswith(ANYWHERE)}
    if odd := [line for line in (*top, *everywhere) if set(line) & set("*?/![")]:
        raise state.LocalError(f".dockerignore: tests/shipped/image.py không hiểu {odd}")
    return top, everywhere


def _do(*command: str) -> str:
    variables = os.environ | {"UV_SYSTEM_CERTS": "1"}
    done = subprocess.run(command, cwd=state.ROOT, env=variables, capture_output=True, text=True, check=False)
    if done.returncode:
        raise state.LocalError(f"{' '.join(command)[:200]}\n{done.stdout}{done.stderr}"[-3000:])
    return done.stdout
