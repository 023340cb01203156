"""`python -m tools.devserver.compose`: validates docker-compose.yml with docker-compose; needs no Docker engine."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.devserver import debian
from tools.devserver.state import ROOT


def find() -> list[str] | None:
    """The command: Debian's package, or Docker's plugin."""
    if path := shutil.which("docker-compose"):
        return [path]
    docker = shutil.which("docker")
    if docker and not subprocess.run([docker, "compose", "version"], capture_output=True, check=False).returncode:
        return [docker, "compose"]
    return None


def main() -> int:
    """docker-compose's exit code, with .env.example as .env; 0 with a message where it cannot be installed."""
    command = find() or (debian.install("docker-compose") and find())
    if not command:
        print("docker-compose.yml not checked: install the package docker-compose (Debian, Ubuntu).", file=sys.stderr)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        example = (ROOT / ".env.example").read_text(encoding="utf-8")
        env = Path(folder) / ".env"
        env.write_text(re.sub("=$", "=x", example, flags=re.MULTILINE), encoding="utf-8")
        options = ["-f", str(ROOT / "docker-compose.yml"), "--project-directory", folder, "--env-file", str(env)]
        return subprocess.run([*command, *options, "config", "-q"], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
