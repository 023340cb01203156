"""The city of content, once for every module that walks through it."""

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from base.pictures import MAKE_ALL
from tests.city import PATHS, fill


@pytest.fixture(scope="module")
def city(django_db_setup, django_db_blocker):
    """Every public page type (tests/city.py), its pictures made as the worker would have made them."""
    with django_db_blocker.unblock(), transaction.atomic():
        fill()
        for path in PATHS:
            Client().get(path, **{MAKE_ALL: True})
        yield
        transaction.set_rollback(True)
    cache.clear()
