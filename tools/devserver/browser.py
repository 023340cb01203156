"""Finds a Chromium for the browser tests; `python -m tools.devserver.browser` installs one where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.devserver import debian

# Chromium's sandbox does not work as root; most other options prevent requests to the maker's servers.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The same engine without a window system; it needs a third less CPU than `chromium --headless`.
_WINDOWLESS = "chromium-headless-shell"


def find(*, windowless: bool = False) -> str | None:
    """Path of the browser: $CHROMIUM, else one on PATH; None means Playwright's own, if installed.

    `windowless`: prefer chromium-headless-shell, as the tests do.
    """
    names = (_WINDOWLESS, *_NAMES) if windowless else _NAMES
    return os.environ.get("CHROMIUM") or next((path for path in map(shutil.which, names) if path), None)


def _playwright_has_one() -> bool:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


def main(*, windowless: bool = False) -> int:
    """Install a browser where there is none; 1 with a message where that fails.

    `windowless`: also where only one with windows is, as `make bench` leaves it; that one serves where apt-get fails.
    """
    browser_path = find(windowless=windowless)
    if browser_path and (not windowless or "CHROMIUM" in os.environ or Path(browser_path).name == _WINDOWLESS):
        return 0
    if _playwright_has_one():
        return 0
    for package in (_WINDOWLESS, "chromium") if windowless else ("chromium",):  # older systems do not have the first
        debian.install(package)
        if find(windowless=windowless):
            return 0
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], stdout=sys.stderr, check=False)
    if _playwright_has_one():
        return 0
    print(
        "Không có Chromium cho các bài thử trên trình duyệt. Hãy cài gói chromium, hoặc đặt CHROMIUM=/đường/dẫn.\n"
        "No Chromium for the browser tests: install the package chromium, or set CHROMIUM=/its/path.",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main(windowless="windowless" in sys.argv[1:]))
