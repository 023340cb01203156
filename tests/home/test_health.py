"""/healthz touches nothing; /readyz tells strangers yes or no, and staff why."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from base.middleware import CAN_RENDER
from home import health
from jobs.models import ScheduledRun, WorkerHeartbeat
from tests.factories import make_user


def test_healthz_needs_no_database(client):  # no django_db mark: a query would fail the test
    response = client.get("/healthz")
    assert (response.status_code, response.text) == (200, "ok")


@pytest.mark.django_db
def test_the_edge_hears_whether_pages_can_be_rendered_and_the_engine_does_not(client, monkeypatch, settings):
    """Asked by the name of a container and over plain HTTP; without a database containers stay as they are."""
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["site.example.vn"], True
    names = {"host": "web"}
    assert client.get(CAN_RENDER, headers=names).status_code == 200

    def away(*_args):
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "cursor", away)
    response = client.get(CAN_RENDER, headers=names)
    assert (response.status_code, response["Cache-Control"]) == (503, "no-store")
    assert "refused" not in response.text
    assert client.get("/healthz", headers=names).status_code == 200
    root = Path(settings.BASE_DIR)
    assert f'.url = "{CAN_RENDER}"' in (root / "deploy" / "varnish.vcl").read_text(encoding="utf-8")
    assert CAN_RENDER not in (root / "docker-compose.yml").read_text(encoding="utf-8")


@pytest.mark.django_db(transaction=True)  # each check asks on a connection of its own
def test_readyz_is_200_with_a_living_worker_and_scheduler_and_503_without_either(client):
    assert client.get("/readyz").status_code == 503
    now, tomorrow = timezone.now(), timezone.now() + timedelta(days=1)
    WorkerHeartbeat.objects.create(worker_id="ahead", seen_at=tomorrow)
    run = ScheduledRun.objects.create(job="publish_scheduled", succeeded_at=now)
    assert client.get("/readyz").status_code == 503, "a worker seen while the clock was a day ahead"
    WorkerHeartbeat.objects.create(worker_id="w1", seen_at=now)
    for succeeded_at in (tomorrow, now - timedelta(minutes=6)):
        ScheduledRun.objects.filter(pk=run.pk).update(succeeded_at=succeeded_at)
        assert client.get("/readyz").status_code == 503, "due stories have not been published for six minutes"
    ScheduledRun.objects.filter(pk=run.pk).update(succeeded_at=timezone.now())
    response = client.get("/readyz")
    assert (response.status_code, response.text) == (200, "ok")


@pytest.mark.django_db
def test_only_staff_read_the_details(client_for):
    for user, allowed in ((make_user(is_staff=True), True), (make_user(), False)):
        response = client_for(user).get("/readyz")
        assert response.status_code == 503
        assert ("parts" in response.text) is allowed


@pytest.mark.django_db
def test_a_parser_that_would_reach_the_network_is_an_alarm(client_for, open_network):
    staff = client_for(make_user(is_staff=True))
    parts = staff.get("/readyz").json()["parts"]
    assert not parts["sandbox"]["ok"] and "still reached" in parts["sandbox"]["note"]
    open_network.undo()
    assert staff.get("/readyz").json()["parts"]["sandbox"]["ok"], "it heals by itself"


@pytest.mark.django_db
@pytest.mark.parametrize("part", ["database", "storage", "cache", "sandbox", "worker", "scheduler"])
def test_whatever_hangs_readyz_answers_and_piles_up_no_threads(client_for, monkeypatch, part):
    """The limit is what the test waits for: without it the request would never end."""
    assert health.ANSWER_SECONDS < 3
    go_on, calls = threading.Event(), []

    def hang():
        calls.append(threading.current_thread().name)
        go_on.wait(60)
        return ""

    monkeypatch.setattr(health, "ANSWER_SECONDS", 0.2)
    monkeypatch.setattr(health, "CHECKS", {name: lambda: "" for name in health.CHECKS} | {part: hang})
    monkeypatch.setattr(health, "_runs", {})
    try:
        for _probe in range(3):
            response = client_for(None).get("/readyz")
            assert (response.status_code, response.text) == (503, "not ready")
        assert calls == [f"readyz-{part}"], "one thread hangs, whoever asks"
    finally:
        go_on.set()
    health._runs[part].join(60)
    assert client_for(None).get("/readyz").status_code == 200, "it heals by itself"
