"""What a page asks for, and waiting until all of it is answered."""

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.signals import request_finished, request_started
from playwright.sync_api import Page

#: Two pictures drawn and nothing left to do: what scripts were about to ask for is asked for.
QUIET = """new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(done))))"""
MOST_ROUNDS = 1_000
LONGEST_ANSWER = 30  # seconds for which the server may go on once nobody reads its answer


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


class HeldAnswers:
    """Answers to `method` requests whose path ends with `end`: made at once, given to the page by `let_go()`."""

    def __init__(self, page: Page, end: str, method: str = "GET") -> None:
        self.page, self.waiting, self.is_open = page, [], False
        self.wanted = re.compile(rf"{re.escape(end)}(\?.*)?$")

        def hold(route):
            if route.request.method == method and not self.is_open:
                self.waiting.append((route, route.fetch()))
            else:
                route.fallback()

        page.route(self.wanted, hold)

    def wait(self) -> None:
        """Wait until one answer is held."""
        for _round in range(MOST_ROUNDS):
            if self.waiting:
                return
            self.page.evaluate(QUIET)
        raise AssertionError(f"never asked for: {self.wanted.pattern}")

    def let_go(self) -> None:
        """Give the page what is held; later answers are not."""
        self.is_open = True
        for route, answer in self.waiting:
            route.fulfill(response=answer)


class ServerAtWork:
    """The threads of the tests' own server that answer a request now."""

    def __init__(self) -> None:
        self.threads: set[threading.Thread] = set()
        request_started.connect(self._begins)
        request_finished.connect(self._ends)

    def _begins(self, **_said: object) -> None:
        if threading.current_thread() is not threading.main_thread():  # where Django's test client answers
            self.threads.add(threading.current_thread())

    def _ends(self, **_said: object) -> None:
        self.threads.discard(threading.current_thread())

    def rest(self) -> None:
        """Wait until nothing is answered any more; call it once the browsers are closed, with which connections end."""
        end = time.monotonic() + LONGEST_ANSWER
        for thread in list(self.threads):
            thread.join(max(0, end - time.monotonic()))
        late = [thread.name for thread in self.threads if thread.is_alive()]
        self.threads.clear()
        assert not late, f"answers to nobody for {LONGEST_ANSWER} s: {late}"
