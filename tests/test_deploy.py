"""The containers' own commands run without containers, and the files around them fit together."""

import json
import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from datetime import timedelta
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.db import connection
from django.utils import timezone
from wagtail.models import PageLogEntry

from home.models import ContentPage
from jobs.management.commands import work
from jobs.models import ScheduledRun, WorkerHeartbeat
from jobs.schedule import PUBLISHING
from tests.factories import make_home
from tests.processes import PATIENCE, Running
from tests.shipped import shipped
from tools.devserver import state

pytestmark = pytest.mark.meta

ROOT = Path(settings.BASE_DIR)
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))


def production_environment(**changes):
    """Production settings on the test services; only what this test needs is loosened."""
    database = settings.DATABASES["default"]
    user = f"{database['USER']}:{database['PASSWORD']}" if database["PASSWORD"] else database["USER"]
    values = {name: getattr(settings, name) for name in dir(settings) if name.startswith("S3_")}
    storage = {name: value for name, value in values.items() if isinstance(value, str)}
    return {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": os.environ.get("HOME", "/"),
        "DJANGO_SETTINGS_MODULE": "cms.settings.production",
        "SECRET_KEY": "only-for-this-test-" * 4,
        "SITE_URL": "https://site.example.vn",
        "ALLOWED_HOSTS": "127.0.0.1,site.example.vn",
        "DATABASE_URL": f"postgres://{user}@{database['HOST']}:{database['PORT']}/{database['NAME']}",
        "CACHE_URL": "redis://127.0.0.1:1/0",
        "EMAIL_HOST": "127.0.0.1",
        **storage,
        "S3_PUBLIC_ENDPOINT_URL": "https://tai.example.vn",
        **changes,
    }


@pytest.fixture(scope="module")
def image():
    """What the image's build stage makes: compiled translations and hashed static files. One process at a time."""
    command = ["sh", "deploy/build.sh"]
    with state.locked(ROOT / ".test-services" / "image.lock"):
        subprocess.run(command, cwd=ROOT, env=production_environment(), check=True, capture_output=True, timeout=120)


@pytest.fixture
def container(tmp_path, image):
    """Start `entrypoint.sh <command>` and return the process; stopped at the end, whatever happens."""
    running = []

    def start(command, **changes):
        entrypoint = ["sh", str(ROOT / "deploy" / "entrypoint.sh"), command]
        running.append(Running(entrypoint, env=production_environment(**changes), cwd=tmp_path))
        return running[-1]

    yield start
    for process in running:
        process.kill()


def listening(process):
    """The port that the web container took: it is told to take any that is free."""
    process.says("Listening at: http://127.0.0.1:")
    return int(re.search(r"Listening at: http://127\.0\.0\.1:(\d+)", process.said)[1])


