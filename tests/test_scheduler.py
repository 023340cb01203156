"""The clock of the installation (deploy/scheduler.py): every job in its turn, stories at their hour."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core import management
from django.utils import timezone

from deploy import scheduler
from home.models import ContentPage
from tests.factories import make_home

#: Commands of ours that people run, or a container's entrypoint: the clock leaves them alone.
BY_HAND = {"load_checklist", "rebuild_search", "seed_demo", "sync_roles", "verify_media", "work"}


@pytest.fixture
def asked(monkeypatch):
    """Command lines that were run instead of the real ones; put one into `asked.broken` to let it fail."""

    class Asked(list):
        broken: set = set()

    found, real = Asked(), management.call_command

    def call(*job):
        found.append(job)
        if job in found.broken:
            raise RuntimeError("away")
        if job == ("publish_scheduled",):
            real(*job)

    monkeypatch.setattr(management, "call_command", call)
    return found


@pytest.mark.django_db
def test_a_page_with_an_hour_comes_out_by_itself(asked):
    home = make_home()
    page = home.add_child(instance=ContentPage(title="Giờ hẹn", locale=home.locale, live=False))
    hour = timezone.now() - timedelta(minutes=1)
    page.go_live_at = hour
    page.save_revision(approved_go_live_at=hour)
    assert not ContentPage.objects.live().filter(pk=page.pk).exists()
    scheduler.run_due({}, now=0)
    assert ContentPage.objects.live().filter(pk=page.pk).exists()


@pytest.mark.django_db
def test_each_job_comes_again_when_its_time_is_over(asked):
    last = {}
    scheduler.run_due(last, now=1000)
    assert asked == list(scheduler.JOBS)
    scheduler.run_due(last, now=1059)
    assert len(asked) == len(scheduler.JOBS)
    scheduler.run_due(last, now=1060)
    again = asked[len(scheduler.JOBS) :]
    assert again == [job for job, seconds in scheduler.JOBS.items() if seconds == 60]
    assert ("publish_scheduled",) in again


@pytest.mark.django_db
def test_a_job_that_fails_stops_no_other_and_has_its_next_turn(asked):
    asked.broken = {("reap_tasks",)}
    last = {}
    scheduler.run_due(last, now=0)
    assert asked == list(scheduler.JOBS)
    scheduler.run_due(last, now=60)
    assert asked.count(("reap_tasks",)) == 2


def test_every_command_of_ours_is_run_by_the_clock_or_by_hand():
    ours = {path.stem for path in Path(settings.BASE_DIR).glob("*/management/commands/[a-z]*.py")}
    run = {job[0] for job in scheduler.JOBS}
    assert len(ours) > 10 and ours >= BY_HAND
    assert ours - BY_HAND <= run
    assert run - ours == {"publish_scheduled", "prune_db_task_results", "clearsessions"}
