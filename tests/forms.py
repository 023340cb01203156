"""Forms of a page, sent as a browser does: with the token that the page gave."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client

from users.signin.backend import LOGIN_BACKEND


def press(user: Any, page: str, action: str) -> HttpResponse:
    """Open `page` as `user` and send its form to `action`, with the token that stands in that very form."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(user, backend=LOGIN_BACKEND)
    html = client.get(page).content.decode()
    form = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', html, re.DOTALL)
    assert form, f"{page} has no form to {action}"
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form[0])
    return client.post(action, {"csrfmiddlewaretoken": token[1]} if token else {})
