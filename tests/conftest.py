"""Real PostgreSQL and real S3 for every test; the environment is set before Django's settings load.

The servers live in `.test-services/` and are shared: runs side by side have databases and buckets of their own.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import hashlib
import json
import os
import secrets
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import django
import psycopg
import pytest

from deploy.local import state
from deploy.local.backends import settings_environment, start_for_tests
from deploy.local.postgres import Postgres
from deploy.local.storage import Storage

FOLDER = Path(os.environ.get("TEST_SERVICES_DIR") or state.ROOT / ".test-services")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")


def _prepare() -> Storage:
    # Set by the first process and inherited by xdist's workers.
    os.environ.setdefault("TEST_DB_SUFFIX", secrets.token_hex(4))
    in_use = contextlib.ExitStack()
    if not WORKER:
        with state.locked(FOLDER / "stop.lock"):
            in_use.enter_context(state.locked(FOLDER / "in-use.lock", shared=True))
            start_for_tests(FOLDER)
        atexit.register(in_use.close)
    storage = Storage(FOLDER, many_buckets=True)
    run = os.environ["TEST_DB_SUFFIX"]
    suffix = "-".join(["", run or "x", WORKER or "main"])
    os.environ |= settings_environment(Postgres(FOLDER), storage, f"kmm_{run}", suffix)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        "SECRET_KEY": "tests-only-" + "x" * 50,
        "CACHE_DIR": str(FOLDER / "cache"),
        "MAIL_DIR": str(FOLDER / "mail"),
    }
    return storage


_storage = _prepare()
django.setup()  # pytest-django looks for the settings before this file has named them

from django.contrib.contenttypes.models import ContentType  # noqa: E402  # Django is ready only now
from django.core.cache import cache  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.utils import translation  # noqa: E402
from pytest_django.plugin import blocking_manager_key  # noqa: E402

#: Files of few, long tests. xdist would keep them for the end, when one worker then waits minutes for the other.
LONG = ("tests/e2e/", "tests/demo/", "tests/test_local_services.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first; the order is else kept."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


def pytest_collection_finish() -> None:
    """What stands now stays: the collector need not walk over Django's half million objects again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Workers must not inherit the settings' name: pytest-django would load them before this file ran there."""
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)


@pytest.fixture(scope="session")
def local_storage() -> Storage:
    """The S3 server of this run, with clients for all three identities."""
    return _storage


@pytest.fixture(scope="session", autouse=True)
def buckets(local_storage):
    """Names of this process's own (quarantine, released); emptied and removed at the end."""
    names = os.environ["S3_QUARANTINE_BUCKET"], os.environ["S3_RELEASED_BUCKET"]
    for name in names:
        # live_server picks its port at random, and SeaweedFS knows no wildcard for the port alone.
        local_storage.ensure_bucket(name, ["http://*"])
    yield names
    admin = local_storage.client("admin")
    for name in names:
        for page in admin.get_paginator("list_objects_v2").paginate(Bucket=name):
            for item in page.get("Contents", []):
                admin.delete_object(Bucket=name, Key=item["Key"])
        admin.delete_bucket(Bucket=name)


@pytest.fixture
def s3(local_storage):
    """boto3 client that may do everything: for looking at what the site stored."""
    return local_storage.client("admin")


@pytest.fixture
def client_for(client_factory):
    """`client_for(user)` → a test client that is signed in as that user; `client_for(None)` is a visitor."""

    def make(user=None):
        client = client_factory()
        if user is not None:
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return make


@pytest.fixture
def client_factory(db):
    """The class of Django's test client, imported after the settings."""
    from django.test import Client

    return Client


@pytest.fixture(scope="session", autouse=True)
def cleaned_once():
    """The same picture is cleaned, and drawn small, by the real child once per process: a child costs 0.3 s of a core.

    Only what went well is remembered; limits and crashes are tried on files of their own.
    """
    from media_library import sandbox
    from media_library.limits import BUDGETS

    real, known = sandbox.run, {}

    def run(tool, source, target, options, *, budget=None, tick=None):
        budget = budget or BUDGETS[tool]
        if tool not in ("picture", "preview") or source.stat().st_size > 1_000_000 or budget.wall_seconds < 1:
            return real(tool, source, target, options, budget=budget, tick=tick)
        limits = vars(budget) | {"wall_seconds": 0}  # a wait that grows shorter changes no answer
        key = (tool, hashlib.sha256(source.read_bytes()).digest(), repr(sorted(options.items())), repr(limits))
        if key not in known:
            facts = real(tool, source, target, options, budget=budget, tick=tick)
            known[key] = json.dumps(facts), target.read_bytes() if target.exists() else None
        facts, made = known[key]
        if made is not None and not target.exists():
            target.write_bytes(made)
        return json.loads(facts)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sandbox, "run", run)
        yield


