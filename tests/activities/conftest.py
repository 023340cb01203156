"""Accounts that several modules of contests ask with."""

import pytest

from tests.factories import make_user
from users.roles import grant, sync_roles


@pytest.fixture
def desk(client_for):
    """`desk()` → a client of the education department; each call another person."""
    sync_roles()

    def one(role="education"):
        user = make_user()
        grant(user, role)
        return client_for(user)

    return one
