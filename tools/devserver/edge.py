"""Find Varnish for the tests of the edge's rules; `python -m tools.devserver.edge` installs it where it is missing."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from tools.devserver import debian


def find() -> str | None:
    """Path of varnishd; Debian keeps it where an ordinary user's PATH does not look."""
    return shutil.which("varnishd") or next((path for path in ("/usr/sbin/varnishd",) if Path(path).exists()), None)


def main() -> int:
    """Make sure there is one; 1 with a sentence when there cannot be."""
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