@pytest.fixture(autouse=True)
def vietnamese():
    """Every test begins in Vietnamese: the thread keeps the language of the last request, also another test's."""
    translation.activate("vi")


def _commits_for_real(item) -> bool:
    marker = item.get_closest_marker("django_db")
    names = set(getattr(item, "fixturenames", ()))
    return bool(marker and marker.kwargs.get("transaction")) or bool(names & {"transactional_db", "live_server"})


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """Give the migrations' data back after a test that committed: its end empties every table.

    Django puts such tests last in a process; xdist hands out whole files, so others follow them.
    """
    try:
        return (yield)
    finally:  # also after a teardown that failed: the next file must not pay for it
        if nextitem is not None and _commits_for_real(item):
            with item.config.stash[blocking_manager_key].unblock():
                _restore_database()


@pytest.fixture(scope="session", autouse=True)
def no_flush():
    """A test that commits gives its whole database back (above): emptying it first takes seconds, and deadlocks with
    what a browser's last request still reads."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.test.TransactionTestCase._fixture_teardown", lambda self: None)
        yield


def _on_server(*statements: str) -> None:
    """Run `statements` outside the test database, whose connections are closed first."""
    connections.close_all()
    server = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as outside:
        for statement in statements:
            outside.execute(statement)


def _restore_database(world: str = "kept") -> None:
    """A copy of the database as the migrations (or `world`) left it; PostgreSQL makes it in a tenth of a second."""
    name = connection.settings_dict["NAME"]
    _on_server(f'DROP DATABASE "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE "{name}_{world}"')
    ContentType.objects.clear_cache()
    cache.clear()


def _keep_database(world: str) -> None:
    """Keep the database as it stands under the name `world`; whoever still reads it is cut off."""
    name = connection.settings_dict["NAME"]
    _on_server(
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",
        f'CREATE DATABASE "{name}_{world}" TEMPLATE "{name}"',
    )


@pytest.fixture(scope="session")
def world(django_db_setup):
    """`world("city", fill)` fills the database by `fill()`, once per process: later calls give a copy of it.

    For tests that commit and begin with much content. Its files stay in this process's buckets.
    """
    kept: set[str] = set()

    def enter(name: str, fill: Callable[[], object]) -> None:
        if name in kept:
            _restore_database(name)
            return
        fill()
        _keep_database(name)
        kept.add(name)

    yield enter
    _on_server(*(f'DROP DATABASE "{connection.settings_dict["NAME"]}_{name}" WITH (FORCE)' for name in kept))


def _migrated_name() -> str:
    """One name for what these migrations and these packages make."""
    digest = hashlib.sha256()
    for path in sorted([*state.ROOT.glob("*/migrations/*.py"), state.ROOT / "requirements-dev.txt"]):
        digest.update(path.read_bytes())
    return f"kmm_migrated_{digest.hexdigest()[:16]}"


def _migrate_once(name: str) -> None:
    """Make the database `name` unless a run or worker before this one has; half of it never gets that name."""
    server = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
    with state.locked(FOLDER / "migrate.lock"), psycopg.connect(f"{server}/postgres", autocommit=True) as outside:
        if outside.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return
        outside.execute(f'DROP DATABASE IF EXISTS "{name}_begun" WITH (FORCE)')
        outside.execute(f'CREATE DATABASE "{name}_begun"')
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
            cwd=state.ROOT,
            env=os.environ | {"DATABASE_URL": f"{server}/{name}_begun", "DJANGO_SETTINGS_MODULE": "cms.settings.test"},
            check=True,
        )
        outside.execute(f'ALTER DATABASE "{name}_begun" RENAME TO "{name}"')


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Give every test database a copy of one migrated database: four hundred migrations run once, not per worker."""
    name = _migrated_name()
    _migrate_once(name)
    connection.settings_dict["TEST"]["TEMPLATE"] = name


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Keep a copy of the migrated database for `_restore_database`."""
    with django_db_blocker.unblock():
        name = connection.settings_dict["NAME"]
        _on_server(f'CREATE DATABASE "{name}_kept" TEMPLATE "{name}"')
        yield
        _on_server(f'DROP DATABASE "{name}_kept" WITH (FORCE)')
