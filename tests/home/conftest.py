"""The city of content for the modules that walk through it."""

import pytest


@pytest.fixture
def city(db):
    """The module is marked with the world "city" (tests/city.py)."""
