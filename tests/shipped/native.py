"""The shipped stack without containers: in a private network where each name of docker-compose.yml is 127.0.0.1.

Every port is the shipped one, 80 and 443 included, and nothing outside sees them. Stand-ins: PostgreSQL of
tools/devserver, a scanner that knows one signature, a mail server that keeps letters. Each service has its own log.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import psycopg

from tests.shipped import confined, image, mailbox, programs, shipped
from tests.shipped.children import PATIENCE, Children, Restarts, send
from tests.shipped.inside import MS_BIND, Disk, mount, open_network, open_parsers
from tools.devserver import edge, scanner, state
from tools.devserver.postgres import MEMORY_DISK, Postgres, candidates, server_account

READERS = ("203.0.113.9", "203.0.113.10")  # addresses that visitors come from
EICAR_SIGNATURE = "44d88612fea8a8f36de82e1278abb02f:68:Eicar-Stand-In\n"
DATABASE, MAIL = "db", "mail"
ONCE = ("build", "migrate")  # they end when they are done


class Native:
    """Starts and ends all services; answers what the checks ask about the inside."""

    def __init__(self, name: str = "native", *, own_disks: bool = False, as_image: bool = False) -> None:
        """`name`: its folder below .stack/. `own_disks`: database, storage and /tmp lie on disks that can be filled.

        `as_image`: our services run from what the Dockerfile builds (image.py), else from the project itself.
        """
        self.folder = state.ROOT / ".stack" / name
        self.own_disks = own_disks
        self.disks: dict[str, Disk] = {}
        self.values = shipped.variables()
        self.app, self.programs = image.PLACES if as_image else (state.ROOT, Path(sys.executable).parent)
        self.services = shipped.services(self.values, self.app)
        self.postgres = Postgres(self.folder / "db", durable=self.own_disks, in_memory=True)
        self.children = Children(self.folder)
        self.away: set[str] = set()  # services that were stopped or killed
        self.restarts = Restarts()
        self.readers = READERS
        self.seen_as = READERS  # by Caddy, and so by the site

    # --- what the checks ask -----------------------------------------------------------------

    @property
    def authority(self) -> Path:
        """Certificate of the authority with which Caddy signs."""
        return self.folder / "caddy" / "caddy" / "pki" / "authorities" / "local" / "root.crt"

    def said(self, name: str) -> str:
        """What the service has written to its log."""
        return self.children.log(name).read_text(errors="replace")

    def run(self, *command: str) -> str:
        """Standard output of `command` in the web container's place. Raises LocalError with its output."""
        line = self._confined([*self.services["web"].entrypoint, *command])
        done = subprocess.run(line, env=self._environment("web"), capture_output=True, text=True, timeout=PATIENCE)
        if done.returncode:
            raise state.LocalError(f"{' '.join(command)[:200]}\n{done.stdout}{done.stderr}"[-3000:])
        return done.stdout

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The answer of the site's database; what the query changes is committed."""
        with psycopg.connect(f"{self.postgres.url}/cms", connect_timeout=10) as connection:
            return connection.execute(query.encode()).fetchall()

    @property
    def ours(self) -> list[str]:
        """Services that run the project's own code until they are stopped."""
        return [name for name, service in self.services.items() if service.is_ours and name != "migrate"]

    def scanner_has_socket(self) -> bool:
        """Whether there is the file that the start script of the scanner's image waits for."""
        return (self.folder / "clamd.sock").is_socket()

    def letters(self) -> list[str]:
        """The letters that have arrived, as they were sent."""
        return mailbox.letters(self.folder / "letters")

    def open_parsers(self) -> list[str]:
        """Of the processes that read uploaded files, those that could reach the network. Raises LocalError."""
        return open_parsers({name: [self.children.running[name].pid] for name in self.ours})

    # --- starting and ending -----------------------------------------------------------------

    def start(self) -> None:
        """Start everything in the order of docker-compose.yml. Raises LocalError with the end of a log."""
        self.postgres.erase()  # what a killed run left
        shutil.rmtree(self.folder, ignore_errors=True)
        self.postgres = Postgres(self.folder / "db", durable=self.own_disks, in_memory=True)
        for name in ("logs", "clamav", "letters", "s3", "tmp", "varnish"):
            (self.folder / name).mkdir(parents=True)
        self._private_network()
        if self.own_disks:
            self._mount_disks()
        self._private_tmp()
        if self.app == image.APP:
            image.copy_app()
        web = self._environment("web")
        building = self.children.start("build", ["sh", f"{self.app}/deploy/build.sh"], web)
        self._start_services()
        self.children.wait("build", lambda: building.poll() == 0)
        migrating = self._start_app("migrate")
        self.children.wait("migrate", lambda: migrating.poll() == 0)
        for name in self.ours:
            self._start_app(name)
        self.children.wait("web", lambda: programs.listens(8000))
        self._start_edge()

    def start_again(self, name: str, **more: str) -> None:
        """Start a service that was stopped or killed; one of ours with `more` variables for this time."""
        self.away.discard(name)
        if name == DATABASE:
            self.postgres.start()
        else:
            self.children.start_again(name, **more)

    def revive(self) -> list[str]:
        """Start again what has ended by itself, as the container engine does (restart: unless-stopped); their names.

        To be called every second or so.
        """
        fallen = [name for name in self.children.fallen() if name not in ONCE]
        if not self.postgres.running() and DATABASE not in self.away:
            fallen.append(DATABASE)
        due = [name for name in fallen if self.restarts.is_due(name)]
        for name in due:
            with contextlib.suppress(state.LocalError):  # not yet: its disk is full, say
                self.start_again(name)
        return due

    def start_second(self, name: str) -> str:
        """Start another process of a service of ours beside the first; the name by which it is known."""
        second = f"{name}-2"
        self.children.start(second, self._confined(self.services[name].line), self._environment(name))
        return second

    def stop_service(self, name: str) -> None:
        """End it as `docker compose stop` does, and wait; it stays away until start_again()."""
        self.away.add(name)
        if name == DATABASE:
            self.postgres.stop()
        else:
            self.children.stop(name)

    def kill(self, name: str) -> None:
        """kill -9 of the service with all its processes; it stays away until start_again()."""
        self.away.add(name)
        send(self._pid(name), signal.SIGKILL)
        if name != DATABASE:
            self.children.running.pop(name).wait()

    def hang(self, name: str) -> None:
        """SIGSTOP: it keeps its connections and takes new ones, and says nothing."""
        send(self._pid(name), signal.SIGSTOP)

    def go_on(self, name: str) -> None:
        """SIGCONT."""
        send(self._pid(name), signal.SIGCONT)

    def _pid(self, name: str) -> int:
        if name != DATABASE:
            return self.children.running[name].pid
        server = self.postgres.running()
        if server is None:
            raise state.LocalError("PostgreSQL không chạy.")
        return server.pid

    def stop(self) -> None:
        """End all services, the last first, and remove what they stored."""
        self.children.stop_all()
        self.postgres.erase()
        for disk in self.disks.values():
            with contextlib.suppress(OSError):
                disk.remove()
        self.postgres.erase()  # the folder below the disk
        for name in ("s3", "tmp", "varnish"):
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def _private_network(self) -> None:
        """Loopback, the readers' addresses, the services' names, and a folder of its own for the built static files."""
        names = [MAIL, shipped.SITE, shipped.FILES_HOST, *self.services]
        open_network(self.folder / "hosts", names, "127.0.0.1", *READERS)
        static = state.ROOT / ".static"
        static.mkdir(exist_ok=True)
        mount("tmpfs", static)  # tests of the entry point build into the same folder meanwhile

    def _private_tmp(self) -> None:
        """/tmp of their own, as in containers: SeaweedFS has sockets there, and another one removes them."""
        own = self.folder / "tmp"
        own.chmod(0o1777)
        if not state.ROOT.is_relative_to("/tmp"):
            mount(own, "/tmp", MS_BIND)

    def _mount_disks(self) -> None:
        """Disks for the storage's data, the temporary files of our services, and the database's data."""
        self.disks = {name: Disk(self.folder / name, "mode=1777") for name in ("s3", "tmp")}
        # The name under which the server of postgres.py keeps its data in memory.
        digest = hashlib.sha256(str(self.postgres.folder).encode()).hexdigest()[:12]
        home, account = MEMORY_DISK / f"khong-mot-minh-{digest}", server_account() or pwd.getpwuid(os.getuid())
        home.mkdir(mode=0o700, exist_ok=True)
        owner = f"mode=700,uid={account.pw_uid},gid={account.pw_gid}"
        self.disks[DATABASE] = Disk(home, owner)

    def _start_services(self) -> None:
        """PostgreSQL, S3, Valkey, the scanner and the mail server."""
        folder = self.folder
        script = shipped.changed(
            folder,
            "deploy/s3.sh",
            ("-dir=/data", f"-dir={folder}/s3"),
            ("${TMPDIR:-/tmp}/s3.json", f"{folder}/s3.json"),
        )
        self._start("s3", ["sh", str(script)])
        # The image's own entry script only changes the account.
        script = shipped.changed(
            folder, "deploy/valkey.sh", ("docker-entrypoint.sh valkey-server", str(programs.valkey_server()))
        )
        self._start("valkey", ["sh", str(script)])
        (folder / "clamav" / "eicar.hdb").write_text(EICAR_SIGNATURE)
        rules = shipped.changed(
            folder,
            "deploy/clamd.conf",
            ("/var/lib/clamav", f"{folder}/clamav"),
            ("/tmp/clamd.sock", f"{folder}/clamd.sock"),
        )
        self._start("clamav", [str(scanner.find()), "-c", str(rules)])
        keeper = [sys.executable, "-m", "tests.shipped.mailbox", "25", str(folder / "letters")]
        self._start(MAIL, keeper, PYTHONPATH=str(state.ROOT))
        self.postgres.values["port"] = 5432
        self.postgres.start()
        self._make_database()
        for name, port in (("s3", 8333), ("valkey", 6379), ("clamav", 3310), (MAIL, 25)):
            self.children.wait(name, partial(programs.listens, port))

    def _make_database(self) -> None:
        """What the image of PostgreSQL does with deploy/db.sql. The superuser here needs its password: for rows()."""
        script = shipped.changed(self.folder, "deploy/db.sql", ("ALTER ROLE postgres PASSWORD NULL;\n", ""))
        psql = [str(candidates()[0][1] / "psql"), "-X", "-v", "ON_ERROR_STOP=1", "-f", str(script)]
        password = self.services[DATABASE].environment["POSTGRES_PASSWORD"]
        variables = {"POSTGRES_PASSWORD": password}
        done = subprocess.run([*psql, f"{self.postgres.url}/postgres"], env=variables, capture_output=True, text=True)
        if done.returncode:
            raise state.LocalError(done.stdout + done.stderr)

    def _start_edge(self) -> None:
        """Varnish with the shipped rules, and Caddy in front of it."""
        place = ["-n", str(self.folder / "varnish")]
        # -j none: in its container it starts without root and has no other account to change to.
        self._start("edge-cache", [str(edge.find()), "-F", "-j", "none", *place, *self.services["edge-cache"].line])
        # Without this line Caddy, as root, adds its authority to those that the whole machine trusts.
        rules = shipped.changed(self.folder, "deploy/Caddyfile", ("\n{\n", "\n{\n\tskip_install_trust\n"))
        caddy = [str(Path(sys.executable).with_name("caddy")), "run", "--config", str(rules), "--adapter", "caddyfile"]
        self._start("tls", caddy, XDG_DATA_HOME=str(self.folder / "caddy"), XDG_CONFIG_HOME=str(self.folder / "caddy"))
        self.children.wait("edge-cache", lambda: programs.listens(6081))
        self.children.wait("tls", lambda: programs.listens(443) and self.authority.exists())

    def _start_app(self, name: str) -> subprocess.Popen[bytes]:
        return self._start(name, self._confined(self.services[name].line))

    def _confined(self, command: list[str]) -> list[str]:
        """The command with what docker-compose.yml denies our containers."""
        return confined.line(self.folder / "tmp", command)

    def _start(self, name: str, command: list[str], **more: str) -> subprocess.Popen[bytes]:
        return self.children.start(name, command, self._environment(name) | more)

    def _environment(self, name: str) -> dict[str, str]:
        """The variables of a service, and nothing of this machine's but where programs are."""
        is_ours = name in self.services and self.services[name].is_ours
        path = f"{self.programs if is_ours else Path(sys.executable).parent}{os.pathsep}{os.defpath}"
        own = {"PATH": path, "HOME": str(self.folder), "LANG": "C.UTF-8", "PYTHONUNBUFFERED": "1"}
        if is_ours:
            own["TMPDIR"] = str(self.folder / "tmp")  # /tmp of the containers, which is a disk of its own
        return own | (self.services[name].environment if name in self.services else {})
