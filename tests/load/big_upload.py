"""One large (sparse) upload to an upload target, with the web process's memory printed: 2 GB of staff, 500 MB of a
partner.

    .venv/bin/python -m tests.load.big_upload http://127.0.0.1:8000 EMAIL PASSWORD VERSION_PK WEB_PID [GB]
    .venv/bin/python -m tests.load.big_upload http://127.0.0.1:8000 EMAIL PASSWORD partner:SUBMISSION_UUID WEB_PID [GB]

Needs a running demo (`make demo`); sends parts as the browser does, cuts the line at half, goes on behind a new login,
completes, and waits for the gate's word. The file is a real clip with an empty box behind it, and is accepted. Not part
of the suite: it takes minutes and as much disk.

A fresh web process loads code, templates and caches with each page that is asked for the first time: a walk through the
administration alone makes it 95–115 MiB larger, then no more (346 → 348 MiB over the next 40 pages), with or without an
upload. So the pages around the upload are asked for before its memory is measured, and the walk's own growth is printed
beside it; whoever else walks about meanwhile counts as the upload's.
"""

from __future__ import annotations

import hashlib
import http.cookiejar
import json
import re
import struct
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import IO, NamedTuple

import psutil

from files.intake.sandbox import ffmpeg_path

MEBIBYTE = 1024 * 1024
GIGABYTE = 1000**3  # as the limits count (files/limits.py)


class Browser:
    """Cookies, a CSRF token and JSON."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def ask(self, path: str, fields: dict[str, object] | None = None) -> str:
        """Text of the answer; POST where there are `fields`. Raises HTTPError from 400 on."""
        headers = {
            "Referer": self.base,
            "X-CSRFToken": next((c.value for c in self.cookies if c.name == "csrftoken"), ""),
        }
        body = urllib.parse.urlencode(fields).encode() if fields is not None else None
        request = urllib.request.Request(self.base + path, data=body, headers=headers)
        with self.opener.open(request, timeout=120) as response:
            return response.read().decode()

    def sign_in(self, email: str, password: str) -> None:
        """Keep a session of this account."""
        self.ask("/tai-khoan/dang-nhap/")
        token = next(c.value for c in self.cookies if c.name == "csrftoken")
        self.ask("/tai-khoan/dang-nhap/", {"login": email, "password": password, "csrfmiddlewaretoken": token})


def memory(pid: int) -> dict[int, int]:
    """Resident bytes of a server and of each of its processes."""
    parent = psutil.Process(pid)
    return {process.pid: process.memory_info().rss for process in [parent, *parent.children(recursive=True)]}


class Growth:
    """How far each process has grown beyond its size at the beginning."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.before = memory(pid)
        self.highest = dict(self.before)

    def look(self) -> None:
        """Remember the largest size of each process so far."""
        for pid, size in memory(self.pid).items():
            self.highest[pid] = max(self.highest.get(pid, 0), size)

    def report(self) -> None:
        """Print the growth of each process, in MiB."""
        for pid, size in self.highest.items():
            before = self.before.get(pid, 0)
            grown = (size - before) / MEBIBYTE
            print(f"process {pid}: {before / MEBIBYTE:.0f} MiB before, grown {grown:.1f} MiB (budget 50)")


def write_clip(file: IO[bytes], size: int) -> None:
    """A real clip of a second, and a “free” box that makes it `size` bytes; the box is a hole in the file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip.mp4"
        picture = ["-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=25:duration=1", "-pix_fmt", "yuv420p"]
        subprocess.run([ffmpeg_path(), "-v", "error", *picture, "-c:v", "libx264", str(path)], check=True)
        clip = path.read_bytes()
    file.write(clip + struct.pack(">I4s", size - len(clip), b"free"))
    file.truncate(size)


class Way(NamedTuple):
    """One upload target: the address of its protocol, its name, what is sent, and the pages around it."""

    base: str
    upload_target: str
    name: str
    gigabytes: float
    pages: tuple[str, ...]


STAFF_PAGES = (
    "/admin/",
    "/admin/pages/",
    "/admin/images/",
    "/admin/snippets/media_library/asset/",
    "/admin/snippets/media_library/asset/add/",
    "/admin/kho/con-thieu/",
    "/admin/kho/dong-y/",
    "/vi/",
    "/vi/kho-tai-lieu/",
)
WARM_ROUNDS = 4  # over all pages: so that each process has answered each of them
WAYS = {
    "library": Way("/admin/tai-tep/", "library", "clip.mp4", 2, STAFF_PAGES),
    "partner": Way("/tai-tep/", "partner", "clip.mp4", 0.5, ("/doi-tac/", "/vi/", "/vi/kho-tai-lieu/")),
}


def main(base: str, email: str, password: str, target: str, pid: str, gigabytes: str = "") -> None:
    """Command line: send the file in parts with a cut at half, and print the growth of the web processes."""
    name, _colon, target = target.rpartition(":")
    way = WAYS[name or "library"]
    size = int(float(gigabytes or way.gigabytes) * GIGABYTE)
    with tempfile.TemporaryFile() as file:
        write_clip(file, size)
        file.seek(0)
        ends = hashlib.sha256(file.read(MEBIBYTE))
        file.seek(size - MEBIBYTE)
        ends.update(file.read(MEBIBYTE))
        browser = Browser(base)
        browser.sign_in(email, password)
        print("the pages alone, before anything is sent:")
        walk = Growth(int(pid))
        for page in way.pages * WARM_ROUNDS:
            browser.ask(page)
        walk.look()
        walk.report()
        growth, started_at = Growth(int(pid)), time.monotonic()
        announced = {
            "upload_target": way.upload_target,
            "object_id": target,
            "name": way.name,
            "size": size,
            "fingerprint": ends.hexdigest(),
        }
        state = json.loads(browser.ask(way.base, announced))
        step, place = state["part_bytes"], f"{way.base}{state['id']}/"
        count = -(-size // step)
        for number in range(1, count + 1):
            if number == count // 2:  # the line is cut: another login, the same file, behind the parts that are there
                browser = Browser(base)
                browser.sign_in(email, password)
                again = json.loads(browser.ask(way.base, announced))
                known_parts = len(re.findall("<PartNumber>", browser.ask(f"{place}cac-phan/")))
                print(f"resumed: {again['resumed']}, parts there: {known_parts} of {count}")
            file.seek((number - 1) * step)
            url = json.loads(browser.ask(f"{place}phan/", {"part": number}))["url"]
            data = file.read(step)
            urllib.request.urlopen(urllib.request.Request(url, data=data, method="PUT"), timeout=120).close()
            growth.look()
        browser.ask(f"{place}xong/", {})
        growth.look()
        print(f"{size / 1e9:.2f} GB in {time.monotonic() - started_at:.0f} s, {count} parts")
        state = _decided(browser, place, growth)
        growth.report()
        print(f"{state['state']}: {state['words']} {state['refusal']}")


def _decided(browser: Browser, place: str, growth: Growth) -> dict:
    """What the gate said, at the latest after ten minutes."""
    for _second in range(600):
        state = json.loads(browser.ask(place))
        growth.look()
        if not state["pending"]:
            break
        time.sleep(1)
    return state


if __name__ == "__main__":
    main(*sys.argv[1:])
