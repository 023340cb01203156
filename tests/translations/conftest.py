"""A site in three languages."""

import pytest

from tests import languages_world


@pytest.fixture
def site(db):
    """{"section", "admin", "km", "en"}; the module is marked with the world "languages"."""
    return languages_world.things()
