"""Until the first release with real data every app has one migration: `write` them anew, or `check` them.

python -m deploy.local.migrations [write | check]

No database is asked: without one running, Django's look at its history would only wait for a time-out.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from .check import production_environment
from .state import ROOT

# Lowest first: each app's migration may name the ones before it.
APPS = ("users", "jobs", "files", "campaign", "media_library", "articles", "partners", "schools", "activities", "home")


def fingerprint() -> str:
    """Hex SHA-256 of the project's own migrations: another one means that a database was made for other code."""
    digest = hashlib.sha256()
    for path in sorted(ROOT.glob("*/migrations/*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


class NoDatabase:
    """A router that lets no table into any database: makemigrations then compares files and models alone."""

    def allow_migrate(self, *_arguments: object, **_hints: object) -> bool:
        """Never."""
        return False


def _setup() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.update(production_environment())
    import django
    from django.conf import settings

    settings.DATABASE_ROUTERS = [NoDatabase()]
    # wagtail-localize's migration asks a question all the same: a pool would wait for its time-out.
    settings.DATABASES["default"]["OPTIONS"].pop("pool")
    django.setup()


def write() -> None:
    """Replace the migrations of all apps; the old ones come back when that fails."""
    from django.core.management import call_command

    old = {path: path.read_bytes() for app in APPS for path in (ROOT / app / "migrations").glob("0*.py")}
    for path in old:
        path.unlink()
    try:
        for app in APPS:
            importlib.invalidate_caches()
            call_command("makemigrations", app, verbosity=0, interactive=False, include_header=False)
        folders = [str(ROOT / app / "migrations") for app in APPS]
        ruff = str(Path(sys.executable).parent / "ruff")
        for command in (["check", "--fix-only", "--select", "I"], ["format"]):
            subprocess.run([ruff, *command, "--quiet", *folders], check=True)
    except BaseException:
        for path, content in old.items():
            path.write_bytes(content)
        raise


def main(action: str) -> Any:
    """Command line; 1 when models and migrations differ."""
    _setup()
    if action == "write":
        return write()
    from django.core.management import call_command

    return call_command("makemigrations", "--check", "--dry-run")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
