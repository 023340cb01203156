"""What a page asks for, and waiting until all of it is answered."""

import re
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial

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
    urls: list[str] = []
    page.on("request", lambda request: None if request.url.startswith((origin, "data:")) else urls.append(request.url))
    return urls


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

    def wait(self, number: int = 1) -> None:
        """Wait until so many answers are held."""
        for _round in range(MOST_ROUNDS):
            if len(self.waiting) >= number:
                return
            self.page.evaluate(QUIET)
        raise AssertionError(f"never asked for: {self.wanted.pattern}")

    def let_go(self) -> None:
        """Give the page what is held; later answers are not."""
        self.is_open = True
        for route, response in self.waiting:
            route.fulfill(response=response)


class ServerAtWork:
    """WSGI application around the tests' own server: counts the answers under way, and answers nobody between tests.

    A page that is closed sends a last word (Wagtail releases its session of editing), which may arrive after its test.
    """

    def __init__(self, application: Callable) -> None:
        self.application = application
        self.under_way: set[object] = set()
        self.is_open, self.changed = False, threading.Condition()

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        with self.changed:
            if not self.is_open:
                start_response("503 Service Unavailable", [("Content-Length", "0")])
                return []
            self.under_way.add(question := object())
        try:
            return _Answer(self.application(environ, start_response), partial(self._ended, question))
        except BaseException:
            self._ended(question)
            raise

    def open(self) -> None:
        """Answer from now on."""
        self.is_open = True

    def rest(self) -> None:
        """Answer nobody else, and wait until nothing is under way."""
        with self.changed:
            self.is_open = False
            rested = self.changed.wait_for(lambda: not self.under_way, LONGEST_ANSWER)
            late = len(self.under_way)
            self.under_way.clear()
        assert rested, f"{late} answers to nobody for {LONGEST_ANSWER} s"

    def _ended(self, question: object) -> None:
        with self.changed:
            self.under_way.discard(question)
            self.changed.notify_all()


class _Answer:
    """A WSGI answer that tells once it is closed."""

    def __init__(self, response: Iterable[bytes], ended: Callable[[], None]) -> None:
        self.answer, self.ended = response, ended

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.answer)

    def close(self) -> None:
        try:
            if hasattr(self.answer, "close"):
                self.answer.close()  # Django ends its connections here
        finally:
            self.ended()
