"""Install a package where that is allowed and possible: as root, on Debian and its children."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys


def install(*packages: str) -> bool:
    """True when apt-get says that they are there now; its words go to standard error."""
    if os.getuid() != 0 or not shutil.which("apt-get"):
        return False
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    options = ["-y", "-qq", "--no-install-recommends"]
    for arguments in (["update", "-qq"], ["install", *options, *packages]):
        code = subprocess.run(["apt-get", *arguments], env=quiet, stdout=sys.stderr, check=False).returncode
    return code == 0
