"""The measured site, with its own PostgreSQL, S3, demo content and web servers."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from deploy import messages
from tools.bench.figures import Figure, at_most
from tools.devserver import state
from tools.devserver.processes import Demo

FOLDER = state.ROOT / ".bench"
STARTS = 180  # seconds in which a server has to answer, on a machine that does much else
FIRST_PAGE, NEXT_TIME = 90.0, 7.0  # seconds (P10) to the first page of a new site, and where the data exist


class Site:
    """Starts and stops all servers."""

    def __init__(self) -> None:
        FOLDER.mkdir(exist_ok=True)
        self.port = state.free_ports(1)
        self.demo = Demo(self.port, FOLDER)
        self.servers: list[subprocess.Popen[bytes]] = []

    @property
    def url(self) -> str:
        """Address of the web server with production's caches."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> list[Figure]:
        """Start everything; return the time to the first page (P10)."""
        began = time.monotonic()
        fresh = not (FOLDER / "postgres.json").exists()
        messages.compile_all()
        self.demo.start_backends()
        os.environ.update(self.demo.environment)
        self.demo.prepare("first")
        self.demo.start_web()
        state.wait_until(self.demo.page_answers, lambda: True, STARTS, FOLDER / "web.log")
        get(f"{self.url}/vi/")
        took = time.monotonic() - began
        self.demo.prepare()  # the films and kits, for what is measured next
        self.demo.start_worker()
        name = "P10 tới trang đầu, từ đầu" if fresh else "P10 tới trang đầu, lần sau"
        return [at_most(name, took, FIRST_PAGE if fresh else NEXT_TIME, "s")]

    def another(self, workers: int = 2, **environment: str) -> str:
        """Start another web server with these environment variables; return its address."""
        return self.serve("cms.wsgi", state.ROOT, self.demo.environment | environment, "/healthz", workers)

    def serve(self, app: str, folder: Path, environment: dict[str, str], ready: str, workers: int = 2) -> str:
        """Start gunicorn for `app` in `folder`, wait until the path `ready` answers; return its address."""
        port = state.free_ports(1)
        process = subprocess.Popen(
            [sys.executable, *f"-m gunicorn {app} --workers {workers} --threads 4 --bind 127.0.0.1:{port}".split()],
            cwd=folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.servers.append(process)
        url = f"http://127.0.0.1:{port}"
        state.wait_until(lambda: answers(url + ready), lambda: process.poll() is None, STARTS, FOLDER / "web.log")
        return url

    def spawn(self, command: list[str], url: str) -> None:
        """Start another kind of server and wait until `url` answers."""
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.servers.append(process)
        state.wait_until(lambda: answers(url), lambda: True, STARTS, FOLDER / "web.log")

    def stop(self) -> None:
        """Stop everything that was started."""
        for process in self.servers:
            process.terminate()
        for process in self.servers:
            process.wait(20)
        self.demo.stop()


def get(url: str) -> bytes:
    """Body of a page. Raises OSError for an error status or after 120 s."""
    with urllib.request.urlopen(url, timeout=120) as response:
        return bytes(response.read())


def answers(url: str) -> bool:
    """Whether the address answers without an error status within 5 s."""
    try:
        urllib.request.urlopen(url, timeout=5).close()
    except OSError:
        return False
    return True


def django() -> None:
    """Set up Django in this process with the site's database. Raises RuntimeError before Site.start()."""
    if "DJANGO_SETTINGS_MODULE" not in os.environ:
        raise RuntimeError("Site.start() comes first")
    import django as framework

    framework.setup()
