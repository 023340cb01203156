"""Presses and screens of the newsroom's flows, ours beside stock Wagtail's (tools/bench/clicks)."""

from __future__ import annotations

import os
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Browser, Error, ViewportSize, expect, sync_playwright

from tools.bench import plain_site
from tools.bench.clicks import ours, stock
from tools.bench.clicks.hand import WAIT, Hand
from tools.bench.figures import Figure
from tools.bench.measures.cold import BACKEND, make_database, plain_environment
from tools.bench.site import FOLDER, STARTS, Site, answers
from tools.devserver import browser, state

NAMES = {
    "short_item": "tin ngắn có ảnh, tới lúc đăng",
    "correction": "đính chính, tới lúc đăng",
    "gallery_of_30": "chùm 30 ảnh, tới lúc gửi",
    "twelve_files": "12 tệp vào kho, tới lúc gửi duyệt",
    "front_swap": "đổi tin chính trang nhất",
    "breaking_news": "tin nóng",
}
#: Presses of all people together.
MOST = {"short_item": 11, "correction": 9, "gallery_of_30": 11, "twelve_files": 25, "front_swap": 5, "breaking_news": 2}
SCREEN: ViewportSize = {"width": 1280, "height": 900}


class Counted(NamedTuple):
    """Presses, screens and seconds of some hands together."""

    clicks: int
    screens: int
    seconds: float

    @classmethod
    def of(cls, hands: Iterable[Hand]) -> Self:
        """The sum over `hands`."""
        found = [(one.clicks, one.screens, one.seconds) for one in hands]
        return cls(*map(sum, zip(*found, strict=True)))

    def __str__(self) -> str:
        return f"{self.clicks} chạm, {self.screens} màn hình, {self.seconds:.0f} s"


def measure(site: Site) -> list[Figure]:
    """A line per flow: presses, screens and a person's seconds (hand.py), ours and stock Wagtail's."""
    folder, plain = FOLDER / "plain", plain_environment(site)
    make_database(site)
    plain_site.make(folder, plain)
    sessions = {
        account: session_of(account) for account in ours.PEOPLE
    }  # before Playwright's loop, which Django refuses
    with sync_playwright() as playwright, served(folder, plain) as stock_url:
        chromium = playwright.chromium.launch(args=browser.ARGUMENTS, executable_path=browser.find(windowless=True))
        expect.set_options(timeout=WAIT)
        found = []
        for name, flow in ours.FLOWS.items():
            other = stock.FLOWS.get(name)
            try:
                mine = _count(flow, site.url, lambda who: own_hand(chromium, site.url, sessions[who]), ours)
                theirs = other and _count(other, stock_url, lambda who: stock_hand(chromium, stock_url), stock)
                found.append(_figure(name, mine, theirs))
            except (Error, AssertionError):  # a flow that fails must not hide the others
                found.append(Figure(f"chạm: {NAMES[name]}", "hỏng", "", False))
                traceback.print_exc()
            print(found[-1].name, found[-1].value, file=sys.stderr, flush=True)
        chromium.close()
    return found


def _count(flow: Any, url: str, hand: Callable[[str], Hand], module: Any) -> Counted:
    """What all people of a flow do together; where it fails, pictures of their pages lie in FOLDER."""
    hands = {name: hand(name) for name in module.PEOPLE}
    try:
        flow(url, hands)
    except (Error, AssertionError):
        for number, one in enumerate(hands.values(), start=1):
            one.page.screenshot(path=FOLDER / f"{flow.__name__}-{number}.png")
        raise
    finally:
        for one in hands.values():
            one.page.context.close()
    return Counted.of(hands.values())


def _figure(name: str, mine: Counted, theirs: Counted | None) -> Figure:
    value = f"{mine} (Wagtail {theirs or 'không có'})"
    most = MOST[name]
    return Figure(f"chạm: {NAMES[name]}", value, f"≤ {most} chạm", mine.clicks <= most, mine.clicks)


def session_of(account: str) -> str:
    """Key of a session of this account of the demo."""
    client = Client()
    client.force_login(get_user_model().objects.get(email=account), backend=BACKEND)
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


def own_hand(chromium: Browser, url: str, session: str) -> Hand:
    """A hand on a page of ours, signed in."""
    context = chromium.new_context(viewport=SCREEN, locale="vi-VN")
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": url}])
    return Hand(context.new_page())


def stock_hand(chromium: Browser, url: str) -> Hand:
    """A hand on a page of the plain site, signed in as its editor."""
    context = chromium.new_context(viewport=SCREEN, locale="en")
    page = context.new_page()
    page.goto(f"{url}/admin/login/")
    page.fill("[name=username]", plain_site.EDITOR)
    page.fill("[name=password]", plain_site.PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/admin/")
    return Hand(page)


@contextmanager
def served(folder: Path, environment: dict[str, str]) -> Iterator[str]:
    """The plain site behind Django's own server, which also serves its static files."""
    port = state.free_ports(1)
    process = subprocess.Popen(
        [sys.executable, "manage.py", "runserver", "--insecure", "--noreload", f"127.0.0.1:{port}"],
        cwd=folder,
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        ready = f"{url}/admin/login/"
        state.wait_until(lambda: answers(ready), lambda: process.poll() is None, STARTS, FOLDER / "web.log")
        yield url
    finally:
        process.terminate()
        process.wait(30)
