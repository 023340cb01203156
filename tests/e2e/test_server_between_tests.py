"""The tests' server answers within a test alone: a closed page's last request never meets the next test's database."""

import http.client
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.world("help")


def test_a_request_between_two_tests_is_turned_away_and_one_within_is_answered(person, live_server, server_at_work):
    def answered() -> int:
        line = http.client.HTTPConnection(urlsplit(live_server.url).netloc, timeout=30)
        line.request("GET", "/vi/")
        with line.getresponse() as response:
            response.read()
            return response.status

    assert answered() == 200
    server_at_work.rest()
    assert answered() == 503 and not server_at_work.under_way  # nothing is counted that was turned away
    server_at_work.open()
    assert answered() == 200
