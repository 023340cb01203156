"""manage.py seal_second_factors: encrypt secrets of second factors that are stored plainly or with an older key."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.core.management.base import BaseCommand
from django.db import transaction

from users.signin.secrets import decrypt, encrypt

FIELDS = ("secret", "seed")  # of a TOTP app, and of recovery codes


class Command(BaseCommand):
    """Runs with every `migrate` of the containers, and after a change of MFA_SECRET_KEYS."""

    help = "Mã hóa khóa của xác thực hai lớp còn để trần hoặc mã hóa bằng khóa cũ."

    def handle(self, **options: Any) -> None:
        """Encrypt what is stored plainly or with an older key; say how many, and how many cannot be read."""
        sealed, unreadable = 0, 0
        with transaction.atomic():
            for row in Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).select_for_update():
                try:
                    fresh = {name: encrypt(decrypt(row.data[name])) for name in FIELDS if name in row.data}
                except InvalidToken:
                    unreadable += 1
                    continue
                row.data |= fresh
                row.save(update_fields=["data"])
                sealed += 1
        self.stdout.write(f"sealed: {sealed}, unreadable: {unreadable}")
