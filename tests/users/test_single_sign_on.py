"""Signing in with the organisation's account opens the account of the same address, and nothing that was not there."""

import json
import threading
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client
from django.urls import reverse

from tests.oidc import NAME, Provider, set_up
from users.models import User

pytestmark = pytest.mark.django_db
LOGIN, BEGIN = "/tai-khoan/dang-nhap/", "/tai-khoan/co-quan/"


@pytest.fixture
def provider(settings):
    running = Provider()
    set_up(settings, running)
    yield running
    running.close()


@pytest.fixture
def officer():
    return User.objects.create_user("hanh@canbo.example", "matkhau-rat-dai-1", full_name="Trần Thị Hạnh")


def sign_in(provider, client, claims, begin=BEGIN):
    """The last answer of the way to the provider and back."""
    provider.claims = {"sub": "1"} | claims
    there = client.get(begin)
    assert there.status_code == 302, there.status_code
    assert there["Location"].startswith(f"{provider.url}/authorize?")
    return client.get(provider.consent(there["Location"]))


def signed_in(client):
    return client.session.get("_auth_user_id")


def test_the_account_of_the_address_is_opened_and_led_where_one_wanted_to_go(provider, officer):
    client = Client()
    page = client.get(f"{LOGIN}?next=/tai-khoan/cua-toi/").content.decode()
    assert f"Đăng nhập bằng {NAME}" in page
    begin = f"{BEGIN}?next=%2Ftai-khoan%2Fcua-toi%2F"
    assert f'href="{begin}"' in page
    response = sign_in(provider, client, {"email": "Hanh@CANBO.example", "email_verified": True}, begin)
    assert (response.status_code, response["Location"]) == (302, "/tai-khoan/cua-toi/")
    assert signed_in(client) == str(officer.pk)
    assert client.get(BEGIN)["Location"] == reverse("users:after_login"), "who is in is not sent to the provider again"
    assert User.objects.get(pk=officer.pk).check_password("matkhau-rat-dai-1"), "the password stays"


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({"email": "la@canbo.example", "email_verified": True}, "la@canbo.example"),
        ({"email": "chief@toasoan.example", "email_verified": True}, "canbo.example"),
        ({"email": "chief@toasoan.example@canbo.example"}, "canbo.example"),
        ({"email": "hanh@canbo.example.evil.example", "email_verified": True}, "canbo.example"),
        ({"email": "hanh@canbo.example", "email_verified": False}, "không xác nhận"),
        ({"email": "hanh@canbo.example", "email_verified": "false"}, "không xác nhận"),
        ({"email": ["hanh@canbo.example"]}, "không xác nhận"),
        ({"email": "hanh@canbo.example\n", "email_verified": None}, "không xác nhận"),
        ({}, "không xác nhận"),
    ],
)
def test_no_other_address_opens_anything_and_nobody_gets_an_account(provider, officer, claims, said):
    User.objects.create_user("chief@toasoan.example", full_name="Tổng biên tập")
    before, client = User.objects.count(), Client()
    response = sign_in(provider, client, claims)
    assert response.status_code == 403
    assert said in response.content.decode()
    assert not signed_in(client)
    assert User.objects.count() == before
    assert sign_in(provider, client, {"email": "hanh@canbo.example"}).status_code == 302
    assert signed_in(client) == str(officer.pk)


def test_a_locked_account_stays_locked(provider, officer):
    User.objects.filter(pk=officer.pk).update(is_active=False)
    client = Client()
    response = sign_in(provider, client, {"email": "hanh@canbo.example"})
    assert (response.status_code, response["Location"]) == (302, reverse("account_inactive"))
    assert not signed_in(client)


def test_the_second_factor_is_asked_for_all_the_same(provider, officer):
    TOTP.activate(officer, generate_totp_secret())
    client = Client()
    response = sign_in(provider, client, {"email": "hanh@canbo.example"})
    assert (response.status_code, response["Location"]) == (302, reverse("mfa_authenticate"))
    assert not signed_in(client)


@pytest.mark.parametrize(
    ("path", "status", "content"),
    [
        ("/.well-known/openid-configuration", 500, b""),
        ("/.well-known/openid-configuration", 200, b"<html>"),
        ("/.well-known/openid-configuration", 200, b"[]"),
        ("/.well-known/openid-configuration", 200, b"{}"),
        ("/token", 500, b"{}"),
        ("/token", 200, b"nothing"),
        ("/token", 200, b'{"access_token": 7, "expires_in": "soon"}'),
        ("/userinfo", 401, b"{}"),
        ("/userinfo", 200, b'["hanh@canbo.example"]'),
        ("/userinfo", 200, b'{"email": "hanh@canbo.example"}'),  # without `sub`
    ],
)
def test_a_provider_that_is_away_or_broken_is_named_and_the_password_still_works(
    provider, officer, path, status, content
):
    provider.broken[path] = lambda: (status, content)
    provider.claims = {"sub": "1", "email": "hanh@canbo.example"}
    client = Client()
    response = client.get(BEGIN)
    if response.status_code == 302:
        response = client.get(provider.consent(response["Location"]))
    assert response.status_code == 502
    assert NAME in response.content.decode()
    assert not signed_in(client)
    assert client.post(LOGIN, {"login": officer.email, "password": "matkhau-rat-dai-1"}).status_code == 302


