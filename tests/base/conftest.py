"""Parts of public pages that are kept, and a story that shows them."""

import pytest
from django.core.cache import cache

from tests.factories import make_article


@pytest.fixture
def parts(settings):
    """Parts alone, without the page cache above them."""
    settings.KEPT_PARTS_SECONDS = 60
    cache.clear()


@pytest.fixture
def article(db):
    """A story of the section, published."""
    return make_article("Gác máy trước, nghĩ sau", slug="gac-may")
