"""Measures requests per second of a URL, with wrk where it is installed, else with threads."""

from __future__ import annotations

import http.client
import re
import shutil
import statistics
import subprocess
import threading
import time
from collections.abc import Callable
from urllib.parse import urlsplit

CONNECTIONS, SECONDS, ROUNDS = 8, 2.0, 5


def requests_a_second(url: str, seconds: float = SECONDS) -> float:
    """Answers per second over CONNECTIONS persistent connections. Raises RuntimeError for a status other than 200."""
    if shutil.which("wrk"):
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds:g}s", "--timeout", "30s", url]
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        figure = re.search(r"Requests/sec:\s*([\d.]+)", output)
        if "Non-2xx" in output or figure is None:
            raise RuntimeError(f"{url}: {output}")
        return float(figure[1])
    return _own(url, seconds)


def _own(url: str, seconds: float) -> float:
    parts = urlsplit(url)
    target = parts._replace(scheme="", netloc="").geturl() or "/"
    deadline, counts = time.monotonic() + seconds, [0] * CONNECTIONS

    def work(place: int) -> None:
        connection = http.client.HTTPConnection(parts.netloc, timeout=60)
        while time.monotonic() < deadline:
            connection.request("GET", target)
            response = connection.getresponse()
            response.read()
            if response.status != 200:
                raise RuntimeError(f"{url}: {response.status}")
            counts[place] += 1

    threads = [threading.Thread(target=work, args=(place,)) for place in range(CONNECTIONS)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.monotonic() - began)


def ratio(first: Callable[[], float], second: Callable[[], float], rounds: int = ROUNDS) -> float:
    """Median of first/second over alternating rounds, so that other load on the machine affects both."""
    return statistics.median(first() / max(second(), 1e-9) for _ in range(rounds))