def answer(port, path, process, **headers):
    """(status, body); fails with the server's output when it gives none."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    opener = urllib.request.build_opener(NoRedirect)
    try:
        with opener.open(request, timeout=PATIENCE) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()
    except OSError as error:
        raise AssertionError(f"{path}: {error}\n{process.said}") from error


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


def packages(lock):
    return set(re.findall(r"^([a-z0-9-]+)==", (ROOT / lock).read_text(encoding="utf-8"), re.M))


def test_the_image_is_built_without_development_packages():
    """build.sh runs where requirements.txt alone is installed: an import of anything else fails there."""
    missing = packages("requirements-dev.txt") - packages("requirements.txt")
    modules = [name for name, of in metadata.packages_distributions().items() if {one.lower() for one in of} <= missing]
    assert {"psutil", "pytest"} <= set(modules)
    script = (ROOT / "deploy" / "build.sh").read_text(encoding="utf-8")
    for module in re.findall(r"python -m (\S+)", script):
        loaded = f"import sys, importlib; sys.modules |= dict.fromkeys({modules}); importlib.import_module('{module}')"
        result = subprocess.run([sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, text=True, timeout=60)
        assert result.returncode == 0, result.stderr


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_web_container_answers_and_stops_on_sigterm(container):
    process = container("web", PORT="0", BIND="127.0.0.1", WEB_WORKERS="1", WORKER_TMP="/tmp")
    port = listening(process)
    assert answer(port, "/healthz", process)[0] == 200
    status, _body = answer(port, "/vi/can-giup-do/", process)
    assert status == 301, "plain HTTP must be sent to HTTPS"
    status, body = answer(port, "/vi/can-giup-do/", process, **{"X-Forwarded-Proto": "https"})
    assert status == 200, "the help page answers even with the cache away"
    assert b"111" in body
    for prefix in ("/vi", "/khong-co"):  # gunicorn takes it from a proxy on the same machine, which passes it on
        headers = {"X-Forwarded-Proto": "https", "SCRIPT_NAME": prefix}
        assert answer(port, "/vi/can-giup-do/", process, **headers)[0] == 200
    many = "&".join(f"loai=la-{n}" for n in range(500))  # the server's own word would be 414, in English
    status, _body = answer(port, f"/vi/can-giup-do/?{many}", process, **{"X-Forwarded-Proto": "https"})
    assert status == 200
    headers = {"Referer": "https://site.example.vn/vi/tim-kiem/?q=song+nua", "User-Agent": "Zalo-cua-em"}
    typed = "/vi/tim-kiem/?q=muon+chet"
    assert answer(port, typed, process, **headers, **{"X-Forwarded-Proto": "https"})[0] == 200
    answer(port, "/vi/khong-co/?q=muon+chet", process, **headers, **{"X-Forwarded-Proto": "https"})
    answer(port, f"/xem-truoc/{'khoa-rieng-' * 3}/", process, **{"X-Forwarded-Proto": "https"})
    assert process.ends(signal.SIGTERM) == 0, process.said
    log = process.said
    assert "GET /vi/tim-kiem/ 200" in log, "the log tells the way and the answer"
    assert log.count("/xem-truoc/…") == 2, "the server and the site have each logged it"
    for secret in ("khoa-rieng", "muon", "chet", "song+nua", "Zalo-cua-em", "127.0.0.1 "):
        assert secret not in log, f"what a reader typed or is was written down: {secret}"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("command", ["worker", "scheduler"])
def test_worker_and_scheduler_stop_on_sigterm(container, command):
    process = container(command)
    if command == "worker":
        process.until(WorkerHeartbeat.objects.exists, "its heart beats")
    else:
        process.says("Bộ hẹn giờ")
    assert process.ends(signal.SIGTERM) == 0, process.said


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_scheduler_publishes_again_after_postgresql_restarted(container):
    """A restart ends every connection, as pg_terminate_backend does: the scheduler's next look takes a new one."""
    process = container("scheduler")
    for title in ("Trước", "Sau"):
        page = due_page(title)
        ScheduledRun.objects.filter(job=PUBLISHING).update(started_at=None)
        process.until(lambda: ContentPage.objects.live().filter(pk=page.pk).exists(), f"“{title}” is published")  # noqa: B023
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
    assert process.ends(signal.SIGTERM) == 0, process.said


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_schedulers_at_once_publish_each_page_once(container):
    """Two processes on one database: all that is due comes out, with one entry in its log, and neither has an error."""
    two = [container("scheduler") for _process in range(2)]
    for process in two:
        process.says("Bộ hẹn giờ")
    pages: list[int] = []
    for turn in ("đầu", "hai", "ba"):
        pages += [due_page(f"Lượt {turn}, trang {number}").pk for number in range(4)]
        ScheduledRun.objects.filter(job=PUBLISHING).update(started_at=None)
        waiting = ContentPage.objects.filter(pk__in=pages, live=False)
        two[0].until(lambda: not waiting.exists(), "every page is out")  # noqa: B023
    for process in two:
        assert process.ends(signal.SIGTERM) == 0, process.said
        assert "Traceback" not in process.said, process.said
    log = PageLogEntry.objects.filter(page__in=pages, action__startswith="wagtail.publish")
    assert sorted(log.values_list("page", flat=True)) == sorted(pages)
    assert not ScheduledRun.objects.exclude(error="").exists()


