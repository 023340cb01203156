"""Whom a browser acts for."""

from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext


def sign_in(context: BrowserContext, client: Client, address: str) -> None:
    """Give a browser the session of a test client that is signed in."""
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])
