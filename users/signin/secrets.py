"""Encryption at rest: secrets of second factors, so that a copy of the database opens no account; typed addresses.

The key is derived from the first of settings.MFA_SECRET_KEYS; the others are still tried to decrypt. If there is none,
SECRET_KEY and its fallbacks are used. `manage.py seal_second_factors` encrypts secrets that are stored plainly or with
an older key.
"""

from __future__ import annotations

import base64
import logging
import secrets

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

SALT = "users.signin.secrets"
PREFIX = "fernet:"  # plain secrets are Base32 and hexadecimal, so none of them begins like this

log = logging.getLogger(__name__)


def encrypt(text: str) -> str:
    """`text` for the database, encrypted with the first key."""
    return PREFIX + _keys().encrypt(text.encode()).decode()


def decrypt(stored: str) -> str:
    """The text of a stored secret; one from before the encryption is returned as it is.

    Raises InvalidToken when none of the keys fits.
    """
    if not stored.startswith(PREFIX):
        return stored
    return _keys().decrypt(stored.removeprefix(PREFIX).encode()).decode()


def decrypt_or_refuse(stored: str) -> str:
    """decrypt(), or a random secret to which no code belongs when the keys are lost: the sign-in is refused, logged."""
    try:
        return decrypt(stored)
    except InvalidToken:
        log.error("a second factor cannot be decrypted: MFA_SECRET_KEYS or SECRET_KEY_FALLBACKS lack its key")
        return base64.b32encode(secrets.token_bytes(20)).decode()


def _keys() -> MultiFernet:
    secrets_used = settings.MFA_SECRET_KEYS or [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (salted_hmac(SALT, "", secret=key, algorithm="sha256").digest() for key in secrets_used)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in digests])
