"""Production refuses to start without its secrets, and every variable is explained in .env.example."""

import ast
import contextlib
import json
import os
import re
import resource
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.template import Context, Template

from cms.postgresql import base as postgresql
from cms.settings import pool
from cms.settings.env import database
from cms.settings.pool import check_connection, connection_class
from jobs.schedule import JOBS

pytestmark = pytest.mark.meta

ROOT = Path(settings.BASE_DIR)
READERS = {"env", "env_address", "env_bool", "env_int", "env_list"}

COMPLETE = {
    "DJANGO_SETTINGS_MODULE": "cms.settings.production",
    "SECRET_KEY": "only-for-this-test-" * 4,
    "SITE_URL": "https://khongmotminh.example.vn",
    "ALLOWED_HOSTS": "khongmotminh.example.vn",
    "DATABASE_URL": "postgres://cms:secret@db:5432/cms",
    "CACHE_URL": "redis://valkey:6379/0",
    "EMAIL_HOST": "mail.example.vn",
    "S3_ENDPOINT_URL": "http://s3:8333",
    "S3_PUBLIC_ENDPOINT_URL": "https://tai.example.vn",
    "S3_QUARANTINE_ACCESS_KEY": "quarantine",
    "S3_QUARANTINE_SECRET_KEY": "quarantine-secret",
    "S3_RELEASED_ACCESS_KEY": "released",
    "S3_RELEASED_SECRET_KEY": "released-secret",
    "CLAMD_URL": "tcp://clamav:3310",
}


LOAD = "from django.conf import settings; print(settings.INSTALLED_APPS)"
#: A process that has imported what the settings need of others, and nothing of ours. For each line it forks one that
#: has this environment alone and runs this code: a Python that begins anew takes ten times the CPU.
BEGINNER = """
import json, os, sys, traceback
import django.core.serializers.json, django.db.models, django.http.request, psycopg_pool
for line in sys.stdin:
    environment, code, *files = json.loads(line)
    begun = os.fork()
    if not begun:
        os.environ.clear()
        os.environ.update(environment)
        for number, name in enumerate(files, 1):
            os.dup2(os.open(name, os.O_WRONLY), number)
        try:
            exec(code, {"__name__": "__main__"})
            failed = 0
        except BaseException:
            traceback.print_exc()
            failed = 1
        sys.stdout.flush()
        os._exit(failed)
    print(os.waitpid(begun, 0)[1], flush=True)
"""


def environment_with(changes):
    """Of a process of production: COMPLETE with `changes` (None removes)."""
    variables = {key: value for key, value in {**COMPLETE, **changes}.items() if value is not None}
    return {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **variables}


