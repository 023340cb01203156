"""What a page asks for, and waiting until all of it is answered."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

#: Two pictures drawn and nothing left to do: what scripts were about to ask for is asked for.
QUIET = """new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(done))))"""
MOST_ROUNDS = 1_000


@contextmanager
def download_from(page: Page) -> Iterator:
    """As `page.expect_download()`, once the page has loaded.

    A download that begins sooner ends the loading, and whoever waits for “load” afterwards waits for ever.
    """
    page.wait_for_load_state("load")
    with page.expect_download() as download:
        yield download


def requests_leaving(page: Page, origin: str) -> list[str]:
    """Every request of `page` from now on that goes elsewhere than to `origin`."""
    left: list[str] = []
    page.on("request", lambda request: None if request.url.startswith((origin, "data:")) else left.append(request.url))
    return left


class Traffic:
    """Watches the requests of a page from now on."""

    def __init__(self, page: Page) -> None:
        self.page, self.open = page, set()
        page.on("request", lambda request: self.open.add(request))
        page.on("requestfinished", lambda request: self.open.discard(request))
        page.on("requestfailed", lambda request: self.open.discard(request))

    def settle(self) -> None:
        """Wait until the page has loaded, every request is answered and none follows."""
        self.page.wait_for_load_state("load")
        for _round in range(MOST_ROUNDS):
            self.page.evaluate(QUIET)
            if not self.open:
                return
        raise AssertionError(f"never answered: {[request.url for request in self.open]}")
