"""A ceremony: 500 bricks in five minutes while three projectors ask. Standard library only.

    python tests/load/ceremony.py http://localhost:8000 [--code TR-01] [--bricks 500] [--seconds 300] [--pid 1234 …]

Prints the times of signs (form and brick together) and of the projectors' polls, the total before and after, and the
CPU of the web processes. Without `--code` bricks are laid on the whole wall only. The limits by address and by school
code (`pledge_nowhere`, `pledge_unit` in ACCOUNT_RATE_LIMITS) apply: a school that celebrates signs under its own code.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import threading
import time
from collections import Counter

from class_phones import Browser, cpu

POLL_SECONDS = 3.0  # as ceremony.js asks
BUDGET = 0.1  # seconds, p95 of a projector's poll


def sign(site: str, path: str, times: list[float], responses: Counter[int]) -> None:
    """Open the form and lay one brick, as a phone does."""
    browser = Browser(site)
    began = time.perf_counter()
    _status, _location, text = browser.ask(path)
    ticket = re.search(r'name="ticket" value="([^"]+)"', text)
    form = {"ticket": ticket[1] if ticket else "", "commitments": str(random.randint(1, 8)), "nickname": "3"}
    status, _location, _text = browser.ask(path, form)
    times.append(time.perf_counter() - began)
    responses[status] += 1


def project(site: str, path: str, until: float, times: list[float]) -> None:
    """Ask for the figures until the end."""
    browser = Browser(site)
    while time.monotonic() < until:
        began = time.perf_counter()
        browser.ask(path)
        times.append(time.perf_counter() - began)
        time.sleep(POLL_SECONDS)


def total(site: str, path: str) -> str:
    """What the projector shows as the number of bricks."""
    match = re.search(r'"total": ?"?([\d.,\s]+)', Browser(site).ask(path)[2])
    return match[1].strip() if match else "?"


def line(name: str, times: list[float]) -> str:
    """Median, p95 and worst in ms."""
    p95 = statistics.quantiles(times, n=20)[-1]
    median = statistics.median(times)
    worst = max(times)
    return f"{name}: {len(times)}, median {median * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms, worst {worst * 1000:.0f} ms"


def main() -> int:
    """Lay the bricks evenly over the time; exit code 1 when a poll's p95 is above BUDGET or a brick was refused."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site")
    parser.add_argument("--code", default="")
    parser.add_argument("--bricks", type=int, default=500)
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--pid", type=int, action="append", default=[])
    options = parser.parse_args()
    tail = f"{options.code}/" if options.code else ""
    form, figures = f"/vi/buc-tuong/ky/{tail}", f"/vi/buc-tuong/so-lieu/{tail}"
    signs: list[float] = []
    polls: list[float] = []
    responses: Counter[int] = Counter()
    before, used, began = total(options.site, figures), cpu(options.pid), time.monotonic()
    until = began + options.seconds
    threads = [threading.Thread(target=project, args=(options.site, figures, until, polls)) for _screen in range(3)]
    for thread in threads:
        thread.start()
    for number in range(options.bricks):
        time.sleep(max(0.0, began + number * options.seconds / options.bricks - time.monotonic()))
        threads.append(threading.Thread(target=sign, args=(options.site, form, signs, responses)))
        threads[-1].start()
    for thread in threads:
        thread.join()
    print(line("signs", signs))
    print(line("polls of three projectors", polls))
    print(f"answers {dict(responses)}, total {before} → {total(options.site, figures)}")
    if options.pid:
        spent = cpu(options.pid) - used
        print(f"web CPU {spent:.1f} s in {options.seconds} s: {100 * spent / options.seconds:.0f} % of one core")
    refused = sum(number for status, number in responses.items() if status >= 400)
    return int(refused > 0 or statistics.quantiles(polls, n=20)[-1] > BUDGET)


if __name__ == "__main__":
    raise SystemExit(main())
