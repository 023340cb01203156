"""Bring the demo's database up to date in one process (each start of Django costs more than a second)."""

from __future__ import annotations

import os
import sys
from typing import Any

from .migrations import fingerprint
from .state import ROOT


def main() -> None:
    """Migrate, then seed when the database is empty; its files are drawn by other processes meanwhile."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    url = os.environ["DATABASE_URL"]
    filled = _has_accounts(url)
    if filled and _made_for(url) != fingerprint():
        # Each app's one migration is written anew until the first release: nothing leads from the old one here.
        sys.exit(
            "Bảng dữ liệu trong .demo/ thuộc phiên bản mã khác (mã vừa được cập nhật). "
            "Chạy “make demo-reset” để xóa dữ liệu minh họa cũ, rồi “make demo”; với make bench: xóa thư mục .bench/."
        )
    building = None if filled else _start_building()
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    _sign(url)
    call_command("seed_demo", "--if-empty", building=building)


def _has_accounts(url: str) -> bool:
    import psycopg

    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT to_regclass('users_user') IS NOT NULL").fetchone()
        if not found or not found[0]:
            return False
        return connection.execute("SELECT 1 FROM users_user LIMIT 1").fetchone() is not None


def _made_for(url: str) -> str:
    """The fingerprint of the migrations that made the tables; empty when unknown."""
    import psycopg

    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT obj_description('django_migrations'::regclass)").fetchone()
    return found[0] or "" if found else ""


def _sign(url: str) -> None:
    import psycopg
    from psycopg.sql import SQL, Literal

    with psycopg.connect(url) as connection:
        connection.execute(SQL("COMMENT ON TABLE django_migrations IS {}").format(Literal(fingerprint())))


def _start_building() -> Any:
    from demo.files import start_building
    from demo.seeding import content

    return start_building(content()["assets"], ROOT / ".demo" / "files")


if __name__ == "__main__":
    main()
