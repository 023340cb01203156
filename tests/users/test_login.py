"""The one sign-in page: who gets in, who does not, and where they land."""

from urllib.parse import quote

import pytest
from allauth.account.models import EmailAddress
from axes.models import AccessLog
from django.test import override_settings
from django.urls import reverse

from tests.factories import PASSWORD, make_user, totp_code
from tests.letters import write_letters
from tests.schools.register import make_member, make_unit
from tests.users.test_throttling import AWAY
from users.models import User
from users.roles import Role, grant, sync_roles

pytestmark = pytest.mark.django_db
LOGIN = "/tai-khoan/dang-nhap/"


@pytest.fixture(autouse=True)
def fresh_counters():
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def staff():
    sync_roles([("bao-thu", "Báo Thử")])
    user = make_user("phongvien@thu.example")
    grant(user, Role.REPORTER, "bao-thu")
    return user


def sign_in(client, email, password=PASSWORD, **extra):
    return client.post(LOGIN, {"login": email, "password": password, **extra})


def test_right_password_opens_and_wrong_one_says_so(client, staff):
    refused = sign_in(client, staff.email, "sai-mat-khau")
    unknown = sign_in(client, "khong-co@thu.example", "sai-mat-khau")
    assert refused.status_code == unknown.status_code == 400
    sentence = "Thư điện tử hoặc mật khẩu chưa đúng"
    assert sentence in refused.text
    assert sentence in unknown.text
    before = client.session.session_key
    allowed = sign_in(client, staff.email.upper())
    assert allowed.status_code == 302
    assert client.session.session_key != before
    cookie = client.cookies["sessionid"]
    assert (cookie["samesite"], cookie["httponly"], cookie["max-age"]) == ("Lax", True, 14 * 24 * 3600)
    assert client.get(allowed["Location"])["Location"] == "/admin/"


def test_neither_log_nor_database_keeps_who_signs_in(client, staff, caplog):
    """Some type the password where the address belongs."""
    with caplog.at_level("DEBUG"):
        for login, password in ((staff.email, "sai"), (staff.email, PASSWORD), ("mat-khau-cua-toi", "x")):
            sign_in(client, login, password)
            client.logout()
    assert "Successful login" in caplog.text
    assert staff.email not in caplog.text and "mat-khau-cua-toi" not in caplog.text and "127.0.0.1" not in caplog.text
    assert not AccessLog.objects.exists()


def test_five_wrong_tries_stop_this_account_and_no_other(client, staff):
    other = make_user("dong-nghiep@thu.example")
    assert [sign_in(client, staff.email, "sai").status_code for _ in range(5)] == [400] * 5
    stopped = sign_in(client, staff.email)
    assert stopped.status_code == 429
    assert "đợi 5 phút" in stopped.text
    assert sign_in(client, other.email).status_code == 302


@pytest.mark.clock("2026-11-18 09:00")
def test_without_the_cache_the_database_still_counts(client, staff, clock):
    with override_settings(CACHES=AWAY, AXES_FAILURE_LIMIT=3):
        from allauth.core.internal import ratelimit
        from django.core.cache import cache

        assert ratelimit.cache is cache
        codes = [sign_in(client, email, "sai").status_code for email in (staff.email, staff.email.upper()) * 2]
        assert codes[0] == 400
        assert codes[-1] == 429
        clock.move_to("2026-11-18 09:16")
        assert sign_in(client, staff.email).status_code == 302, "nobody is kept out by others for longer"


@pytest.mark.parametrize("where", ["https://xau.example/", "//xau.example/", "javascript:alert(1)", "/\\xau.example"])
def test_next_leads_only_into_the_house(client, staff, where):
    assert "xau" not in sign_in(client, staff.email, next=where)["Location"]
    client.logout()
    assert sign_in(client, staff.email, next="/admin/pages/")["Location"] == "/admin/pages/"


def test_other_login_pages_lead_here_and_signup_is_closed(client):
    response = client.get("/admin/login/?next=/admin/pages/")
    assert response["Location"] == f"{LOGIN}?next=/admin/pages/"
    assert client.get("/admin/password_reset/")["Location"] == "/tai-khoan/quen-mat-khau/"
    assert client.get("/admin/")["Location"].startswith("/admin/login/") or LOGIN in client.get("/admin/")["Location"]
    for response in (client.get("/tai-khoan/dang-ky/"), client.post("/tai-khoan/dang-ky/", {"email": "a@b.vn"})):
        assert "thư mời" in response.text


def test_disabled_and_changed_accounts_lose_their_old_cookies(client_for, staff):
    first, second = client_for(staff), client_for(staff)
    assert first.get("/tai-khoan/cua-toi/").status_code == 200
    changed = first.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "ca-kho-to-mua-lu", "password2": "ca-kho-to-mua-lu"},
    )
    assert changed.status_code == 302
    assert second.get("/tai-khoan/cua-toi/").status_code == 302
    assert first.get("/tai-khoan/cua-toi/").status_code == 200
    staff.refresh_from_db()
    staff.is_active = False
    staff.save()
    assert first.get("/tai-khoan/cua-toi/").status_code == 302


@pytest.mark.parametrize("mode, is_kept", [("cors", True), ("same-origin", True), ("navigate", False), ("", False)])
def test_an_answer_to_a_script_never_deletes_the_cookie_of_a_newer_session(client_for, staff, mode, is_kept):
    """A request that was under way while somebody signed in again carries the key of a session that is gone."""
    client = client_for(staff)
    client.session.delete()
    asked_by = {"headers": {"Sec-Fetch-Mode": mode}} if mode else {}
    response = client.get("/admin/", **asked_by)
    assert response.status_code == 302 and ("sessionid" not in response.cookies) is is_kept


