"""Two newsrooms with their people, for every test of the newsroom."""

import pytest

from tests import two_outlets_world


@pytest.fixture
def newsroom(db):
    """{"section", "other", accounts by name}; the module is marked with the world "outlets"."""
    return two_outlets_world.things()
