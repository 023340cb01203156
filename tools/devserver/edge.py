"""Finds Varnish for tests of deploy/varnish.vcl; `python -m tools.devserver.edge` installs it where it is missing."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from tools.devserver import debian


def find() -> str | None:
    """Path of varnishd, also in /usr/sbin, which is not on an ordinary user's PATH; None where it is missing."""
    return shutil.which("varnishd") or next((path for path in ("/usr/sbin/varnishd",) if Path(path).exists()), None)


def main() -> int:
    """Install Varnish where it is missing; 1 with a message where that fails."""
    if find() or (debian.install("varnish") and find()):
        return 0
    print(
        "Không có varnishd cho các bài thử bộ đệm biên. Hãy cài gói varnish (Debian, Ubuntu).\n"
        "No varnishd for the tests of the edge cache: install the package varnish (Debian, Ubuntu).",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
