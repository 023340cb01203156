"""What is sent in place of a security key is refused in words, whatever it is."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
KEY = {"id": "a", "rawId": "a", "type": "public-key"}
ANSWER = {"clientDataJSON": "a", "attestationObject": "a", "authenticatorData": "a", "signature": "a"}
ODD = (
    "[" * 100_000,
    "[]",
    "7",
    json.dumps({"id": 1}),
    json.dumps({"id": "a", "response": []}),
    json.dumps(KEY | {"response": ANSWER}),
    json.dumps(KEY | {"rawId": "AAAA", "id": "AAAA", "response": dict.fromkeys(ANSWER, "AAAA")}),
)


def refused(client, address):
    for credential in ODD:
        response = client.post(address, {"credential": credential, "name": "Khóa"})
        assert response.status_code in {200, 400}, credential[:60]


def test_no_key_is_added_of_what_is_none(client_for):
    client = client_for(make_user())
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    address = reverse("mfa_add_webauthn")
    assert client.get(address).status_code == 200
    refused(client, address)
    assert not Authenticator.objects.exists()


def test_what_is_no_key_lets_nobody_in(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {}
    user = make_user()
    TOTP.activate(user, generate_totp_secret())
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    address = reverse("mfa_authenticate")
    assert client.get(address).status_code == 200
    refused(client, address)
    assert client.get(reverse("users:profile")).status_code == 302
