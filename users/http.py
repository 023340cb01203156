"""The request of somebody who is signed in, for type checkers."""

from __future__ import annotations

from django.http import HttpRequest

from users.models import User


class SignedInRequest(HttpRequest):
    """A request whose view lets nobody in who is not signed in, as Wagtail does below /admin/."""

    user: User
