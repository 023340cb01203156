"""A story for the tests of routing."""

import pytest

from tests.factories import make_article


@pytest.fixture
def article(db):
    """A story of the section, published."""
    return make_article("Gác máy trước, nghĩ sau", slug="gac-may")
