"""Texts with a link that lets its reader in are unreadable in the database: a stolen copy of it opens nothing."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet
from django.utils.crypto import salted_hmac

SALT = "notifications.sealing"


def seal(text: str) -> str:
    """`text` encrypted with a key made from SECRET_KEY."""
    return _fernet().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text of seal(). Raises cryptography.fernet.InvalidToken when SECRET_KEY has changed since."""
    return _fernet().decrypt(sealed.encode()).decode()


def _fernet() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(salted_hmac(SALT, "", algorithm="sha256").digest()))
