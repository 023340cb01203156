"""Find clamd for the scanner's tests; `python -m tools.devserver.scanner` installs it where it is missing."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from tools.devserver import debian


def find() -> str | None:
    """Path of clamd; Debian keeps it where an ordinary user's PATH does not look."""
    return shutil.which("clamd") or next((path for path in ("/usr/sbin/clamd",) if Path(path).exists()), None)


def main() -> int:
    """Make sure there is one; 1 with a sentence when there cannot be."""
    if find() or (debian.install("clamav-daemon") and find()):
        return 0
    print(
        "Không có clamd cho các bài thử quét mã độc. Hãy cài gói clamav-daemon (Debian, Ubuntu).\n"
        "No clamd for the scanner's tests: install the package clamav-daemon (Debian, Ubuntu).",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