def test_signing_out_ends_the_session(client_for, staff):
    client = client_for(staff)
    cookie = client.cookies["sessionid"].value
    client.post("/tai-khoan/dang-xuat/")
    client.cookies["sessionid"] = cookie
    assert client.get("/tai-khoan/cua-toi/").status_code == 302


#: What the letter says to whom no account belongs.
NO_ACCOUNT = "không có tài khoản"


def test_reset_mail_is_vietnamese_and_unknown_addresses_look_the_same(client, staff, mailoutbox):
    known = client.post("/tai-khoan/quen-mat-khau/", {"email": staff.email})
    unknown = client.post("/tai-khoan/quen-mat-khau/", {"email": "la@thu.example"})
    assert known["Location"] == unknown["Location"]
    write_letters()
    to_known, to_unknown = mailoutbox
    assert to_known.to == [staff.email] and "Bấm liên kết sau" in to_known.body and to_known.subject
    assert to_unknown.to == ["la@thu.example"] and NO_ACCOUNT in to_unknown.body
    assert not EmailAddress.objects.filter(email="la@thu.example").exists()
    User.objects.filter(pk=staff.pk).update(is_active=False)
    client.post("/tai-khoan/quen-mat-khau/", {"email": staff.email})
    write_letters()
    assert NO_ACCOUNT in mailoutbox[-1].body and "/mat-khau/" not in mailoutbox[-1].body


@pytest.mark.parametrize(
    "name", ["mfa_index", "account_change_password", "account_logout", "account_reauthenticate", "users:profile"]
)
def test_account_pages_open_for_their_owner_only(client_for, staff, name):
    assert client_for(staff).get(reverse(name)).status_code == 200
    assert client_for(None).get(reverse(name)).status_code == 302


def test_the_own_account_is_a_link_away_from_where_people_work(client_for, staff):
    """Password, second factor and sign-out: from the administration's page of the account, and from a unit's pages."""
    assert 'href="/tai-khoan/cua-toi/"' in client_for(staff).get("/admin/account/").text
    client = client_for(make_member(make_unit()))
    page = client.get("/truong/").text
    strip, menu = page.split("<details", 1)
    assert 'href="/tai-khoan/cua-toi/"' in strip and 'href="/tai-khoan/cua-toi/"' in menu, "on a desk and on a phone"
    assert "Đăng nhập" not in menu.partition("</details>")[0], "who is signed in is not asked to sign in"
    assert reverse("account_logout") in client.get("/tai-khoan/cua-toi/").text
    assert 'href="/tai-khoan/"' in client_for(None).get("/tai-khoan/dang-nhap/").text, "visitors sign in there"


def asked_for_the_factor(client, address):
    """Where the sign-in page, to which `address` sends a visitor, leads whoever gave the password already."""
    to_sign_in = client.get(address)["Location"]
    assert to_sign_in.startswith(LOGIN)
    return client.get(to_sign_in)["Location"]


def test_a_password_alone_opens_no_admin_page(client, staff):
    with override_settings(STAFF_MFA_REQUIRED=True):
        sign_in(client, staff.email)
        for address in ("/admin/", "/admin/pages/", "/admin/account/", "/admin/images/", "/van-thu/1/bien-ban.pdf"):
            asked = asked_for_the_factor(client, address)
            assert asked.startswith("/tai-khoan/hai-lop/") and asked.endswith(f"?next={quote(address, safe='')}")
        from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

        secret = generate_totp_secret()
        TOTP.activate(staff, secret)
        assert asked_for_the_factor(client, "/admin/").startswith("/tai-khoan/hai-lop/xac-nhan/")
        for address in ("/tai-khoan/xac-nhan/", "/tai-khoan/hai-lop/ma-du-phong/", "/tai-khoan/hai-lop/ung-dung/tat/"):
            assert LOGIN in client.get(address)["Location"], "the password is not enough to get round the factor"
        client.logout()
        assert sign_in(client, staff.email)["Location"] == "/tai-khoan/hai-lop/dang-nhap/"
        asked = client.get("/tai-khoan/hai-lop/dang-nhap/").text
        assert "hoặc mã dự phòng 8 số" in asked and "Mất cả điện thoại" in asked
        assert client.get("/admin/").status_code == 302
        code = totp_code(secret)
        assert client.post("/tai-khoan/hai-lop/dang-nhap/", {"code": code}).status_code == 302
        assert client.get("/admin/").status_code == 200


def test_a_stranger_who_asks_for_a_new_password_keeps_nobody_from_the_second_factor(client, client_for, staff):
    """Forms that ask for an address change nothing for its owner, and an unconfirmed row of it keeps nobody out."""
    addresses = ("/tai-khoan/quen-mat-khau/", "/tai-khoan/dang-nhap/", "/doi-tac/vao/", "/tai-khoan/dang-ky/")
    for address in addresses:
        client_for().post(address, {"email": staff.email, "login": staff.email, "password": "sai"})
    EmailAddress.objects.get_or_create(user=staff, email=staff.email)  # not verified, as allauth writes one
    sign_in(client, staff.email)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200 and "chưa được xác nhận" not in page.text


def test_activation_page_shows_secret_after_the_password(client, staff):
    sign_in(client, staff.email)
    response = client.get("/tai-khoan/hai-lop/ung-dung/bat/")
    assert response["Location"].startswith("/tai-khoan/xac-nhan/")
    assert client.post(response["Location"], {"password": PASSWORD}).status_code == 302
    assert "Khóa bí mật" in client.get("/tai-khoan/hai-lop/ung-dung/bat/").text
