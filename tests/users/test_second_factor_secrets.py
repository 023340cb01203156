"""Secrets of second factors are encrypted in the database; older rows go on working and are sealed by a command."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from cryptography.fernet import InvalidToken
from django.core.cache import cache
from django.core.management import call_command

from tests.factories import PASSWORD, make_user, totp_code
from users.signin import secrets

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00", tick=False)]
CODE = "/tai-khoan/hai-lop/dang-nhap/"
KEYS = ["k" * 40, "a" * 40]


@pytest.fixture
def enrolled():
    """(account, its app's secret, its recovery codes)."""
    user, secret = make_user("lan@thu.example"), generate_totp_secret()
    TOTP.activate(user, secret)
    return user, secret, RecoveryCodes.activate(user).get_unused_codes()


def signs_in(client, user, code):
    """Whether password and `code` sign `user` in, as on a machine that has not seen any code."""
    cache.clear()
    client.logout()
    client.post("/tai-khoan/dang-nhap/", {"login": user.email, "password": PASSWORD})
    return client.post(CODE, {"code": code}).status_code == 302


def stored():
    return " ".join(str(row.data) for row in Authenticator.objects.all())


def make_plain(secret):
    """What stood in the database before the encryption."""
    seed = secrets.decrypt(Authenticator.objects.get(type="recovery_codes").data["seed"])
    for kind, name, value in (("totp", "secret", secret), ("recovery_codes", "seed", seed)):
        row = Authenticator.objects.get(type=kind)
        row.data[name] = value
        row.save()


@pytest.mark.parametrize("keys", [[], KEYS], ids=["SECRET_KEY", "keys of their own"])
def test_nobody_reads_a_secret_in_the_database_and_its_owner_signs_in(client, settings, enrolled, keys):
    user, secret, codes = enrolled
    settings.MFA_SECRET_KEYS = keys and [*keys, settings.SECRET_KEY]
    call_command("seal_second_factors")
    settings.MFA_SECRET_KEYS = keys
    assert secret not in stored() and stored().count(secrets.PREFIX) == 2
    assert signs_in(client, user, totp_code(secret)) and signs_in(client, user, codes[0])
    assert not signs_in(client, user, "000000") and not signs_in(client, user, codes[0]), "a used one"


def test_rows_from_before_go_on_and_are_sealed(client, enrolled, capsys):
    user, secret, codes = enrolled
    make_plain(secret)
    assert secret in stored() and signs_in(client, user, totp_code(secret)) and signs_in(client, user, codes[0])
    call_command("seal_second_factors")
    assert "sealed: 2, unreadable: 0" in capsys.readouterr().out
    assert secret not in stored()
    assert signs_in(client, user, totp_code(secret)) and signs_in(client, user, codes[1])


def test_keys_are_changed_without_asking_anybody_to_enrol_again(client, settings, enrolled):
    user, secret, _codes = enrolled
    settings.MFA_SECRET_KEYS = [KEYS[0], settings.SECRET_KEY]
    assert signs_in(client, user, totp_code(secret)), "the older key still decrypts"
    call_command("seal_second_factors")
    settings.MFA_SECRET_KEYS = KEYS[:1]
    assert signs_in(client, user, totp_code(secret)), "and is not needed any more"


def test_with_lost_keys_no_code_fits_and_nothing_breaks(client, settings, enrolled, capsys):
    user, secret, codes = enrolled
    settings.MFA_SECRET_KEYS = KEYS
    row = Authenticator.objects.get(type="totp")
    with pytest.raises(InvalidToken):
        secrets.decrypt(row.data["secret"])
    for code in (totp_code(secret), codes[0], totp_code("")):
        assert not signs_in(client, user, code)
    call_command("seal_second_factors")
    assert "sealed: 0, unreadable: 2" in capsys.readouterr().out
    settings.MFA_SECRET_KEYS = []
    assert signs_in(client, user, totp_code(secret)), "once the key is back"


def test_a_code_is_good_in_its_own_period_and_once(client, enrolled):
    """allauth remembers a used code for one period: a longer tolerance would let it be used again."""
    user, secret, _codes = enrolled
    own = int(time.time()) // 30
    codes = [format_hotp_value(hotp_value(secret, own + step)) for step in (-1, 1, 0)]
    assert [signs_in(client, user, code) for code in codes] == [False, False, True]
    client.logout()
    client.post("/tai-khoan/dang-nhap/", {"login": user.email, "password": PASSWORD})
    assert client.post(CODE, {"code": codes[2]}).status_code == 200, "used, and not forgotten"
