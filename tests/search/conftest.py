"""The search server that tests ask."""

import os

import opensearch_double
import pytest

ADDRESS = os.environ.get("SEARCH_TEST_URL", "")


@pytest.fixture
def opensearch():
    """(address, the double behind it or None where it is a real one)."""
    if ADDRESS:
        yield ADDRESS, None
        return
    with opensearch_double.running() as double:
        yield double.address, double
