"""/healthz touches nothing; /readyz tells strangers yes or no, and staff why."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jobs.models import ScheduledRun, WorkerHeartbeat
from tests.factories import make_user


def test_healthz_needs_no_database(client):  # no django_db mark: a query would fail the test
    response = client.get("/healthz")
    assert (response.status_code, response.text) == (200, "ok")


@pytest.mark.django_db
def test_readyz_is_200_with_a_living_worker_and_scheduler_and_503_without_either(client):
    assert client.get("/readyz").status_code == 503
    WorkerHeartbeat.objects.create(worker_id="w1", seen_at=timezone.now())
    run = ScheduledRun.objects.create(job="publish_scheduled", succeeded_at=timezone.now() - timedelta(minutes=6))
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
