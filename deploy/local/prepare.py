"""Bring the demo's database up to date in one process (each start of Django costs more than a second)."""

from __future__ import annotations

import os
import sys

from .state import ROOT


def main() -> None:
    """Migrate, then seed when the database is empty."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("seed_demo", "--if-empty")


if __name__ == "__main__":
    main()
