"""Prepares the demo's static files and database in one process, because each start of Django takes a second."""

from __future__ import annotations

import hashlib
import os
import sys
from typing import Any

from demo.files import start_building
from demo.seeding import content
from tools.devserver.state import ROOT


def main() -> None:
    """Collect static files, migrate, and seed an empty database; other processes build the demo files meanwhile."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    url = os.environ["DATABASE_URL"]
    if is_of_other_code(url):
        # Migrations are regenerated until the first release: there is no path from the old ones to these.
        sys.exit(
            "Bảng dữ liệu trong .demo/ thuộc phiên bản mã khác (mã vừa được cập nhật). "
            "Chạy “make demo-reset” để xóa dữ liệu minh họa cũ, rồi “make demo”; với make bench: xóa thư mục .bench/."
        )
    building = None if _has_accounts(url) else _start_building()
    import django
    from django.core.management import call_command

    django.setup()
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("sync_site", verbosity=0)
    call_command("seed_demo", "--if-empty", building=building)


def _has_accounts(url: str) -> bool:
    import psycopg

    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT to_regclass('users_user') IS NOT NULL").fetchone()
        if not found or not found[0]:
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
    return start_building(content()["assets"], ROOT / ".demo" / "files")


if __name__ == "__main__":
    main()
