"""One 2 GB (sparse) upload through the whole door, with the web process's memory printed.

    .venv/bin/python tests/load/big_upload.py http://127.0.0.1:8000 EMAIL PASSWORD VERSION_PK WEB_PID [GB]

Needs a running demo (`make demo`); sends parts as the browser does, cuts the line at half, goes on, completes.
Not part of the suite: it takes minutes and 2 GB of disk.
"""

from __future__ import annotations

import hashlib
import http.cookiejar
import json
import re
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

import psutil

MEBIBYTE = 1024 * 1024


class Browser:
    """Cookies, a CSRF token and JSON."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def ask(self, path: str, fields: dict[str, object] | None = None) -> str:
        headers = {
            "Referer": self.base,
            "X-CSRFToken": next((c.value for c in self.cookies if c.name == "csrftoken"), ""),
        }
        body = urllib.parse.urlencode(fields).encode() if fields is not None else None
        request = urllib.request.Request(self.base + path, data=body, headers=headers)
        with self.opener.open(request, timeout=120) as answer:
            return answer.read().decode()

    def sign_in(self, email: str, password: str) -> None:
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
        for pid, size in memory(self.pid).items():
            self.highest[pid] = max(self.highest.get(pid, 0), size)

    def report(self) -> None:
        for pid, size in self.highest.items():
            before = self.before.get(pid, 0)
            grown = (size - before) / MEBIBYTE
            print(f"process {pid}: {before / MEBIBYTE:.0f} MiB before, grown {grown:.1f} MiB (budget 50)")


def main(base: str, email: str, password: str, version: str, pid: str, gigabytes: str = "1.99") -> None:
    size, web = int(float(gigabytes) * 1024**3), int(pid)
    with tempfile.TemporaryFile() as file:
        file.write(b"\x89PNG\r\n\x1a\n")
        file.truncate(size)  # sparse: no disk is used before it is sent
        file.seek(0)
        ends = hashlib.sha256(file.read(MEBIBYTE))
        file.seek(size - MEBIBYTE)
        ends.update(file.read(MEBIBYTE))
        browser = Browser(base)
        browser.sign_in(email, password)
        growth, begun = Growth(web), time.monotonic()
        announced = {
            "door": "library",
            "target": version,
            "name": "rong.png",
            "size": size,
            "fingerprint": ends.hexdigest(),
        }
        state = json.loads(browser.ask("/admin/tai-tep/", announced))
        step = state["part_bytes"]
        count = -(-size // step)
        for number in range(1, count + 1):
            if number == count // 2:  # the line is cut: another login, the same file, behind the parts that are there
                browser = Browser(base)
                browser.sign_in(email, password)
                again = json.loads(browser.ask("/admin/tai-tep/", announced))
                known = len(re.findall("<PartNumber>", browser.ask(f"/admin/tai-tep/{state['id']}/cac-phan/")))
                print(f"resumed: {again['resumed']}, parts there: {known} of {count}")
            file.seek((number - 1) * step)
            url = json.loads(browser.ask(f"/admin/tai-tep/{state['id']}/phan/", {"part": number}))["url"]
            data = file.read(step)
            urllib.request.urlopen(urllib.request.Request(url, data=data, method="PUT"), timeout=120).close()
            growth.look()
        browser.ask(f"/admin/tai-tep/{state['id']}/xong/", {})
        growth.look()
        print(f"{size / 1e9:.2f} GB in {time.monotonic() - begun:.0f} s, {count} parts")
        growth.report()
        print(browser.ask(f"/admin/tai-tep/{state['id']}/"))


if __name__ == "__main__":
    main(*sys.argv[1:])
