"""One person's hand on one browser page: presses what is seen, and counts."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Frame, Locator, Page

WAIT = 30_000  # ms for what a press brings about


class Hand:
    """Counts presses; typing is free. A screen is a page with another path, or a dialog."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks, self.screens = page, 0, 0
        self._path = ""
        page.set_default_timeout(WAIT)
        page.on("framenavigated", self._moved)

    def _moved(self, frame: Frame) -> None:
        path = urlsplit(frame.url).path
        if frame == self.page.main_frame and path != self._path:
            self._path = path
            self.screens += 1

    def begin(self, address: str) -> None:
        """Where the flow starts: this page is not counted."""
        self.page.goto(address, wait_until="load")
        self.clicks = self.screens = 0

    def press(self, target: Locator | str, *, opens_dialog: bool = False) -> None:
        """One press on the first that is seen."""
        found = self.page.locator(target) if isinstance(target, str) else target
        found.locator("visible=true").first.click()
        self.clicks += 1
        self.screens += opens_dialog

    def type(self, target: str, words: str) -> None:
        """Write into a field, which costs no press: Tab leads there."""
        self.page.locator(target).first.fill(words)

    def write(self, target: str, words: str) -> None:
        """Write into a rich text editor."""
        self.page.locator(target).locator("visible=true").first.focus()
        self.page.keyboard.insert_text(words)

    def choose_files(self, target: str, files: list[Any], *, is_seen: bool = True) -> None:
        """Press the button of a file field and choose `files` in the system's own dialog."""
        if is_seen:
            self.clicks += 1
        self.page.locator(target).first.set_input_files(files)

    def choose(self, target: Locator, value: str) -> None:
        """Open a list and press one of its rows."""
        target.select_option(value)
        self.clicks += 2

    def tick(self, box: Locator) -> None:
        """Press a box that nothing has ticked already."""
        if not box.is_checked():
            self.press(box)

    def arrive(self, pattern: str) -> None:
        """Wait for an address."""
        self.page.wait_for_url(pattern)
        with suppress(Exception):
            self.page.wait_for_load_state("networkidle", timeout=5_000)
