"""The search server that tests ask, and a site in three languages."""

import os

import opensearch_double
import pytest

from tests import languages_world

ADDRESS = os.environ.get("SEARCH_TEST_URL", "")


@pytest.fixture
def opensearch():
    """(address, the double behind it or None where it is a real one)."""
    if ADDRESS:
        yield ADDRESS, None
        return
    with opensearch_double.running() as double:
        yield double.address, double


@pytest.fixture
def site(db):
    """{"section", "admin", "km", "en"}; the module is marked with the world "languages"."""
    return languages_world.things()
