"""Which store this installation searches: PostgreSQL, or OpenSearch when SEARCH_URL names one."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from .opensearch import OpenSearchStore
from .store import PostgresStore, Store


@cache
def _opensearch(url: str) -> OpenSearchStore:
    return OpenSearchStore(url)


def store() -> Store:
    """The store of this installation."""
    url = getattr(settings, "SEARCH_URL", "")
    return _opensearch(url) if url else PostgresStore()
