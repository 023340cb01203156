"""`make migrations`: regenerates the one migration of every app.

Until the first release with real data every app has one migration. Plain `makemigrations` would add a second one, and
asked for all apps at once it splits those of seven apps in two or three: so the apps are asked one by one, the lowest
first. To be removed with version 1.0.0.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.devserver.postgres import Postgres
from tools.devserver.production import production_environment
from tools.devserver.state import ROOT

# Lowest first: a migration may depend on those of the apps before it.
APPS = (
    "users",
    "jobs",
    "notifications",
    "files",
    "campaign",
    "media_library",
    "articles",
    "partners",
    "schools",
    "activities",
    "reporting",
    "home",
    "search",
    "translations",
)

#: What no model says. Wagtail's menu looks for the root page on each page of the administration, in a table without an
#: index of depth: 18 ms among 100,000 pages.
EXTRA = {
    "home": "migrations.RunSQL('CREATE INDEX home_root_pages ON wagtailcore_page (path) WHERE depth = 1',"
    " 'DROP INDEX home_root_pages')"
}


def write() -> None:
    """Replace the migrations of all apps. makemigrations reads the history of a database: an empty one is started."""
    sys.path.insert(0, str(ROOT))
    folders = [ROOT / app / "migrations" for app in APPS]
    with tempfile.TemporaryDirectory() as folder:
        server = Postgres(Path(folder), durable=False)
        try:
            server.start()
            os.environ.update(production_environment() | {"DATABASE_URL": f"{server.url}/postgres"})
            import django
            from django.core.management import call_command

            django.setup()
            for path in [path for migrations in folders for path in migrations.glob("0*.py")]:
                path.unlink()
            for app in APPS:
                importlib.invalidate_caches()
                call_command("makemigrations", app, verbosity=0, interactive=False, include_header=False)
        finally:
            server.erase()
    for app, operation in EXTRA.items():
        path = ROOT / app / "migrations" / "0001_initial.py"
        path.write_text(path.read_text("utf-8").rstrip().removesuffix("]") + f"        {operation},\n    ]\n", "utf-8")
    for command in (["check", "--fix-only", "--select", "I"], ["format"]):
        subprocess.run([str(Path(sys.executable).parent / "ruff"), *command, "--quiet", *folders], check=True)


if __name__ == "__main__":
    write()
