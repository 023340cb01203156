"""Forty phones in one class: p95 of a poll and the CPU of the web processes. Standard library only.

    python tests/load/class_phones.py http://localhost:8000 /vi/do-vui/12/ --phones 40 --seconds 60 [--pid 1234 …]

The address is that of a quiz's form (“/vi/do-vui/<number>/”). `--pid`: web processes whose CPU time is named.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import statistics
import threading
import time
from pathlib import Path
from urllib.parse import urlencode, urlsplit

EVERY = 2.0  # seconds between the polls of a phone, as in class.js
BUDGET = 0.1  # seconds, p95 of a poll


class Browser:
    """One connection, kept open, as a phone's is."""

    def __init__(self, site: str) -> None:
        parts = urlsplit(site)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self.line = kind(parts.hostname or "", parts.port, timeout=30)

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """(status, Location, text)."""
        headers = {"User-Agent": "Mozilla/5.0 (Android 14; Mobile)", "Accept-Encoding": "identity"}
        body = None
        if form is not None:
            body = urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        method = "POST" if form is not None else "GET"
        try:
            self.line.request(method, path, body, headers)
            response = self.line.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError):  # it was idle for as long as the server keeps one
            self.line.close()
            self.line.request(method, path, body, headers)  # once more, as a browser does
            response = self.line.getresponse()
        return response.status, response.getheader("Location") or "", response.read().decode()


def phone(site: str, code: str, until: float, place: int, times: list[float]) -> None:
    """Join, then poll until the end; vote whenever a question is asked."""
    browser = Browser(site)
    _status, address, _text = browser.ask("/vi/lop/", {"ma": code})
    path, voted = urlsplit(address).path, ""
    time.sleep(EVERY * place / 40)  # phones do not poll at the same moment
    while time.monotonic() < until:
        began = time.perf_counter()
        _status, _location, text = browser.ask(f"{path}so/")
        times.append(time.perf_counter() - began)
        state = re.search(r'"state": ?"([a-z]+)-(\d+)"', text)
        if state and state[1] == "asking" and state[0] != voted:
            voted = state[0]
            browser.ask(path, {"cau": state[2], "chon": "ab"[place % 2]})
            browser.ask(path)  # the page takes its new part
        time.sleep(EVERY)


def cpu(pids: list[int]) -> float:
    """Seconds of CPU that these processes have used."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def main() -> int:
    """Open a session, run the phones, go on every ten seconds; print the figures. Exit code 1 above BUDGET."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site")
    parser.add_argument("quiz")
    parser.add_argument("--phones", type=int, default=40)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--pid", type=int, action="append", default=[])
    options = parser.parse_args()
    teacher = Browser(options.site)
    _status, address, _text = teacher.ask(f"{options.quiz}lop/", {})
    wall = urlsplit(address).path
    code = re.search(r'class="code">(\d+)<', teacher.ask(wall)[2])
    if code is None:
        raise SystemExit("no session: is the address that of a live quiz?")
    before, began = cpu(options.pid), time.monotonic()
    times: list[float] = []
    threads = [
        threading.Thread(target=phone, args=(options.site, code[1], began + options.seconds, place, times))
        for place in range(options.phones)
    ]
    for thread in threads:
        thread.start()
    while time.monotonic() < began + options.seconds:
        time.sleep(10)
        match = re.search(r'name="was" value="([^"]+)"', teacher.ask(wall)[2])
        if match:
            teacher.ask(wall, {"buoc": "tiep", "was": match[1]})
    for thread in threads:
        thread.join()
    used = cpu(options.pid) - before
    teacher.ask(wall, {"buoc": "dung"})
    p95 = statistics.quantiles(times, n=20)[-1]
    print(f"{options.phones} phones, {len(times)} polls: median {statistics.median(times) * 1000:.0f} ms, "
          f"p95 {p95 * 1000:.0f} ms, worst {max(times) * 1000:.0f} ms")  # fmt: skip
    if options.pid:
        print(f"web CPU {used:.1f} s in {options.seconds} s: {100 * used / options.seconds:.0f} % of one core")
    return int(p95 > BUDGET)


if __name__ == "__main__":
    raise SystemExit(main())
