"""What a process of the site remembers between two requests, forgotten between two tests: their order must not matter.

The database is rolled back after a test; what was kept of its rows would speak of rows that are gone.
"""

import time

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def forgotten():
    """An empty cache, no readings that wait, no figures of another test's words, no silent scanner.

    And no request that goes on: a download that a test did not read to its end has never finished.
    """
    from articles.public import most_read
    from base import site_context
    from files.intake import scanner
    from files.storage import pause
    from search import frequencies

    site_context._of_request.set(None)
    cache.clear()
    frequencies._kept.clear()
    scanner._silent_until.clear()
    pause._silent_until.clear()
    most_read.collector._counts.clear()
    most_read.collector._last_flush = time.monotonic()