def due_page(title):
    home = make_home()
    page = home.add_child(instance=ContentPage(title=title, locale=home.locale, live=False))
    page.go_live_at = timezone.now() - timedelta(minutes=1)
    page.save_revision(approved_go_live_at=page.go_live_at)
    return page


@pytest.mark.slow
def test_entrypoint_refuses_to_start_without_secrets(container):
    process = container("web", SECRET_KEY="", PORT="0")
    assert process.ends() != 0
    assert "SECRET_KEY" in process.said


def test_compose_has_every_part_and_no_default_secret():
    services = COMPOSE["services"]
    assert {"edge-cache", "web", "worker", "scheduler", "db", "s3", "valkey", "clamav"} <= set(services)
    text = json.dumps(COMPOSE)
    names = ("POSTGRES_PASSWORD", "VALKEY_PASSWORD")
    for name in (*names, "S3_ADMIN_SECRET_KEY", "S3_QUARANTINE_SECRET_KEY", "S3_RELEASED_SECRET_KEY"):
        assert f"${{{name}:?" in text, name
        assert f"${{{name}:-" not in text, name
    for name in ("db", "s3", "valkey", "clamav", "web"):
        assert "healthcheck" in services[name], name


def test_only_who_makes_the_buckets_holds_the_storage_administrators_key():
    """`env_file` hands every variable of .env to web and workers; docs/security.md, rule 16."""
    services = shipped.services(shipped.variables())
    assert services["web"].environment["S3_RELEASED_SECRET_KEY"]
    assert {name for name, has in services.items() if has.environment.get("S3_ADMIN_SECRET_KEY")} == {"migrate", "s3"}
    assert {name for name, has in services.items() if has.environment.get("S3_ADMIN_ACCESS_KEY")} == {"migrate", "s3"}


OURS = {"migrate", "web", "worker", "worker-clips", "worker-short", "scheduler"}


def test_no_container_gains_rights_or_writes_its_image_and_no_log_fills_the_disk():
    assert {name for name, service in COMPOSE["services"].items() if "build" in service} == OURS
    for name, service in COMPOSE["services"].items():
        assert {"max-size", "max-file"} == set(service["logging"]["options"]), name
        assert service["read_only"] and service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert "cap_add" not in service or name not in OURS


def test_only_the_tls_edge_is_reachable_from_outside_and_it_reaches_no_data():
    assert [name for name, service in COMPOSE["services"].items() if "ports" in service] == ["tls"]
    networks = {name: set(service["networks"]) for name, service in COMPOSE["services"].items()}
    assert {name for name, joined in networks.items() if "data" in joined} == OURS | {"db", "valkey", "s3"}
    assert networks["db"] == networks["valkey"] == {"data"} and COMPOSE["networks"]["data"] == {"internal": True}
    assert networks["tls"] & networks["web"] == set(), "all requests pass the edge cache"
    for name, reached in (
        ("tls", "edge-cache"), ("tls", "s3"), ("edge-cache", "web"), ("worker-short", "edge-cache"),
        ("web", "clamav"), ("worker", "clamav"),
    ):  # fmt: skip
        assert networks[name] & networks[reached], (name, reached)
    assert set().union(*networks.values()) == set(COMPOSE["networks"])


def shipped_text(name):
    return (ROOT / "deploy" / name).read_text(encoding="utf-8")


def test_what_readers_type_stands_in_no_log():
    """Neither in that of the web server nor in those of the two proxies before it: no query, no address of a reader."""
    (log_format,) = re.findall(r"--access-logformat '([^']+)'", shipped_text("entrypoint.sh"))
    assert set(re.findall(r"%\((\w+)\)", log_format)) <= {"t", "m", "U", "s", "B", "M"}
    assert "exclude http.log.error http.log.access" in shipped_text("Caddyfile")
    assert "vsl_mask=none" in COMPOSE["services"]["edge-cache"]["command"]


