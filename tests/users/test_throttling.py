"""Limits on tries, per client also behind proxies and without the cache; work that does not tell who has an account."""

import base64

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from axes.models import AccessAttempt
from django.core.cache import cache, caches
from django.db import OperationalError, connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from partners.models import Partner
from tests.factories import PASSWORD, make_user
from tests.letters import write_letters
from users.signin import devices

pytestmark = pytest.mark.django_db
LOGIN, LOST, CODE = "/tai-khoan/dang-nhap/", "/tai-khoan/quen-mat-khau/", "/truong/ma/"
#: Production's cache, with no server at the address.
AWAY = {"default": {"BACKEND": "base.caching.backends.ForgivingRedisCache", "LOCATION": "redis://127.0.0.1:1/0"}}
SECOND, CONFIRM, ACTIVATE = (f"/tai-khoan/hai-lop/{part}/" for part in ("dang-nhap", "xac-nhan", "ung-dung/bat"))
CADDY = "172.18.0.5"
UNKNOWN_CODE = "7F3K-9QXM-2H4N"


@pytest.fixture(autouse=True)
def fresh_counters():
    cache.clear()


def sign_in(client, email, password=PASSWORD, **headers):
    return client.post(LOGIN, {"login": email, "password": password}, headers=headers).status_code


def forget_tries():
    """Those that this process has counted while the cache was away: of other tests."""
    for entries in caches["default"]._here.values():
        entries.clear()


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


def test_two_lines_of_ipv4_are_two_however_a_proxy_writes_them(client, settings):
    """The first 64 bits of ::ffff:203.0.113.9, by which limits count, are those of every such address."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"school_code": "3/m/ip"}

    def typed(address):
        return client.post(CODE, {"code": UNKNOWN_CODE}, headers=through_proxies(address)).status_code

    assert [typed("::ffff:203.0.113.9") for _ in range(4)] == [422, 422, 422, 429]
    assert typed("203.0.113.9") == 429, "the same line"
    assert typed("::ffff:203.0.113.10") == 422
    assert [typed(f"2001:db8:1:2::{number}") for number in range(4)] == [422, 422, 422, 429]
    assert typed("2001:db8:1:3::1") == 422


def test_with_the_cache_away_people_sign_in_and_guessing_still_ends(client, mailoutbox):
    right, other = make_user("dung@thu.example"), make_user("khac@thu.example")
    with override_settings(CACHES=AWAY):
        forget_tries()
        assert sign_in(client, right.email) == 302
        client.logout()
        assert [sign_in(client, right.email, "sai") for _ in range(5)] == [400] * 5
        assert sign_in(client, right.email) == 429
        assert sign_in(client, other.email) == 302
        client.logout()
        assert client.post(LOST, {"email": other.email}).status_code == 302
        write_letters()
        assert len(mailoutbox) == 1
        assert client.post(CODE, {"code": UNKNOWN_CODE}).status_code == 422


@pytest.mark.parametrize("away", [False, True])
def test_strangers_wrong_passwords_do_not_keep_the_owner_out_of_a_known_browser(client_for, settings, away):
    """The limits of allauth and of django-axes have both stopped the account; a browser that is new is stopped too."""
    settings.AXES_FAILURE_LIMIT = 5
    owner, other = make_user("dung@thu.example"), make_user("khac@thu.example")
    known_browser, stranger = client_for(), client_for()
    with override_settings(**({"CACHES": AWAY} if away else {})):
        if away:
            forget_tries()
        assert sign_in(known_browser, owner.email) == 302
        known_browser.post("/tai-khoan/dang-xuat/")
        assert {sign_in(stranger, owner.email, "sai") for _ in range(8)} == {400, 429}
        assert AccessAttempt.objects.get(username=owner.email).failures_since_start >= 5
        assert sign_in(client_for(), owner.email) == 429
        assert sign_in(known_browser, owner.email) == 302
        known_browser.post("/tai-khoan/dang-xuat/")
        assert {sign_in(stranger, other.email, "sai") for _ in range(8)} == {400, 429}
        assert sign_in(known_browser, other.email) == 429, "known for the one account only"
        wrong = [sign_in(known_browser, owner.email, "sai") for _ in range(12)]
        assert set(wrong[:8]) == {400} and wrong[-1] == 429, "nor may its thief guess without end"


@pytest.mark.parametrize("away", [False, True])
def test_right_passwords_do_not_use_up_the_tries_of_a_known_browser(client_for, away):
    """Five teachers share the computer of a staff room."""
    people, room = [make_user(f"co{number}@thu.example") for number in range(5)], client_for()
    with override_settings(**({"CACHES": AWAY} if away else {})):
        if away:
            forget_tries()
        for person in people * 4:
            assert sign_in(room, person.email) == 302
            room.post("/tai-khoan/dang-xuat/")
        wrong = [sign_in(room, person.email, "sai") for person in people * 3]
        assert wrong == [400] * 10 + [429] * 5, "wrong ones count together, whomever they were typed for"


def test_while_the_database_is_away_no_try_is_counted(client_for, monkeypatch):
    """No password can be judged then. The right one is not refused for minutes when the database is back."""

    def refuse(*args, **kwargs):
        raise OperationalError("connection refused")

    owner = make_user("dung@thu.example")
    known_browser, new = client_for(), client_for()
    assert sign_in(known_browser, owner.email) == 302
    known_browser.post("/tai-khoan/dang-xuat/")
    for browser in (known_browser, new):
        browser.raise_request_exception = False
        with monkeypatch.context() as away:
            away.setattr(connection, "cursor", refuse)
            assert [sign_in(browser, owner.email) for _ in range(12)] == [503] * 12
        assert [sign_in(browser, owner.email, "sai") for _ in range(2)] == [400] * 2
        assert sign_in(browser, owner.email) == 302
        browser.post("/tai-khoan/dang-xuat/")
    assert {sign_in(new, owner.email, "sai") for _ in range(12)} == {400, 429}, "guessing still ends"


def test_the_cookie_of_a_known_browser_names_nobody_and_goes_to_the_pages_of_accounts_alone(client, rf, settings):
    settings.SESSION_COOKIE_SECURE = True
    for email in ("khac@thu.example", "dung@thu.example"):
        make_user(email)
        sign_in(client, email)
        client.post("/tai-khoan/dang-xuat/")
    cookie = client.cookies[devices.COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/tai-khoan/", True, "Lax") and cookie["secure"]
    request = rf.get("/tai-khoan/dang-nhap/")
    request.COOKIES[devices.COOKIE] = cookie.value
    are_known = [devices.is_known(request, {"email": f"{name}@thu.example"}) for name in ("khac", " Dung", "la")]
    assert are_known == [True, True, False], "each who has signed in on it, however it is typed"
    assert "dung" not in base64.b64decode(cookie.value.split(":")[0] + "==", b"-_").decode(errors="replace")
    for forged in ("", "x", cookie.value[::-1], "."):
        client.cookies[devices.COOKIE] = forged
        assert sign_in(client, "dung@thu.example", "sai") == 400


@pytest.mark.clock("2026-11-18 09:00", tick=False)
def test_a_browser_is_known_for_half_a_year(client_for, settings, clock):
    """Whoever takes a disused computer's cookie is a stranger like any other."""
    settings.AXES_FAILURE_LIMIT = 5
    owner, known_browser = make_user("dung@thu.example"), client_for()
    assert sign_in(known_browser, owner.email) == 302
    known_browser.post("/tai-khoan/dang-xuat/")
    cookie = known_browser.cookies[devices.COOKIE].value
    for day, status in (("2027-05-17 08:59", 302), ("2027-05-17 09:01", 429)):
        clock.move_to(day, tick=False)
        cache.clear()
        stranger, browser = client_for(), client_for()
        assert 429 in {sign_in(stranger, owner.email, "sai") for _ in range(8)}
        browser.cookies[devices.COOKIE] = cookie
        assert sign_in(browser, owner.email) == status, day


