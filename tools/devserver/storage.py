"""Runs a private S3 server (SeaweedFS from its wheel) with its data in a folder, on loopback only.

`weed mini -s3.config=…` answers after 0.4 s and supports several identities; `weed server` takes 3.5 s. Without a
configuration anonymous writes succeed (docs/security.md Z9).
"""

from __future__ import annotations

import functools
import os
import secrets
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import boto3
import psutil
from botocore.config import Config
from botocore.exceptions import ClientError

from deploy.buckets import ensure_bucket
from tools.devserver import state

_PORTS = ("s3.port", "filer.port", "master.port", "volume.port", "admin.port")
# Go's memory limit. After a thousand uploads 250 MB of buffers are in use: with 256 MiB the garbage collector ran
# without a pause, and an idle server used half a core. Resident are 140 MB.
_MEMORY = "1GiB"
_ACTIONS = ("Read", "Write", "List", "Tagging")


class Storage:
    """A server with three identities: `admin` creates buckets; `quarantine` and `released` access only their own."""

    def __init__(self, folder: Path, *, many_buckets: bool = False) -> None:
        """`many_buckets`: identities also access buckets `<name>-…`, for test processes that run in parallel."""
        self.folder = folder.resolve()
        self.suffixes = ("", "-*") if many_buckets else ("",)
        self.state_file = self.folder / "storage.json"
        self.log = self.folder / "storage.log"
        self.values = state.read(self.state_file)

    @property
    def url(self) -> str:
        """Address of the S3 API."""
        return f"http://127.0.0.1:{self.values['port']}"

    def running(self) -> psutil.Process | None:
        """The server's process; None where it does not run."""
        return state.alive(self.values)

    def start(self, *, tied: bool = True) -> subprocess.Popen[bytes]:
        """Start the server and wait until it answers. `tied`: it stops when the calling process dies.

        Raises LocalError with the end of the log.
        """
        self.stop()  # a leftover of a killed start
        data = self.folder / "storage"
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name in ("admin", "quarantine", "released"):
            self.values.setdefault(f"{name}_key", f"{name}{secrets.token_hex(6)}")
            self.values.setdefault(f"{name}_secret", secrets.token_urlsafe(30))
        self.values["port"] = state.free_ports(2 * len(_PORTS), self.values.get("port"))
        state.write(self.folder / "storage-identities.json", {"identities": self._identities()})
        with open(self.log, "wb") as log:
            process = subprocess.Popen(
                self._command(data),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=data,
                env={"PATH": os.defpath, "HOME": str(data), "GOMEMLIMIT": _MEMORY},
                start_new_session=True,
                preexec_fn=state.dies_with_parent(signal.SIGTERM) if tied else None,
            )
        self.values |= state.identity(process.pid)
        state.write(self.state_file, self.values)
        state.wait_until(self._answers, lambda: process.poll() is None, 30, self.log)
        return process

    def stop(self) -> None:
        """Stop a running server."""
        if process := self.running():
            state.end(process)

    def erase(self) -> None:
        """Remove every object and the credentials."""
        self.stop()
        shutil.rmtree(self.folder / "storage", ignore_errors=True)
        for path in (self.state_file, self.folder / "storage-identities.json"):
            path.unlink(missing_ok=True)

    def client(self, identity: str) -> Any:
        """A boto3 client with the identity `admin`, `quarantine` or `released`."""
        return client(self.url, self.values[f"{identity}_key"], self.values[f"{identity}_secret"])

    def ensure_bucket(self, name: str, origins: list[str]) -> None:
        """Create the bucket where missing, with production's own settings: versions, lifecycle, CORS."""
        ensure_bucket(self.client("admin"), name, origins)

    def _identities(self) -> list[dict[str, Any]]:
        actions = {"admin": ["Admin", *_ACTIONS]}
        for name in ("quarantine", "released"):
            actions[name] = [f"{action}:{name}{suffix}" for action in _ACTIONS for suffix in self.suffixes]
        return [
            {
                "name": name,
                "credentials": [{"accessKey": self.values[f"{name}_key"], "secretKey": self.values[f"{name}_secret"]}],
                "actions": allowed,
            }
            for name, allowed in actions.items()
        ]

    def _command(self, data: Path) -> list[str]:
        weed = Path(sys.executable).parent / "weed"
        command = [str(weed), "-logtostderr=true", "-v=0", "mini", f"-dir={data}"]
        # The filer port has no authentication (docs/security.md Z10): listen on loopback only.
        command += ["-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-master.telemetry=false"]
        command += ["-admin.ui=false", "-webdav=false"]
        command += ["-s3.port.iceberg=0", "-s3.port.lance=0", "-s3.iam=false"]
        command += [f"-s3.config={self.folder / 'storage-identities.json'}"]
        first = self.values["port"]
        for step, name in enumerate(_PORTS):
            command += [f"-{name}={first + step}", f"-{name}.grpc={first + len(_PORTS) + step}"]
        return command

    def _answers(self) -> bool:
        try:
            urllib.request.urlopen(f"{self.url}/", timeout=1).close()
        except urllib.error.HTTPError as refusal:
            refusal.close()
            if refusal.code != 403:
                return False
        except OSError:
            return False
        try:
            self.client("admin").list_buckets()
        except ClientError:
            return False
        return True


@functools.cache
def client(url: str, key: str, secret: str) -> Any:
    """A boto3 S3 client with the site's signature and addressing; cached per address and identity."""
    options = Config(s3={"addressing_style": "path"}, signature_version="s3v4", connect_timeout=2, read_timeout=10)
    return boto3.client(
        "s3",
        endpoint_url=url,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        region_name="us-east-1",
        config=options,
    )
