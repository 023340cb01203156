"""The stack in containers: what the checks ask about it, its start and its end."""

from __future__ import annotations

import contextlib
import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.shipped import mailbox, shipped
from tests.shipped.containers import daemon, images
from tests.shipped.inside import open_network, open_parsers
from tests.shipped.native import MAIL, READERS
from tools.devserver import state

#: Where browsers find the site: not 127.0.0.1, for which Docker puts a program of its own in between, whose address
#: every visitor would have.
PLACE = "203.0.113.1"
CADDY = "/data/caddy/pki/authorities/local/root.crt"
UP = 120  # seconds for what has started to be there


class Containers:
    """Starts and ends the containers; answers what the checks ask about the inside."""

    def __init__(self) -> None:
        self.folder = daemon.FOLDER
        self.values = shipped.variables()
        self.services = shipped.services(self.values)
        self.readers = READERS
        self.seen_as = READERS
        self.authority = self.folder / "root.crt"
        self.running = ExitStack()

    # --- what the checks ask -----------------------------------------------------------------

    @property
    def ours(self) -> list[str]:
        """Services that run the project's own code until they are stopped."""
        return [name for name, service in self.services.items() if service.is_ours and name != "migrate"]

    def said(self, name: str) -> str:
        """What the service has written to its log."""
        return daemon.compose("logs", "--no-log-prefix", name)

    def run(self, *command: str) -> str:
        """Standard output of `command` in the container `web`. Raises LocalError with its output."""
        return daemon.compose("exec", "-T", "web", *command)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The answer of the site's database."""
        statement = f"SELECT json_agg(row) FROM ({query}) row"
        output = daemon.compose("exec", "-T", "db", "psql", "-U", "cms", "-Atc", statement)
        return [tuple(row.values()) for row in json.loads(output.strip() or "[]")]

    def letters(self) -> list[str]:
        """The letters that have arrived, as they were sent."""
        return mailbox.letters(self.folder / "letters")

    def scanner_has_socket(self) -> bool:
        """Whether there is the file that the start script of the scanner's image waits for."""
        command = "test -S /tmp/clamd.sock && echo yes || true"
        return "yes" in daemon.compose("exec", "-T", "clamav", "sh", "-c", command)

    def open_parsers(self) -> list[str]:
        """Of the processes that read uploaded files, those that could reach the network. Raises LocalError."""
        first = {}
        for name in self.ours:
            containers = daemon.compose("ps", "-q", name).split()
            pids = daemon.docker("inspect", "-f", "{{.State.Pid}}", *containers).split()
            first[name] = [int(pid) for pid in pids]
        return open_parsers(first)

    def start_again(self, name: str) -> None:
        """Start a service that was stopped."""
        daemon.compose("start", name)

    def stop_service(self, name: str) -> None:
        """SIGTERM, and wait."""
        daemon.compose("stop", name)

    # --- starting and ending -----------------------------------------------------------------

    def start(self) -> None:
        """Start everything as docker-compose.yml says, in a network without a way out. Raises LocalError."""
        letters = self.folder / "letters"
        for old in letters.glob("*"):
            old.unlink()
        letters.mkdir(exist_ok=True)
        (self.folder / "logs").mkdir(exist_ok=True)
        open_network(self.folder / "hosts", [shipped.SITE, shipped.FILES_HOST], PLACE, PLACE, *READERS)
        daemon.write_settings(self.values, self.services, self._mail())
        self.running.enter_context(daemon.running())
        daemon.compose("down", "-v", "-t", "1")  # what a killed run left
        daemon.compose("up", "-d", "--no-build")
        log = self.folder / "dockerd.log"
        state.wait_until(lambda: takes_authority(self.authority), lambda: True, UP, log)

    def stop(self) -> None:
        """Keep the logs, end containers and daemon, remove what they stored; images and layers stay."""
        with contextlib.suppress(state.LocalError, OSError):
            for name in (*self.services, MAIL):
                (self.folder / "logs" / f"{name}.log").write_text(self.said(name))
            daemon.compose("down", "-v", "-t", "3")
        self.running.close()

    def _mail(self) -> list[str]:
        """A service that takes letters; not among those of docker-compose.yml."""
        volumes = [f"{state.ROOT}/tests/{name}:/srv/tests/{name}:ro" for name in ("shipped", "smtp.py")]
        facts = {
            "image": images.BASE,
            "networks": ["origin"],
            "working_dir": "/srv",
            "command": ["python", "-B", "-m", "tests.shipped.mailbox", "25", "/letters", "0.0.0.0"],
            "volumes": [*volumes, f"{self.folder}/letters:/letters"],
        }
        return [f"  {MAIL}: {json.dumps(facts)}"]


def takes_authority(to: Path) -> bool:
    """Copy the certificate with which Caddy signs; False as long as it has made none."""
    with contextlib.suppress(state.LocalError):
        daemon.compose("cp", f"tls:{CADDY}", str(to))
        return True
    return False
