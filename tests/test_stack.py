"""What production runs, run together, natively and in containers: proxies, web, workers, storage, the first day."""

import sys

import pytest
from django.conf import settings

from tests.processes import Running
from tools.stack.__main__ import SECONDS
from tools.stack.check import CHECKS
from tools.stack.containers import record
from tools.stack.containers.backup import CHECKS_IN_CONTAINERS


def keeps_its_promises(checks, *arguments: str) -> None:
    """One line for each of `checks` (tools/stack/check.py); what failed says what was seen."""
    running = Running([sys.executable, "-m", "tools.stack", "check", *arguments], cwd=settings.BASE_DIR)
    try:
        code = running.ends(seconds=SECONDS + 30)
    finally:
        running.kill()
    kept = [line for line in running.said.splitlines() if line.startswith("đúng")]
    assert code == 0 and len(kept) == len(checks), running.said


@pytest.mark.slow
def test_the_shipped_stack_keeps_what_it_promises():
    """All services of docker-compose.yml with the files that they mount, without containers."""
    keeps_its_promises(CHECKS)


@pytest.mark.slow
@pytest.mark.timeout(SECONDS + 60)  # the first run makes all images
def test_what_containers_are_made_of_was_seen_to_work_in_containers():
    """Runs make stack where a file that ships changed since the last green run; fails where no container can run."""
    if record.changed():
        keeps_its_promises(CHECKS_IN_CONTAINERS, "containers")
    assert record.changed() == []


def test_a_changed_file_that_ships_asks_for_another_run_in_containers(tmp_path, monkeypatch):
    """Changed, new, gone: each is named; the record itself and what Python leaves are not of what ships."""
    monkeypatch.setattr(record, "ROOT", tmp_path)
    monkeypatch.setattr(record, "RECORD", tmp_path / "tools/stack/containers/checked.txt")
    for name in ("Dockerfile", "deploy/a.sh", "deploy/__pycache__/a.pyc", "tools/stack/containers/checked.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    assert record.changed() == ["Dockerfile", "deploy/a.sh"]
    record.write()
    assert record.changed() == []
    (tmp_path / "Dockerfile").write_text("FROM nothing")
    (tmp_path / "deploy/a.sh").rename(tmp_path / "deploy/b.sh")
    assert record.changed() == ["Dockerfile", "deploy/a.sh", "deploy/b.sh"]
