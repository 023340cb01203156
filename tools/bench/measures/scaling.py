"""Requests per second with 1, 2 and 4 web processes, rendered and cached, and the CPU share of each service.

docs/scaling.md uses these figures. They have no budget: two cores are not enough for four processes.
"""

from __future__ import annotations

import statistics
from collections import Counter

import psutil

from tools.bench.figures import Figure
from tools.bench.load import ROUNDS, requests_a_second
from tools.bench.settling import settle
from tools.bench.site import Site, get

PROCESSES = (1, 2, 4)
PAGES = {"bài, lạnh": "/vi/phong-su/sau-gio-bi-giu-boi-mot-cuoc-goi/", "tìm kiếm": "/vi/tim-kiem/?q=lua+dao"}
WARM = {"bài, ấm": "/vi/phong-su/sau-gio-bi-giu-boi-mot-cuoc-goi/"}
PARTS = {"gunicorn": "web", "postgres": "PostgreSQL", "weed": "S3", "wrk": "người đọc"}


def measure(site: Site) -> list[Figure]:
    """Requests per second, and the percentage of CPU time of each service."""
    settle()
    found = []
    for count in PROCESSES:
        cold = site.another(
            workers=count, PAGE_CACHE_SECONDS="0", KEPT_PARTS_SECONDS="0", CACHE_DIR=f"{site.demo.folder}/cache-{count}"
        )
        warm = site.another(workers=count, CACHE_DIR=f"{site.demo.folder}/cache-warm-{count}")
        for url, pages in ((cold, PAGES), (warm, WARM)):
            for name, path in pages.items():
                found.append(_one(count, name, url + path))
        site.stop_one(cold)
        site.stop_one(warm)
    return found


def _one(count: int, name: str, url: str) -> Figure:
    for _ in range(2 * count):
        get(url)  # so that each process has imported everything
    before = _seconds()
    speed = statistics.median(requests_a_second(url) for _ in range(ROUNDS))
    spent = _seconds()
    spent.subtract(before)
    whole = sum(spent.values()) or 1
    shares = ", ".join(
        f"{part} {used / whole * 100:.0f} %" for part, used in spent.most_common() if used / whole > 0.02
    )
    return Figure(f"{name}: {count} tiến trình", f"{speed:.0f} lượt/s ({shares})")


def _seconds() -> Counter[str]:
    """CPU seconds of the running processes of each service."""
    found: Counter[str] = Counter()
    for process in psutil.process_iter(["name", "cmdline", "cpu_times"]):
        words = " ".join([process.info["name"] or "", *(process.info["cmdline"] or [])[:4]])
        part = next((told for sign, told in PARTS.items() if sign in words), None)
        if part and (times := process.info["cpu_times"]):
            found[part] += times.user + times.system
    return found
