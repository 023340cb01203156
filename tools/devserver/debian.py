"""Installs packages with apt-get, as root on Debian and its derivatives."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys


def install(*packages: str) -> bool:
    """Whether apt-get succeeded; False without root or apt-get. Its output goes to standard error."""
    if os.getuid() != 0 or not shutil.which("apt-get"):
        return False
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    options = ["-y", "-qq", "--no-install-recommends"]
    for arguments in (["update", "-qq"], ["install", *options, *packages]):
        code = subprocess.run(["apt-get", *arguments], env=quiet, stdout=sys.stderr, check=False).returncode
    return code == 0
