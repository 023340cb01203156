"""Two newsrooms with their people, for every test of the desk."""

import pytest

from tests import desk_world


@pytest.fixture
def newsroom(db):
    """{"section", "other", accounts by name}; the module is marked with the world "desk"."""
    return desk_world.things()
