"""The schedule of the installation (jobs/schedule.py): every job in its turn, once, and stories at their hour."""

from concurrent.futures import Future
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from home.models import ContentPage
from jobs import schedule
from jobs.management.commands.run_schedule import start_due
from jobs.models import ScheduledRun
from tests.factories import make_home

#: Commands of ours that people run, or a container's entrypoint: the schedule leaves them alone.
BY_HAND = {
    "drop_second_factor",
    "first_day",
    "learn_distress",
    "load_checklist",
    "reader_text",
    "rebuild_search",
    "run_schedule",
    "seal_second_factors",
    "seed_demo",
    "sync_site",
    "verify_media",
    "work",
}

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00", tick=False)]


@pytest.fixture
def asked(monkeypatch):
    """Command lines that were run instead of the real ones; put one into `asked.broken` to let it fail."""

    class Asked(list):
        broken: set = set()

    calls = Asked()

    def call(*command):
        calls.append(" ".join(command))
        if calls[-1] in calls.broken:
            raise RuntimeError("away")

    monkeypatch.setattr(schedule, "call_command", call)
    return calls


def run_due():
    for job in schedule.claimed():
        schedule.record(job, schedule.execute(job))


def lines(jobs=schedule.JOBS):
    return [job.line for job in jobs]


def test_a_page_with_an_hour_comes_out_by_itself():
    home = make_home()
    page = home.add_child(instance=ContentPage(title="Giờ hẹn", locale=home.locale, live=False))
    hour = timezone.now() - timedelta(minutes=1)
    page.go_live_at = hour
    page.save_revision(approved_go_live_at=hour)
    assert not ContentPage.objects.live().filter(pk=page.pk).exists()
    run_due()
    assert ContentPage.objects.live().filter(pk=page.pk).exists()
    assert schedule.publishing_age() == 0


def test_every_job_runs_in_earnest():
    for job in schedule.JOBS:
        call_command(*job.command)
    run_due()
    assert not ScheduledRun.objects.exclude(error="").exists()
    assert ScheduledRun.objects.count() == len(schedule.JOBS)


def test_each_job_comes_again_when_its_time_is_over(asked, clock):
    run_due()
    assert asked == lines()
    asked.clear()
    clock.move_to("2026-11-18 09:01", tick=False)
    run_due()
    assert asked == []
    clock.move_to("2026-11-18 09:01:01", tick=False)
    run_due()
    assert asked == [job.line for job in schedule.JOBS if job.seconds == 60]
    assert "publish_scheduled" in asked


def test_nightly_jobs_run_once_a_night_however_often_the_scheduler_starts(asked, clock):
    nightly = lines(job for job in schedule.JOBS if not job.seconds)
    run_due()
    assert len(nightly) > 3 and set(nightly) < set(asked)
    for moment, due in (("2026-11-19 02:29", []), ("2026-11-19 02:30", nightly), ("2026-11-19 23:59", [])):
        asked.clear()
        clock.move_to(moment, tick=False)
        run_due()
        assert [line for line in asked if line in nightly] == due, moment


def test_after_a_clock_that_was_a_day_ahead_every_job_goes_on(asked, clock):
    clock.move_to("2026-11-19 09:00", tick=False)
    run_due()
    clock.move_to("2026-11-18 09:00", tick=False)
    asked.clear()
    assert schedule.publishing_age() is None, "/readyz does not take tomorrow's run for one of today"
    run_due()
    assert asked == lines()
    for moment in ("2026-11-18 09:00", "2026-11-18 08:59:30"):  # two machines differ by seconds
        asked.clear()
        clock.move_to(moment, tick=False)
        run_due()
        assert asked == [], moment


def test_of_two_schedulers_one_runs_a_job(asked):
    first, second = schedule.claimed(), schedule.claimed()
    jobs = [job for scheduler in (first, second) for job in [next(scheduler)]]
    jobs += [*first, *second]
    assert sorted(job.line for job in jobs) == sorted(lines())


def test_a_job_that_still_runs_is_not_started_beside_itself():
    """Two at once of a job that takes longer than its pause would take all the connections there are."""
    started, running = [], {}
    slots = SimpleNamespace(submit=lambda _run, job: started.append(job) or Future())
    start_due(slots, running)
    assert started == list(schedule.JOBS)
    done, *others = started
    running[done].set_result(None)
    ScheduledRun.objects.update(started_at=None)
    start_due(slots, running)
    assert started == [done, *others, done]


def test_a_job_that_fails_stops_no_other_and_has_its_next_turn(asked, clock):
    asked.broken = {"reap_tasks"}
    run_due()
    assert asked == lines()
    row = ScheduledRun.objects.get(job="reap_tasks")
    assert (row.error, row.succeeded_at) == ("RuntimeError: away", None)
    clock.move_to("2026-11-18 09:01:01", tick=False)
    asked.broken = set()
    run_due()
    row.refresh_from_db()
    assert asked.count("reap_tasks") == 2
    assert (row.error, row.succeeded_at) == ("", timezone.now())


def test_a_nightly_job_that_fails_or_is_cut_off_is_tried_again_within_the_night(asked, clock):
    run_due()
    clock.move_to("2026-11-19 02:30", tick=False)
    asked.broken = {"collect_garbage"}
    for job in schedule.claimed():
        if job.line != "tidy_evidence":  # whose scheduler is killed
            schedule.record(job, schedule.execute(job))
    for moment, again in (("2026-11-19 03:30", []), ("2026-11-19 03:31", ["collect_garbage", "tidy_evidence"])):
        clock.move_to(moment, tick=False)
        asked.clear()
        asked.broken = set()
        run_due()
        assert [line for line in asked if line in lines(job for job in schedule.JOBS if not job.seconds)] == again


def test_a_nightly_job_that_has_never_succeeded_is_tried_again_and_again(asked, clock):
    asked.broken = {"collect_garbage"}
    for moment in ("2026-11-18 09:00", "2026-11-18 10:00:01", "2026-11-18 11:00:02"):
        clock.move_to(moment, tick=False)
        asked.clear()
        run_due()
        assert "collect_garbage" in asked, moment
    assert ScheduledRun.objects.get(job="collect_garbage").succeeded_at is None


def test_an_error_of_any_length_is_recorded(monkeypatch):
    def fail(*_command):
        raise RuntimeError("x" * 5_000)

    monkeypatch.setattr(schedule, "call_command", fail)
    run_due()
    errors = ScheduledRun.objects.values_list("error", flat=True)
    assert {len(error) for error in errors} == {schedule.MAX_ERROR_CHARACTERS}


def test_other_jobs_do_not_hide_that_publishing_rests(asked, clock):
    asked.broken = {schedule.PUBLISHING}
    run_due()
    assert schedule.publishing_age() is None
    asked.broken = set()
    clock.move_to("2026-11-18 09:02", tick=False)
    run_due()
    asked.broken = {schedule.PUBLISHING}
    clock.move_to("2026-11-18 09:04", tick=False)
    run_due()
    assert schedule.publishing_age() == 120


def test_every_command_of_ours_is_run_by_the_schedule_or_by_hand():
    ours = {path.stem for path in Path(settings.BASE_DIR).glob("*/management/commands/[a-z]*.py")}
    run = {job.command[0] for job in schedule.JOBS}
    assert len(ours) > 10 and ours >= BY_HAND
    assert ours - BY_HAND <= run
    assert run - ours == {"prune_db_task_results", "clearsessions"}
