"""Every answer carries the browser policies, and security.txt says where to report a vulnerability."""

import re

import pytest

from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_every_kind_of_answer_gives_up_camera_microphone_and_place(client_for):
    boss = client_for(make_user(is_superuser=True, is_staff=True))
    for address in ("/vi/", "/vi/can-giup-do/", "/vi/khong-co/", "/tai-khoan/dang-nhap/", "/admin/", "/robots.txt"):
        policy = boss.get(address).headers["Permissions-Policy"]
        for feature in ("camera", "microphone", "geolocation", "payment"):
            assert f"{feature}=()" in policy, address


def test_security_txt_names_the_contact_where_there_is_one(client, settings):
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "mailto:an-ninh@example.vn"
    response = client.get("/.well-known/security.txt")
    assert response.status_code == 200 and response.headers["Content-Type"].startswith("text/plain")
    assert "Contact: mailto:an-ninh@example.vn\n" in response.text
    assert re.search(r"^Expires: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", response.text, re.M)
    assert f"Canonical: {settings.SITE_URL}/.well-known/security.txt" in response.text
