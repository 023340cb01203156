"""Bring the demo's database up to date in one process (each start of Django costs more than a second)."""

from __future__ import annotations

import os
import sys
from typing import Any

from .state import ROOT


def main() -> None:
    """Migrate, then seed when the database is empty; its files are drawn by other processes meanwhile."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    building = None if _has_accounts(os.environ["DATABASE_URL"]) else _start_building()
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("seed_demo", "--if-empty", building=building)


def _has_accounts(url: str) -> bool:
    import psycopg

    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT to_regclass('users_user') IS NOT NULL").fetchone()
        if not found or not found[0]:
            return False
        return connection.execute("SELECT 1 FROM users_user LIMIT 1").fetchone() is not None


def _start_building() -> Any:
    from demo.files import start_building
    from demo.seeding import content

    return start_building(content()["assets"], ROOT / ".demo" / "files")


if __name__ == "__main__":
    main()
