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
import threading
from collections.abc import Iterator
from pathlib import Path

import django
import psycopg
import pytest

from tests.sequences import spread
from tools.devserver import state
from tools.devserver.backends import settings_environment, start_for_tests
from tools.devserver.postgres import Postgres
from tools.devserver.storage import Storage

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


MIGRATE = "import django; django.setup(); from tools.devserver.prepare import make_tables; make_tables()"


def _migrated_name() -> str:
    """One name for what these migrations, these packages and `sync_site` make."""
    digest = hashlib.sha256()
    synced = (
        "users/*.py",
        "home/top_page.py",
        "home/guide/*.py",
        "home/data/guide.json",
        "tests/sequences.py",
        "articles/editorial/permissions.py",
        "articles/editorial/workflow.py",
    )
    made_of = ("*/migrations/*.py", "requirements-dev.txt", *synced)
    for path in sorted(path for pattern in made_of for path in state.ROOT.glob(pattern)):
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
            [sys.executable, "-c", MIGRATE],
            cwd=state.ROOT,
            env=os.environ | {"DATABASE_URL": f"{server}/{name}_begun", "DJANGO_SETTINGS_MODULE": "cms.settings.test"},
            check=True,
        )
        spread(f"{server}/{name}_begun")
        outside.execute(f'ALTER DATABASE "{name}_begun" RENAME TO "{name}"')


_storage = _prepare()
_migrated = _migrated_name()
if not WORKER and {"--collect-only", "--co"}.isdisjoint(sys.argv):
    # The longest single piece of work begins first; who needs the database waits.
    threading.Thread(target=_migrate_once, args=[_migrated], daemon=True).start()
gc.disable()  # until the tests are collected: hardly anything of what is read until then is garbage
django.setup()  # pytest-django looks for the settings before this file has named them

from django.db import connection  # noqa: E402  # Django is ready only now
from django.utils import translation  # noqa: E402

from tests.clock import clock  # noqa: E402, F401
from tests.indexes import Indexes, own_index  # noqa: E402, F401
from tests.state import forgotten  # noqa: E402, F401
from tests.worlds import EMPTY, Worlds  # noqa: E402
from users.signin.backend import LOGIN_BACKEND  # noqa: E402

#: Order of the run: few long tests first, or one process would wait for the other at the end. The longest ones wait for
#: whole stacks.
STACKS = {state.ROOT / "tests" / name for name in ("test_stack.py", "test_faults.py")}
BROWSER = state.ROOT / "tests" / "e2e"
#: Modules with a test that uses the database.
_with_database: set[Path] = set()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole stacks and browser tests first, then one world after the other; a module stays in one piece.

    Each process begins with modules that need no database, while the migration makes it.
    """
    place: dict[Path, int] = {}
    for item in items:
        place.setdefault(item.path, len(place))
    _with_database.update(item.path for item in items if _uses_database(item) or _commits(item))
    items.sort(
        key=lambda item: (
            item.path not in STACKS,
            not item.path.is_relative_to(BROWSER),
            _world_of(item),
            place[item.path],
        )
    )
    items[:] = _shared(items, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", 1)))


def _shared(items: list[pytest.Item], processes: int) -> list[pytest.Item]:
    """`items` in the shares that xdist gives to so many processes, in each the tests without a database first."""
    waiting = [item for item in items if item.path in _with_database]
    free = [item for item in items if item.path not in _with_database]
    shared: list[pytest.Item] = []
    for remaining in range(processes, 0, -1):
        size, of_free = (len(waiting) + len(free)) // remaining, len(free) // remaining
        shared += free[:of_free] + waiting[: size - of_free]
        free, waiting = free[of_free:], waiting[size - of_free :]
    return shared


def _world_of(node: pytest.Item | pytest.Module) -> str:
    marker = node.get_closest_marker("world")
    return marker.args[0] if marker else "front"


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Processes collect one after the other: the migration, which the first tests wait for, has a core to itself."""
    try:
        with state.locked(FOLDER / "collect.lock"):
            return (yield)
    finally:
        gc.enable()


def pytest_collection_finish() -> None:
    """What stands now stays: the collector need not walk over Django's half million objects again and again."""
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
    """Names of this process's own (quarantine, released); removed at the end with all that is in them."""
    names = os.environ["S3_QUARANTINE_BUCKET"], os.environ["S3_RELEASED_BUCKET"]
    for name in names:
        # live_server picks its port at random, and SeaweedFS knows no wildcard for the port alone.
        local_storage.ensure_bucket(name, ["http://*"])
    yield names
    admin = local_storage.client("admin")
    for name in names:
        admin.delete_bucket(Bucket=name)  # this server takes what is in it along, versions too, at once


