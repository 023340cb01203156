"""What production runs, run together without containers: proxies, web, workers, storage, the first day."""

import sys

import pytest
from django.conf import settings

from tests.processes import Running
from tests.shipped.__main__ import SECONDS
from tests.shipped.check import CHECKS


@pytest.mark.night
def test_the_shipped_stack_keeps_what_it_promises():
    """All services of docker-compose.yml with the files that they mount. `make stack` checks the same in containers."""
    running = Running([sys.executable, "-m", "tests.shipped", "check"], cwd=settings.BASE_DIR)
    try:
        code = running.ends(seconds=SECONDS + 30)
    finally:
        running.kill()
    passed = [line for line in running.said.splitlines() if line.startswith("đúng")]
    assert code == 0 and len(passed) == len(CHECKS), running.said
