"""Until the first release with real data each app has one migration, and it is current."""

from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

pytestmark = pytest.mark.meta

OURS = [config for config in apps.get_app_configs() if Path(config.path).parent == Path(settings.BASE_DIR)]


@pytest.mark.parametrize("config", OURS, ids=lambda config: config.label)
def test_each_app_has_exactly_one_migration(config):
    numbered = sorted(path.name for path in Path(config.path, "migrations").glob("[0-9]*.py"))
    assert numbered == (["0001_initial.py"] if list(config.get_models()) else [])


@pytest.mark.django_db
def test_models_and_migrations_agree():
    call_command("makemigrations", "--check", "--dry-run", stdout=StringIO())
