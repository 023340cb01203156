"""What a person needs who looks into a browser test that failed: pictures, traces, addresses, what the console said."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from PIL import Image
from playwright.sync_api import BrowserContext, Error, Page

from tools.devserver.state import ROOT

FOLDER, SHOTS = ROOT / ".test-results", ROOT / ".shots"
#: Milliseconds for one picture: a page that hangs must not hold up the report.
PATIENCE = 10_000


def keep(source: Page | Image.Image, name: str) -> None:
    """Wait until a page has loaded; with KEEP_SHOTS=1, leave a picture of all of it in .shots/ for somebody to look at.

    A picture costs 0.4 s of a core. What is measured after keep() is the page with its style sheet and pictures.
    """
    if isinstance(source, Page):
        source.wait_for_load_state("load")
    if not os.environ.get("KEEP_SHOTS"):
        return
    SHOTS.mkdir(exist_ok=True)
    target = SHOTS / f"{name}.png"
    if isinstance(source, Page):
        source.screenshot(path=target, full_page=True)
    else:
        source.save(target)


def folder_of(nodeid: str) -> Path:
    """Where the pictures and traces of a test go."""
    return FOLDER / re.sub(r"[^A-Za-z0-9_.-]+", "-", nodeid.removeprefix("tests/e2e/")).strip("-")[:150]


def collected(contexts: Sequence[BrowserContext], folder: Path) -> str:
    """Save a full-page picture of every open page and a trace of every context; the lines of the report."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    lines: list[str] = []
    for number, context in enumerate(contexts, start=1):
        lines += _pages(context, folder, number)
        trace = folder / f"trace-{number}.zip"
        lines += _tried("trace", lambda context=context, trace=trace: context.tracing.stop(path=trace), trace)
    return "\n".join(lines) + "\nopen a trace with: .venv/bin/playwright show-trace PATH"


def _pages(context: BrowserContext, folder: Path, number: int) -> list[str]:
    lines = []
    for order, page in enumerate(context.pages, start=1):
        name = f"{number}.{order}"
        lines.append(f"browser {name}: {page.url}")
        picture = folder / f"page-{name}.png"
        lines += _tried("picture", lambda page=page, picture=picture: _photograph(page, picture), picture)
        lines += _said(page)
    return lines or [f"browser {number}: no page is open"]


def _photograph(page: Page, target: Path) -> None:
    page.screenshot(path=target, full_page=True, timeout=PATIENCE)


def _said(page: Page) -> list[str]:
    try:
        messages = [f"    console {message.type}: {message.text}" for message in page.console_messages()]
        return messages + [f"    pageerror: {error}" for error in page.page_errors()]
    except Error as error:
        return [f"    console: {error.message}"]


def _tried(label: str, save, place: Path) -> list[str]:
    try:
        save()
    except Error as error:
        return [f"    no {label}: {error.message.splitlines()[0]}"]
    return [f"    {label}: {place.relative_to(ROOT)}"]
