"""Which files were seen to work in containers: checked.txt, as `sha256sum --check` reads it, written by a green run."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tools.devserver.state import ROOT

RECORD = Path(__file__).with_name("checked.txt")
#: What only containers can show to be whole: a change of one of these needs another run.
SHIPPED = (".dockerignore", "Dockerfile", "docker-compose.yml", "requirements.txt", "deploy", "tools/stack/containers")


def changed() -> list[str]:
    """Files that are not the ones of the last green run, those that came or went among them."""
    now = _sums()
    then = {name: digest for digest, name in (line.split("  ", 1) for line in _lines())}
    return sorted(name for name in now.keys() | then.keys() if now.get(name) != then.get(name))


def write() -> None:
    """Record that the files as they are now were seen to work."""
    RECORD.write_text("".join(f"{digest}  {name}\n" for name, digest in sorted(_sums().items())))


def _lines() -> list[str]:
    return RECORD.read_text().splitlines() if RECORD.exists() else []


def _sums() -> dict[str, str]:
    paths = [path for name in SHIPPED for path in (ROOT / name, *(ROOT / name).rglob("*")) if path.is_file()]
    kept = [path for path in paths if path != RECORD and "__pycache__" not in path.parts]
    return {str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest() for path in kept}