@pytest.mark.parametrize("away", [False, True])
def test_codes_of_schools_cannot_be_tried_without_end(client, settings, away):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"school_code": "3/m/ip"}
    with override_settings(**({"CACHES": AWAY} if away else {})):
        if away:
            forget_tries()
        tries = [client.post(CODE, {"code": UNKNOWN_CODE}).status_code for _ in range(4)]
        assert tries == [422, 422, 422, 429]
        assert client.get(f"/truong/loi-moi/{UNKNOWN_CODE}/").status_code == 429


@pytest.mark.parametrize("away", [False, True])
def test_partners_are_sent_few_letters_to_sign_in(client, away):
    def asked(email, times=1):
        return [client.post("/doi-tac/vao/", {"email": email}).status_code for _ in range(times)]

    with override_settings(**({"CACHES": AWAY} if away else {})):
        if away:
            forget_tries()
        assert asked("kol@thu.example", 6) == [200] * 5 + [429]
        assert asked("khac@thu.example") == [200]


def test_codes_of_the_second_factor_cannot_be_tried_without_end(client, client_for):
    """At the sign-in, when a session confirms it, and while an app is set up: 429, and when to come back."""
    user, new = make_user("ma@thu.example"), make_user("moi@thu.example")
    TOTP.activate(user, generate_totp_secret())
    assert sign_in(client, user.email) == 302
    responses = [client.post(SECOND, {"code": "000000"}) for _ in range(6)]
    assert [response.status_code for response in responses] == [200] * 5 + [429]
    assert "Bạn thử quá nhiều lần" in responses[-1].text and responses[-1]["Retry-After"] == "300"
    assert client_for(user).post(CONFIRM, {"code": "000000"}).status_code == 429, "the same codes, the same limit"
    other = client_for()
    sign_in(other, new.email)
    other.post(other.get(ACTIVATE)["Location"], {"password": PASSWORD})
    assert [other.post(ACTIVATE, {"code": "000000"}).status_code for _ in range(6)] == [200] * 5 + [429]


@pytest.mark.parametrize("place", [LOST, "/doi-tac/vao/"])
def test_a_known_and_an_unknown_address_are_the_same_work(client, place):
    """The request looks for no account and writes no letter: both are a task's, whatever the address."""
    known_user = make_user("kol@thu.example")
    Partner.objects.create(slug="may", display_name="Mây").members.create(user=known_user)
    client.post(place, {"email": "truoc@thu.example"})  # reads what a process reads once
    work = []
    for email in (known_user.email, "khong-co@thu.example"):
        before = set(DBTaskResult.objects.values_list("pk", flat=True))
        with CaptureQueriesContext(connection) as queries:
            assert client.post(place, {"email": email}).status_code in {200, 302}
        statements = [" ".join(query["sql"].split()[:3]) for query in queries]
        tasks = DBTaskResult.objects.exclude(pk__in=before)
        assert not [task for task in tasks if "@" in str(task.args_kwargs)], "the table of tasks names nobody"
        work.append((statements, list(tasks.values_list("task_path", "queue_name"))))
    assert work[0] == work[1] and len(work[0][1]) == 1 and work[0][1][0][1] == "mail"