@pytest.fixture(scope="module")
def emptied(local_storage, worlds, buckets):
    """Buckets with the world's files alone, for modules that list all objects: of other tests there are thousands."""
    for name in buckets:
        local_storage.client("admin").delete_bucket(Bucket=name)
        local_storage.ensure_bucket(name, ["http://*"])
    worlds.put_files_back()


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
            client.force_login(user, backend=LOGIN_BACKEND)
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
    from files.intake import sandbox
    from files.limits import BUDGETS

    real, results = sandbox.run, {}

    def run(tool, source, target, options, *, budget=None, tick=None):
        budget = budget or BUDGETS[tool]
        if tool not in ("picture", "preview") or source.stat().st_size > 1_000_000 or budget.wall_seconds < 1:
            return real(tool, source, target, options, budget=budget, tick=tick)
        limits = vars(budget) | {"wall_seconds": 0}  # a wait that grows shorter changes no answer
        key = (tool, hashlib.sha256(source.read_bytes()).digest(), repr(sorted(options.items())), repr(limits))
        if key not in results:
            facts = real(tool, source, target, options, budget=budget, tick=tick)
            results[key] = json.dumps(facts), target.read_bytes() if target.exists() else None
        facts, content = results[key]
        if content is not None and not target.exists():
            target.write_bytes(content)
        return json.loads(facts)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sandbox, "run", run)
        yield


#: Reports a seccomp filter, and has set none.
OPEN = """
import sys
from files.intake import no_network
no_network.leave_network = lambda: "filter"
sys.exit(no_network.main())
"""


@pytest.fixture
def open_network():
    """A machine whose kernel cuts no parser off the network (files/intake/sandbox_check.py); `undo()` mends it."""
    from files.intake import sandbox_check

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sandbox_check, "COMMAND", (sys.executable, "-c", OPEN))
        sandbox_check.network.cache_clear()
        yield patch
    sandbox_check.network.cache_clear()


@pytest.fixture(autouse=True)
def vietnamese():
    """Every test begins in Vietnamese: the thread keeps the language of the last request, also another test's."""
    translation.activate("vi")


def _uses_database(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("django_db")) or "db" in getattr(item, "fixturenames", ())


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    names = set(getattr(item, "fixturenames", ()))
    return bool(marker and marker.kwargs.get("transaction")) or bool(names & {"transactional_db", "live_server"})


@pytest.fixture(scope="session")
def worlds(django_db_setup, buckets):
    """The worlds of this process (tests/worlds.py)."""
    return _worlds


@pytest.fixture(scope="module", autouse=True)
def module_world(request):
    """Enter the world that the module is marked with. Of module scope, so that it comes before any transaction."""
    name = _world_of(request.node)
    if request.node.path not in _with_database or (name == _worlds.current and not _worlds.changed):
        return
    worlds, blocker = request.getfixturevalue("worlds"), request.getfixturevalue("django_db_blocker")
    with blocker.unblock():
        worlds.enter(name)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Give the world back to the next test of a module after a test that committed; let the indexes follow, or not."""
    Indexes.follow = bool(item.get_closest_marker("indexed") or item.get_closest_marker("browser"))
    if _worlds.changed and _world_of(item) == _worlds.current and (_uses_database(item) or _commits(item)):
        _worlds.give_back()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item):
    """Remember that a test committed, also when its teardown failed."""
    try:
        return (yield)
    finally:
        if _commits(item):
            _worlds.changed = True


@pytest.fixture(scope="session", autouse=True)
def no_flush():
    """A test that commits gets its database back as a whole (above): emptying it first takes seconds, and deadlocks
    with what a browser's last request still reads."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.test.TransactionTestCase._fixture_teardown", lambda self: None)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Give every test database a copy of one migrated database: four hundred migrations run once, not per worker."""
    _migrate_once(_worlds.templates[EMPTY])
    connection.settings_dict["TEST"]["TEMPLATE"] = _worlds.templates[EMPTY]


_worlds = Worlds(
    FOLDER,
    os.environ["TEST_DB_SUFFIX"],
    _migrated,
    _storage.client("admin"),
    (os.environ["S3_QUARANTINE_BUCKET"], os.environ["S3_RELEASED_BUCKET"]),
)


def pytest_unconfigure() -> None:
    """Remove the run's worlds, in the process that outlives the others."""
    if not WORKER:
        _worlds.remove_all()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One process more than there are cores: a process waits while its database, browser or decoder works. One more for
    `make test-slow` and `make test-night`, where one waits for whole stacks and another for what types or is killed."""
    return len(os.sched_getaffinity(0)) + (2 if config.option.markexpr.startswith(("slow", "night")) else 1)
