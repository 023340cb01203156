"""One person's hand on one browser page: presses what is seen, and counts.

`seconds` is what a practised person needs for deciding, pointing and typing, without the machine's own time: the
keystroke-level model of Card, Moran and Newell (1980).
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Frame, Locator, Page

WAIT = 30_000  # ms for what a press brings about
POINT, KEY, THINK = 1.3, 0.28, 1.35  # seconds for pointing and pressing, for a key, for a decision


class Hand:
    """Counts presses beside typing. A screen is a page with another path, or a dialog."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks, self.screens, self.seconds = page, 0, 0, 0.0
        self._path = ""
        page.set_default_timeout(WAIT)
        page.on("framenavigated", self._moved)

    def _moved(self, frame: Frame) -> None:
        path = urlsplit(frame.url).path
        if frame == self.page.main_frame and path != self._path:
            self._path = path
            self.screens += 1

    def begin(self, address: str) -> None:
        """Where the flow, or a further part of it, starts: this page is not counted."""
        screens = self.screens
        self.page.goto(address, wait_until="load")
        self.screens = screens

    def press(self, target: Locator | str, *, opens_dialog: bool = False) -> None:
        """One press on the first that is seen."""
        locator = self.page.locator(target) if isinstance(target, str) else target
        locator.locator("visible=true").first.click()
        self._spend(1)
        self.screens += opens_dialog

    def type(self, target: Locator | str, words: str) -> None:
        """Write into a field, which costs no press: Tab leads there."""
        field = self.page.locator(target) if isinstance(target, str) else target
        field.first.fill(words)
        self.keyed(words)

    def write(self, target: str, words: str) -> None:
        """Write into a rich text editor."""
        self.page.locator(target).locator("visible=true").first.focus()
        self.page.keyboard.insert_text(words)
        self.keyed(words)

    def search(self, words: str) -> None:
        """Look for a page from the administration's menu: typing and Enter."""
        self.type("#menu-search-q", words)
        self.page.keyboard.press("Enter")
        self.arrive("**/admin/pages/search/**")

    def keyed(self, words: str) -> None:
        """Count the typing of `words`."""
        self.seconds += THINK + KEY * len(words)

    def _spend(self, presses: int) -> None:
        """Count one decision with its presses."""
        self.clicks += presses
        self.seconds += THINK + POINT * presses

    def choose_files(self, target: str, files: list[Any]) -> None:
        """Press the button of a file field and choose `files` in the system's own dialog."""
        self._spend(1)
        self.page.locator(target).first.set_input_files(files)

    def choose(self, target: Locator, value: str) -> None:
        """Open a list and press one of its rows."""
        target.select_option(value)
        self._spend(2)

    def tick(self, box: Locator) -> None:
        """Press a box that nothing has ticked already."""
        if not box.is_checked():
            self.press(box)

    def arrive(self, pattern: str) -> None:
        """Wait for an address."""
        self.page.wait_for_url(pattern)
        with suppress(Exception):
            self.page.wait_for_load_state("networkidle", timeout=5_000)