@pytest.mark.parametrize(
    "proof",
    [{"aud": "another-site"}, {"iss": "https://evil.example"}, {"exp": 1}],
    ids=["for another", "by another", "old"],
)
def test_a_proof_for_another_site_by_another_server_or_of_long_ago_opens_nothing(provider, officer, proof):
    client, provider.proof = Client(), proof
    assert sign_in(provider, client, {"email": officer.email}).status_code == 502
    assert not signed_in(client)
    provider.proof = {}
    assert sign_in(provider, client, {"email": officer.email}).status_code == 302
    assert signed_in(client)


def test_an_answer_is_taken_once_and_by_the_browser_that_asked(provider, officer):
    provider.claims = {"sub": "1", "email": officer.email}
    one, other = Client(), Client()
    back = provider.consent(one.get(BEGIN)["Location"])
    assert other.get(back).status_code == 502
    assert not signed_in(other)
    state = parse_qs(urlsplit(back).query)["state"][0]
    assert one.get(f"{BEGIN}ve/?code=made-up&state=x{state}").status_code == 502
    assert not signed_in(one)
    assert one.get(back).status_code == 302
    assert signed_in(one) == str(officer.pk)
    third = Client()
    third.cookies = one.cookies
    third.get(reverse("account_logout"))
    third.post(reverse("account_logout"))
    assert third.get(back).status_code == 502
    assert not signed_in(third)


def test_who_turns_back_at_the_provider_stands_on_the_sign_in_page(provider):
    client = Client()
    there = client.get(BEGIN)["Location"]
    state = parse_qs(urlsplit(there).query)["state"][0]
    response = client.get(f"{BEGIN}ve/?error=access_denied&state={state}")
    assert (response.status_code, response["Location"]) == (302, LOGIN)
    assert "Bạn chưa đăng nhập" in client.get(LOGIN).content.decode()


def test_there_is_no_other_site_to_be_led_to_afterwards(provider, officer):
    client = Client()
    response = sign_in(provider, client, {"email": officer.email}, f"{BEGIN}?next=https://evil.example/")
    assert response["Location"] == reverse("users:after_login")


def test_nothing_of_the_provider_is_stored(provider, officer):
    client = Client()
    sign_in(provider, client, {"email": officer.email, "phone_number": "+84 000", "name": "Tên khác"})
    assert signed_in(client)
    assert not SocialAccount.objects.exists()
    assert not SocialToken.objects.exists()
    assert "+84 000" not in json.dumps(dict(client.session.items()), default=str)
    assert User.objects.get(pk=officer.pk).full_name == "Trần Thị Hạnh"


def test_without_a_provider_there_is_neither_button_nor_address(client):
    assert "co-quan" not in client.get(LOGIN).content.decode()
    assert {client.get(path).status_code for path in (BEGIN, f"{BEGIN}ve/")} == {404}


@pytest.mark.parametrize("process", ["connect", "redirect", "x"])
def test_whatever_the_address_asks_for_people_are_signed_in_and_nothing_is_linked(provider, officer, process):
    client = Client()
    response = sign_in(provider, client, {"email": officer.email}, f"{BEGIN}?process={process}")
    assert (response.status_code, response["Location"]) == (302, reverse("users:after_login"))
    assert signed_in(client) == str(officer.pk)
    assert not SocialAccount.objects.exists()


def test_so_many_ask_the_provider_in_a_minute(provider, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"single_sign_on": "2/m/ip"}
    assert [Client().get(BEGIN).status_code for _ in range(3)] == [302, 302, 429]


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token", "/userinfo"])
def test_a_provider_that_hangs_is_waited_for_as_long_as_the_setting_says(provider, officer, settings, path):
    settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 0.2
    over, waited = threading.Event(), []
    provider.broken[path] = lambda: waited.append(over.wait(20)) or (200, b"{}")
    provider.claims = {"sub": "1", "email": officer.email}
    client = Client()
    response = client.get(BEGIN)
    if response.status_code == 302:
        response = client.get(provider.consent(response["Location"]))
    ended = list(waited)
    over.set()
    assert (response.status_code, ended) == (502, []), "answered while the provider still hung"
    assert not signed_in(client)
