"""Encryption of letters that contain a sign-in link, so that a copy of the database does not reveal it."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet
from django.utils.crypto import salted_hmac

SALT = "notifications.sealing"


def seal(text: str) -> str:
    """`text` encrypted with a key made from SECRET_KEY."""
    return _fernet().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Decrypt the result of seal(). Raises cryptography.fernet.InvalidToken where SECRET_KEY has changed since."""
    return _fernet().decrypt(sealed.encode()).decode()


def _fernet() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(salted_hmac(SALT, "", algorithm="sha256").digest()))