def start_anew(changes, *arguments):
    """Run Python with these arguments, from nothing, where the environment is COMPLETE with `changes`."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment_with(changes),
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.fixture(scope="module")
def beginner():
    command = [sys.executable, "-c", BEGINNER]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process


@pytest.fixture
def start(beginner, tmp_path):
    """`start(changes, code)` runs the code in a fresh process whose environment is COMPLETE with `changes`."""

    def run(changes, code=LOAD):
        files = [tmp_path / name for name in ("out", "err")]
        for file in files:
            file.write_text("")
        beginner.stdin.write(json.dumps([environment_with(changes), code, *map(str, files)]) + "\n")
        beginner.stdin.flush()
        returned = int(beginner.stdout.readline())
        return subprocess.CompletedProcess(code, returned, *(file.read_text() for file in files))

    return run


def test_production_starts_with_its_secrets_and_without_warnings():
    # Django's own checks of generated columns ask the server's version.
    server = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
    check = ("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    result = start_anew({"DATABASE_URL": f"{server}/postgres"}, *check)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", None),
        ("SECRET_KEY", "short"),
        ("DATABASE_URL", None),
        ("DATABASE_URL", "sqlite:///db.sqlite3"),
        ("ALLOWED_HOSTS", None),
        ("ALLOWED_HOSTS", "*"),
        ("SITE_URL", "http://khongmotminh.example.vn"),
        ("CACHE_URL", None),
        ("EMAIL_HOST", None),
        ("S3_ENDPOINT_URL", None),
        ("S3_QUARANTINE_SECRET_KEY", None),
        ("S3_RELEASED_ACCESS_KEY", None),
        ("TRUSTED_PROXY_COUNT", "0"),
        ("PROCESS_ROLE", "webb"),
        ("MFA_SECRET_KEYS", "short"),
        ("OIDC_SERVER_URL", "https://sso.example.vn"),  # without its name, client and domains
        ("ALLOWED_HOSTS", "www.khongmotminh.example.vn"),  # not the name of SITE_URL
        ("SITE_URL", "https://"),
        ("DATABASE_URL", "postgres://cms:a/b@db:5432/cms"),
        ("DATABASE_POOL_SIZE", "0"),
        ("CACHE_URL", "valkey:6379"),
        ("S3_ENDPOINT_URL", "s3:8333"),
        ("S3_PUBLIC_ENDPOINT_URL", None),
        ("FRONTEND_CACHE_URL", "edge-cache:6081"),
        ("DEFAULT_FROM_EMAIL", "Không một mình"),
        ("LETTER_RETENTION_DAYS", "-1"),
        ("CLIP_WORKERS", "0"),
        ("EMAIL_PORT", "smtp"),
        ("LOG_LEVEL", "verbose"),
        ("STAFF_MFA_REQUIRED", "có"),
    ],
)
def test_production_refuses_to_start_without(name, value, start):
    result = start({name: value})
    assert result.returncode != 0
    message = result.stderr.strip().splitlines()[-1]
    assert "ImproperlyConfigured" in message and name in message
    assert "a/b" not in message, "a password"


def test_letters_come_from_the_domain_of_the_site_unless_told_otherwise(start):
    show = "from django.conf import settings; print(settings.DEFAULT_FROM_EMAIL)"
    assert start({}, show).stdout.strip() == "Không một mình <khong-tra-loi@khongmotminh.example.vn>"
    assert start({"DEFAULT_FROM_EMAIL": "a@b.vn", "LOG_LEVEL": "debug"}, show).stdout.strip() == "a@b.vn"


def test_single_sign_on_is_set_whole_and_over_tls(start):
    whole = {
        "OIDC_SERVER_URL": "https://sso.example.vn/realms/can-bo",
        "OIDC_NAME": "tài khoản cán bộ",
        "OIDC_CLIENT_ID": "khong-mot-minh",
        "OIDC_CLIENT_SECRET": "secret",
        "OIDC_EMAIL_DOMAINS": "CanBo.example.vn, so.example.vn",
    }
    show = "from django.conf import settings; print(settings.OIDC_EMAIL_DOMAINS)"
    assert start(whole, show).stdout.strip() == "['canbo.example.vn', 'so.example.vn']"
    for changed in (*({name: None} for name in whole if name != "OIDC_SERVER_URL"), {"OIDC_SERVER_URL": "http://sso"}):
        refused = start(whole | changed)
        assert refused.returncode != 0
        assert next(iter(changed)) in refused.stderr.strip().splitlines()[-1]


def test_a_password_of_the_database_may_have_any_sign(start):
    show = "from django.conf import settings; print(settings.DATABASES['default']['PASSWORD'])"
    changes = {"DATABASE_URL": "postgres://cms@db:5432/cms", "DATABASE_PASSWORD": "a@b/c#d%e:f"}
    assert start(changes, show).stdout.strip() == "a@b/c#d%e:f"


def test_a_password_of_the_cache_may_have_any_sign(start):
    show = "from django.core.cache import cache; print(cache._cache._get_connection_pool(True).connection_kwargs)"
    assert "'password': 'a@b/c#d%e:f'" in start({"CACHE_PASSWORD": "a@b/c#d%e:f"}, show).stdout
    assert "password" not in start({}, show).stdout


def login():
    """Arguments of psycopg.connect() for the test server."""
    config = database(os.environ["DATABASE_URL"])
    names = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    return {"dbname": "postgres"} | {argument: config[name] for argument, name in names.items()}


@pytest.mark.parametrize(
    ("role", "told"),
    [
        ("web", ["15s", "5s", "1min"]),
        ("worker", ["5min", "30s", "30min"]),
        ("scheduler", ["30min", "30s", "30min"]),
        ("migrate", ["0", "30s", "30min"]),
        ("", ["0", "0", "0"]),
    ],
)
def test_each_role_of_a_process_has_its_time_outs(role, told):
    """As PostgreSQL itself says; what the address of the database asks for besides them stays."""
    config = database(os.environ["DATABASE_URL"].split("?")[0] + "?options=-c%20work_mem%3D7MB", role)
    names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "jit", "work_mem")
    with psycopg.connect(**login(), **config["OPTIONS"]) as connection:
        assert [connection.execute(f"SHOW {name}").fetchone()[0] for name in names] == [*told, "off", "7MB"]


def test_a_connection_whose_server_hangs_is_not_waited_for():
    """The pool asks before each request: it drops what does not answer, and the reader gets 503 instead of nothing."""
    with contextlib.closing(psycopg.connect(**login())) as connection:
        check_connection(connection)
        assert connection.info.transaction_status == psycopg.pq.TransactionStatus.IDLE
        os.kill(connection.info.backend_pid, signal.SIGSTOP)
        try:
            with pytest.raises(psycopg.OperationalError, match="has not answered"):
                check_connection(connection, seconds=0.1)
        finally:
            os.kill(connection.info.backend_pid, signal.SIGCONT)
    with contextlib.closing(psycopg.connect(**login())) as connection:
        with psycopg.connect(**login()) as other:
            other.execute("SELECT pg_terminate_backend(%s, 10000)", [connection.info.backend_pid])
        with pytest.raises(psycopg.OperationalError):
            check_connection(connection)


@pytest.mark.django_db
def test_a_server_that_gave_no_answer_is_asked_by_one_thread_at_a_time(monkeypatch):
    """The others fail at once, so that /readyz and pages that need no database keep their threads."""
    moment, silence = [100.0], pool.Silence()
    monkeypatch.setattr(pool, "monotonic", lambda: moment[0])
    monkeypatch.setattr(pool, "SILENCE", silence)
    monkeypatch.setattr(postgresql, "SILENCE", silence)
    quick = {"check": lambda raw: pool.check_connection(raw, 0.1), "timeout": 0.3}
    config = connections["default"].settings_dict
    pooled = config["OPTIONS"] | {"pool": pool.pool_options(1, 15) | quick}
    production = {"OPTIONS": pooled, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
    wrapper = postgresql.DatabaseWrapper(config | production, "silent")

    def asked() -> int | str:
        try:
            raw = wrapper.get_new_connection({})
        except psycopg.OperationalError as error:
            return "at once" if "a moment ago" in str(error) else "after a while"
        backend = raw.info.backend_pid
        wrapper.pool.putconn(raw)
        return backend

    def refused(*arguments, **options):
        raise psycopg.OperationalError("connection refused")

    backend = asked()
    try:
        with monkeypatch.context() as away:
            away.setattr(psycopg.Connection, "connect", refused)
            os.kill(backend, signal.SIGSTOP)
            assert [asked(), asked(), asked()] == ["after a while", "at once", "at once"]
            moment[0] += pool.PAUSE_SECONDS
            assert [asked(), asked()] == ["after a while", "at once"]
        wrapper.pool.wait(30)  # the pool connects again by itself
        assert isinstance(asked(), int)
    finally:
        os.kill(backend, signal.SIGCONT)
        wrapper.close_pool()


def test_web_processes_alone_do_not_wait_where_another_thread_has_waited(start):
    """A job of the worker or scheduler has its thread for itself, and waits for a connection."""
    show = 'from django.db import connections; print(type(connections["default"]).__module__)'
    backends = {role: start({"PROCESS_ROLE": role}, show).stdout.strip() for role in ("web", "worker", "scheduler")}
    django_own = "django.db.backends.postgresql.base"
    assert backends == {"web": "cms.postgresql.base", "worker": django_own, "scheduler": django_own}


def test_a_connection_of_a_process_with_many_sockets_is_asked_too():
    """Readers' connections are kept open; the database's comes after them when it is opened again."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 1200), hard))
    with contextlib.ExitStack() as many:
        many.callback(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        for _number in range(1024):
            many.enter_context(open(os.devnull))
        connection = many.enter_context(contextlib.closing(psycopg.connect(**login())))
        assert connection.pgconn.socket >= 1024
        check_connection(connection)


def test_an_answer_is_not_waited_for_much_longer_than_the_server_may_work_on_it():
    """PostgreSQL ends a statement itself; where it does not, it hangs, and the thread is needed for others."""
    limited = connection_class(1)
    limited.answer_seconds = 1
    with contextlib.closing(limited.connect(**login())) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT pg_sleep(20)")
        assert connection.closed
    with contextlib.closing(limited.connect(**login())) as connection:
        with pytest.raises(psycopg.errors.UndefinedTable):
            connection.execute("SELECT * FROM no_such_table")
        assert not connection.closed, "an answer is an answer"
    assert connection_class(0) is psycopg.Connection


def test_the_pool_of_production_has_limits_and_comes_back_soon(start):
    show = """from django.conf import settings
pool = settings.DATABASES["default"]["OPTIONS"]["pool"]
limit = getattr(pool["connection_class"], "answer_seconds", None)
print(pool["check"].__module__, pool["timeout"], pool["reconnect_timeout"], limit)"""
    for role, limit in (("web", 20), ("worker", 305), ("scheduler", 1805), ("migrate", None)):
        output = start({"PROCESS_ROLE": role}, show).stdout.strip()
        assert output == f"cms.settings.pool 2 10 {limit}", role


def test_the_scheduler_has_a_connection_for_every_job_at_once(start):
    """At night all are due in the same second; who waits for a connection fails, and publishing fails with them."""
    show = 'from django.conf import settings; print(settings.DATABASES["default"]["OPTIONS"]["pool"]["max_size"])'
    sizes = {role: int(start({"PROCESS_ROLE": role}, show).stdout) for role in ("web", "worker", "scheduler")}
    assert sizes["scheduler"] > len(JOBS) and sizes["web"] == sizes["worker"] == 4
    assert int(start({"PROCESS_ROLE": "scheduler", "DATABASE_POOL_SIZE": "30"}, show).stdout) == 30


def test_the_role_of_the_process_reaches_the_settings(start):
    show = """from django.conf import settings as s
print(s.DATABASES["default"]["OPTIONS"]["options"].split()[3:4], s.S3_READ_TIMEOUT, s.S3_ATTEMPTS)"""
    assert start({"PROCESS_ROLE": "web"}, show).stdout.strip() == "['statement_timeout=15s'] 2 2"
    assert start({"PROCESS_ROLE": "worker"}, show).stdout.strip() == "['statement_timeout=300s'] 5 3"


def test_all_mail_of_production_waits_in_the_outbox(start):
    """What allauth and Wagtail send goes by the default mailer; the worker alone speaks to the mail server."""
    show = "from django.conf import settings; print({name: one['BACKEND'] for name, one in settings.MAILERS.items()})"
    parsed = ast.literal_eval(start({}, show).stdout)
    assert parsed["default"] == "notifications.mailer.OutboxBackend" and parsed["server"].endswith("smtp.EmailBackend")


def test_demo_is_not_installed_in_production(start):
    result = start({})
    assert "'media_library'" in result.stdout, result.stderr
    assert "'demo'" not in result.stdout


def test_the_debug_toolbar_belongs_to_developers(start):
    """Production neither installs nor names it; without it the settings of `make dev` do not load."""
    product, tools = ((ROOT / name).read_text() for name in ("requirements.txt", "requirements-dev.txt"))
    assert "debug-toolbar" not in product and "django-debug-toolbar==" in tools
    assert "debug_toolbar" not in start({}).stdout
    dev = {"DJANGO_SETTINGS_MODULE": "cms.settings.debug"}
    assert "'debug_toolbar'" in start(dev).stdout
    absent = start(dev, f"import sys; sys.modules['debug_toolbar'] = None; {LOAD}")
    assert absent.returncode and "debug_toolbar" in absent.stderr


def read_in_code():
    """Names of all variables that the settings modules read."""
    names = set()
    for path in [*ROOT.glob("cms/settings/*.py"), *ROOT.glob("deploy/*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or getattr(node.func, "id", "") not in READERS:
                continue
            if node.args and isinstance(node.args[0], ast.Constant):
                names.add(node.args[0].value)
    return names


def test_every_variable_is_explained():
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    listed = {match[1] for line in lines if (match := re.match(r"#?\s?([A-Z][A-Z0-9_]+)=", line))}
    assert read_in_code() <= listed
    compose = {
        "POSTGRES_PASSWORD",
        "PORT",
        "COMPOSE_PROJECT_NAME",
        "S3_ADMIN_ACCESS_KEY",
        "S3_ADMIN_SECRET_KEY",
        "SITE_HOST",
        "FILES_HOST",
        "VALKEY_PASSWORD",
    }
    assert listed - read_in_code() <= compose | {"DJANGO_SETTINGS_MODULE", "WEB_WORKERS"}


def test_numbers_in_attributes_stay_numbers():
    """maxlength="5.000" would cut what people type after five letters; for people there is `|so`."""
    page = Template('maxlength="{{ limit }}" {{ limit|so }}')
    assert page.render(Context({"limit": 5000})) == 'maxlength="5000" 5.000'
