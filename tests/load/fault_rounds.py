"""What people meet while something is broken: the same questions again and again, from outside."""

from __future__ import annotations

import http.client
import json
import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any, NamedTuple

from tests.shipped.asking import EMAIL, PASSWORD, Check
from tests.shipped.check import ADD, HELP, document
from tests.shipped.native import Native
from tests.shipped.signin import LOGIN, LOST, first_day, one_link
from tests.shipped.visitor import Answer, NoForm, Visitor, until

ANSWER_SECONDS = 60  # a visitor gives up then
_LANGUAGE = re.compile(r"<html[^>]*\blang=\"?(\w+)")


class Ground:
    """The stack, its people and pages, and what they were promised: letters, downloads, files, hours."""

    def __init__(self, stack: Native) -> None:
        """Make first day, second factor and content. Raises AssertionError where the site is not ready."""
        self.stack = stack
        self.check = Check(stack)
        self.check.editor.seconds = ANSWER_SECONDS
        until(self.check.is_ready, "/readyz trả lời 200", 180)
        first_day(self.check)
        one_link(self.check)
        output = stack.run("python", "-m", "tests.load.fault_world")
        self.world: dict[str, Any] = json.loads(output.strip().splitlines()[-1])
        self.numbers = count()
        self.letters: list[str] = []  # addresses for which a letter was promised
        self.uploads: list[str] = []  # titles of files that were taken
        self.downloads_asked = self.downloads_given = 0
        self.out: list[int] = []  # pages whose hour has come

    def visitor(self) -> Visitor:
        """Somebody new, from one of two addresses in turn."""
        address = self.stack.readers[next(self.numbers) % 2]
        return Visitor(self.stack.authority, address, ANSWER_SECONDS)

    def let_out(self, seconds: int) -> int:
        """Set the hour of the next page that waits: in so many seconds. Returns the page."""
        page, revision = self.world["planned"][len(self.out)]
        hour = f"now() + interval '{seconds} seconds'"
        self.stack.rows(
            f"UPDATE wagtailcore_revision SET approved_go_live_at = {hour} WHERE id = {revision} RETURNING id"
        )
        self.out.append(page)
        return int(page)


def read(path: str) -> Callable[[Ground], Answer]:
    """A reader's question for `path`; a word of the world where it has no slash."""
    return lambda ground: ground.visitor().ask(path if "/" in path else ground.world[path])


def school_login(ground: Ground) -> Answer:
    """A school signs in with the right password."""
    return ground.visitor().send(LOGIN, {"login": ground.world["school"], "password": ground.world["password"]})


def staff_login(ground: Ground) -> Answer:
    """The editor signs in, as far as the second factor."""
    return ground.visitor().send(LOGIN, {"login": EMAIL, "password": PASSWORD})


def upload(ground: Ground) -> Answer:
    """The editor, who is signed in, sends a file of a few bytes; each time another one."""
    title = f"Tệp {next(ground.numbers)}"
    form = ground.check.editor.form(ADD)
    response = form.send(document(title, form.page.text), ("a.txt", title.encode()))
    if response.status == 302:
        ground.uploads.append(title)
    return response


def download(ground: Ground) -> Answer:
    """A reader takes a poster: the answer leads to the storage, and the download is counted."""
    ground.downloads_asked += 1
    response = ground.visitor().ask(ground.world["download"])
    ground.downloads_given += response.status == 302
    return response


def letter(ground: Ground) -> Answer:
    """Somebody asks for the letter about a lost password; each time another account."""
    address = f"thu{next(ground.numbers)}@faults.example"
    response = ground.visitor().send(LOST, {"email": address})
    if response.status == 302:
        ground.letters.append(address)
    return response


class Surface(NamedTuple):
    """One question: heading of its column, status of the good answer."""

    name: str
    good: int
    ask: Callable[[Ground], Answer]


READ = (
    Surface("front page", 200, read("/vi/")),
    Surface("story", 200, read("story")),
    Surface("library", 200, read("/vi/kho-tai-lieu/")),
    Surface("help", 200, read(HELP)),
)
SIGN_IN = (Surface("school login", 302, school_login), Surface("staff login", 302, staff_login))
WRITE = (
    Surface("upload", 302, upload),
    Surface("download", 302, download),
    Surface("letter asked for", 302, letter),
)
SURFACES = (*READ, *SIGN_IN, *WRITE)
#: Asked beside them, by whoever watches the site.
ALARM = Surface("readyz", 200, read("/readyz"))


class Seen(NamedTuple):
    """One answer. `status` 0: none came, and `language` says why."""

    status: int
    seconds: float
    language: str


Round = dict[str, Seen]


def look(surface: Surface, ground: Ground) -> Seen:
    """Ask once."""
    started_at = time.monotonic()
    try:
        response = surface.ask(ground)
    except NoForm as error:
        response = error.page
    except (OSError, http.client.HTTPException) as error:
        return Seen(0, time.monotonic() - started_at, type(error).__name__)
    match = _LANGUAGE.search(response.text)
    return Seen(response.status, time.monotonic() - started_at, match[1] if match else "")


def all_good(results: Round) -> bool:
    """Whether every question got its good answer."""
    return all(results[surface.name].status == surface.good for surface in SURFACES)


class Prober(threading.Thread):
    """Asks all questions at once, again and again; `rounds` has each with the moment at which it began and ended."""

    def __init__(self, ground: Ground, pause: float) -> None:
        super().__init__(daemon=True)
        self.ground, self.pause = ground, pause
        self.rounds: list[tuple[float, float, Round]] = []
        self._ended = threading.Event()
        self._people = ThreadPoolExecutor(len(SURFACES) + 1)

    def run(self) -> None:
        """Until stop()."""
        while not self._ended.is_set():
            started_at = time.monotonic()
            self.rounds.append((started_at, *self.once()))
            self._ended.wait(self.pause)

    def once(self) -> tuple[float, Round]:
        """One round: (moment of its end, what was seen)."""
        surfaces = (*SURFACES, ALARM)
        results = list(self._people.map(lambda surface: look(surface, self.ground), surfaces))
        return time.monotonic(), {surface.name: result for surface, result in zip(surfaces, results, strict=True)}

    def stop(self) -> None:
        """End after the round that is running."""
        self._ended.set()
        self.join()
        self._people.shutdown()