def test_nobody_outside_empties_the_edge():
    assert re.search(r"@purge method PURGE\s+respond @purge 405", shipped_text("Caddyfile"))


def test_what_the_scanner_did_not_read_whole_is_not_clean():
    conf = dict(line.split(maxsplit=1) for line in shipped_text("clamd.conf").splitlines() if line[:1] not in {"", "#"})
    limits = [int(conf[name].removesuffix("M")) * 2**20 for name in ("StreamMaxLength", "MaxScanSize", "MaxFileSize")]
    assert min(limits) >= settings.CLAMD_MAX_BYTES
    assert conf["AlertExceedsMax"] == conf["AlertEncrypted"] == "yes"


def test_commands_of_our_containers_exist():
    script = (ROOT / "deploy" / "entrypoint.sh").read_text(encoding="utf-8")
    for name in ("web", "worker", "scheduler", "migrate"):
        assert COMPOSE["services"][name]["command"].split()[0] == name
        branch = script.split(f"  {name})", 1)[1].split(";;", 1)[0]
        assert f"export PROCESS_ROLE={name}\n" in branch, "its time-outs"


def run_script(name, tmp_path, program, **environment):
    """Run deploy/<name> with a stand-in for `program` that shows its arguments and its standard input."""
    (tmp_path / program).write_text('#!/bin/sh\necho "$@"\ncat\n')
    (tmp_path / program).chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    command = ["sh", str(ROOT / "deploy" / name)]
    return subprocess.run(
        command,
        env={"PATH": path, "TMPDIR": str(tmp_path), **environment},
        input="",
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_valkey_has_a_password_with_any_sign_that_no_list_of_processes_shows(tmp_path):
    output = run_script("valkey.sh", tmp_path, "docker-entrypoint.sh", VALKEY_PASSWORD='a@b/c#d%e"f\\g$h').stdout
    assert output.startswith("valkey-server -\n") and 'requirepass "a@b/c#d%e\\"f\\\\g$h"\n' in output
    assert run_script("valkey.sh", tmp_path, "docker-entrypoint.sh").returncode, "none is no password"
    for name in ("web", "worker", "scheduler", "migrate"):
        assert COMPOSE["services"][name]["environment"]["CACHE_PASSWORD"].startswith("${VALKEY_PASSWORD:?"), name


def test_the_storage_server_knows_the_buckets_by_their_names_of_the_settings(tmp_path):
    keys = {
        f"S3_{name}_{key}": "x" for name in ("ADMIN", "QUARANTINE", "RELEASED") for key in ("ACCESS_KEY", "SECRET_KEY")
    }
    for names in (("quarantine", "released"), ("ct-cach-ly", "ct-phat-hanh")):
        variables = dict(zip(("S3_QUARANTINE_BUCKET", "S3_RELEASED_BUCKET"), names, strict=True))
        result = run_script("s3.sh", tmp_path, "weed", **keys, **(variables if names[0] != "quarantine" else {}))
        assert result.returncode == 0, result.stderr
        config = json.loads((tmp_path / "s3.json").read_text())
        actions = {identity["name"]: identity["actions"] for identity in config["identities"]}
        for zone, name in zip(("quarantine", "released"), names, strict=True):
            assert actions[zone] == [f"Read:{name}", f"Write:{name}", f"List:{name}"]
    assert set(variables) <= set(COMPOSE["services"]["s3"]["environment"])


def test_every_queue_has_a_process_and_clips_have_their_own():
    commands = {name: service["command"] for name, service in COMPOSE["services"].items() if "command" in service}
    queues = {name: command.split()[2] for name, command in commands.items() if "worker --queues" in command}
    assert set(",".join(queues.values()).split(",")) == set(work.ALL_QUEUES.split(","))
    assert [name for name, served in queues.items() if "clips" in served] == ["worker-clips"]
    assert queues["worker-clips"] == "clips"
