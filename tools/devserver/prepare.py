"""Prepares the demo's static files and database in one process, because each start of Django takes a second."""

from __future__ import annotations

import gc
import hashlib
import os
import sys
from pathlib import Path
from typing import Any

from demo.files import start_building
from demo.seeding import FILMS, content
from tools.devserver import state
from tools.devserver.state import ROOT

PREPARED = "prepared.json"  # beside the static files: what has been prepared here, by its mark
#: Migrations leave tens of thousands of model classes as garbage: collected so rarely, they take 32 s of a core, 37
#: with a third of this threshold.
THRESHOLD = (600_000, 20, 1_000)


def main(part: str = "all") -> None:
    """Collect static files, migrate, and seed an empty database; other processes build the demo files meanwhile.

    Where neither code nor packages have changed since the last time, nothing of it is done again. Lines with an @ say
    what is being done. `part`: see manage.py seed_demo.
    """
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    url = os.environ["DATABASE_URL"]
    if is_of_other_code(url):
        # Migrations are regenerated until the first release: there is no path from the old ones to these.
        sys.exit(
            "Bảng dữ liệu trong .demo/ thuộc phiên bản mã khác (mã vừa được cập nhật). "
            "Chạy “make demo-reset” để xóa dữ liệu minh họa cũ, rồi “make demo”; với make bench: xóa thư mục .bench/."
        )
    filled = _has_accounts(url)
    static = Path(os.environ.get("STATIC_DIR") or ROOT / ".demo" / "static")
    record = static.parent / PREPARED
    mark = f"{code_mark()} {os.environ.get('SITE_URL', '')}"  # seed_demo writes the address into the site
    if filled and part == "first" and static.is_dir() and state.read(record).get("mark") == mark:
        return
    record.unlink(missing_ok=True)
    building = None if filled else _start_building()
    print("@tables", flush=True)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("collectstatic", verbosity=0, interactive=False)
    make_tables()
    print("@content", flush=True)
    call_command("seed_demo", "--if-empty", building=building, part="first")
    if part == "all":
        call_command("seed_demo", part="films")
    state.write(record, {"mark": mark})


def make_tables() -> None:
    """Migrate, then run `sync_site`, in a process in which Django is set up.

    In an empty database packages' migrations come first, 6 s less: each of them makes the classes of all models anew
    that refer to what it changes, and there are few before the site's own. (`migrate APP` would make permissions after
    each app, which Django 6.1 then cannot rename with the models.)
    """
    from django.apps import apps
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    before = gc.get_threshold()
    gc.set_threshold(*THRESHOLD)
    try:
        executor = MigrationExecutor(connection)
        if not executor.loader.applied_migrations:
            packages = {app.label for app in apps.get_app_configs() if "site-packages" in Path(app.path).parts}
            executor.migrate([leaf for leaf in executor.loader.graph.leaf_nodes() if leaf[0] in packages])
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        gc.set_threshold(*before)
    call_command("sync_site", verbosity=0)


def code_mark() -> str:
    """Hex SHA-256 that changes with each file of the project that a start depends on, and with its packages."""
    digest = hashlib.sha256()
    for name in sorted(
        path.name for path in ROOT.iterdir() if (path / "__init__.py").exists() or path.suffix == ".txt"
    ):
        place = ROOT / name
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.suffix not in {".pyc", ".mo"} and path.is_file():
                about = path.stat()
                digest.update(f"{path} {about.st_size} {about.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _has_accounts(url: str) -> bool:
    import psycopg

    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT to_regclass('users_user') IS NOT NULL").fetchone()
        if not row or not row[0]:
            return False
        return connection.execute("SELECT 1 FROM users_user LIMIT 1").fetchone() is not None


def fingerprint() -> str:
    """Hex SHA-256 of the project's migrations, by which a database of other code is recognised."""
    digest = hashlib.sha256()
    for path in sorted(ROOT.glob("*/migrations/*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_of_other_code(url: str) -> bool:
    """Whether the tables were made by other migrations; a database without tables is marked with fingerprint().

    The mark is the database's comment, set before the first table is created.
    """
    import psycopg
    from psycopg.sql import SQL, Identifier, Literal

    with psycopg.connect(url) as connection:
        name, signed, tables = connection.execute(
            "SELECT datname, shobj_description(oid, 'pg_database'), to_regclass('django_migrations') IS NOT NULL"
            " FROM pg_database WHERE datname = current_database()"
        ).fetchone() or ("", "", False)
        if tables:
            return bool(signed != fingerprint())
        connection.execute(SQL("COMMENT ON DATABASE {} IS {}").format(Identifier(name), Literal(fingerprint())))
    return False


def _start_building() -> Any:
    from django.conf import settings

    others = [asset for asset in content()["assets"] if asset["code"] not in FILMS]
    return start_building(others, settings.SITE_URL, ROOT / ".demo" / "files")


if __name__ == "__main__":
    main(*sys.argv[1:2])
