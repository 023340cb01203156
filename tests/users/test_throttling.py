"""Limits on tries: counted for each client's own address, also behind proxies and while the cache is away."""

import base64

import pytest
from axes.models import AccessAttempt
from django.core.cache import cache, caches
from django.test import override_settings

from tests.factories import PASSWORD, make_user
from users.signin import devices

pytestmark = pytest.mark.django_db
LOGIN, LOST, CODE = "/tai-khoan/dang-nhap/", "/tai-khoan/quen-mat-khau/", "/truong/ma/"
#: Production's cache, with no server at the address.
AWAY = {"default": {"BACKEND": "base.caching.backends.ForgivingRedisCache", "LOCATION": "redis://127.0.0.1:1/0"}}
CADDY = "172.18.0.5"
UNKNOWN_CODE = "7F3K-9QXM-2H4N"


@pytest.fixture(autouse=True)
def fresh_counters():
    cache.clear()


def sign_in(client, email, password=PASSWORD, **headers):
    return client.post(LOGIN, {"login": email, "password": password}, headers=headers).status_code


def through_proxies(address, forged=""):
    """Headers as the application gets them: Caddy drops what the client sent and names it, the edge names Caddy."""
    return {"X-Forwarded-For": ", ".join(part for part in (forged, address, CADDY) if part)}


def test_wrong_passwords_of_one_address_stop_that_address_alone(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed": "4/m/ip"}
    right = make_user("dung@thu.example")
    wrong = [sign_in(client, f"ai{n}@thu.example", "sai", **through_proxies("203.0.113.9")) for n in range(4)]
    assert wrong == [400] * 4
    for forged in ("", "198.51.100.1", "198.51.100.2"):  # another name each time does not help
        assert sign_in(client, right.email, **through_proxies("203.0.113.9", forged)) == 429
    assert sign_in(client, right.email, **through_proxies("203.0.113.10")) == 302
    assert set(AccessAttempt.objects.values_list("ip_address", flat=True)) == {"203.0.113.9"}


def test_with_the_cache_away_people_sign_in_and_guessing_still_ends(client, mailoutbox):
    right, other = make_user("dung@thu.example"), make_user("khac@thu.example")
    with override_settings(CACHES=AWAY):
        caches["default"]._limits.clear()  # of this process: other tests' tries
        assert sign_in(client, right.email) == 302
        client.logout()
        assert [sign_in(client, right.email, "sai") for _ in range(5)] == [400] * 5
        assert sign_in(client, right.email) == 429
        assert sign_in(client, other.email) == 302
        client.logout()
        assert client.post(LOST, {"email": other.email}).status_code == 302
        assert len(mailoutbox) == 1
        assert client.post(CODE, {"code": UNKNOWN_CODE}).status_code == 422


@pytest.mark.parametrize("away", [False, True])
def test_strangers_wrong_passwords_do_not_keep_the_owner_out_of_a_known_browser(client_for, settings, away):
    """The limits of allauth and of django-axes have both stopped the account; a browser that is new is stopped too."""
    settings.AXES_FAILURE_LIMIT = 5
    owner, other = make_user("dung@thu.example"), make_user("khac@thu.example")
    known, stranger = client_for(), client_for()
    with override_settings(**({"CACHES": AWAY} if away else {})):
        if away:
            caches["default"]._limits.clear()
        assert sign_in(known, owner.email) == 302
        known.post("/tai-khoan/dang-xuat/")
        assert {sign_in(stranger, owner.email, "sai") for _ in range(8)} == {400, 429}
        assert AccessAttempt.objects.get(username=owner.email).failures_since_start >= 5
        assert sign_in(client_for(), owner.email) == 429
        assert sign_in(known, owner.email) == 302
        known.post("/tai-khoan/dang-xuat/")
        assert {sign_in(stranger, other.email, "sai") for _ in range(8)} == {400, 429}
        assert sign_in(known, other.email) == 429, "known for the one account only"
        wrong = [sign_in(known, owner.email, "sai") for _ in range(12)]
        assert set(wrong[:8]) == {400} and wrong[-1] == 429, "nor may its thief guess without end"


def test_the_cookie_of_a_known_browser_names_nobody_and_goes_to_the_pages_of_accounts_alone(client):
    make_user("dung@thu.example")
    sign_in(client, "dung@thu.example")
    cookie = client.cookies[devices.COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/tai-khoan/", True, "Lax")
    assert "dung" not in base64.b64decode(cookie.value.split(":")[0] + "==", b"-_").decode(errors="replace")
    client.post("/tai-khoan/dang-xuat/")
    for forged in ("", "x", cookie.value[::-1], "."):
        client.cookies[devices.COOKIE] = forged
        assert sign_in(client, "dung@thu.example", "sai") == 400


@pytest.mark.parametrize("away", [False, True])
def test_codes_of_schools_cannot_be_tried_without_end(client, settings, away):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"school_code": "3/m/ip"}
    with override_settings(**({"CACHES": AWAY} if away else {})):
        if away:
            caches["default"]._limits.clear()
        tries = [client.post(CODE, {"code": UNKNOWN_CODE}).status_code for _ in range(4)]
        assert tries == [422, 422, 422, 429]
        assert client.get(f"/truong/loi-moi/{UNKNOWN_CODE}/").status_code == 429
