"""Finds clamd for the scanner tests; `python -m tools.devserver.scanner` installs it where it is missing."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from tools.devserver import debian


def find() -> str | None:
    """Path of clamd, also in /usr/sbin, which is not on an ordinary user's PATH; None where it is missing."""
    return shutil.which("clamd") or next((path for path in ("/usr/sbin/clamd",) if Path(path).exists()), None)


def main() -> int:
    """Install clamd where it is missing; 1 with a message where that fails."""
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
