"""No address of the administration answers visitors, schools and partners; every one is taken from the URLconf."""

import re

import pytest
from django.contrib.auth import SESSION_KEY
from django.urls import URLPattern, get_resolver, resolve

from partners.models import Partner
from tests.factories import make_organisation, make_user
from users.roles import Role, grant, sync_roles

pytestmark = pytest.mark.django_db
MADE_UP = {"uuid": "00000000-0000-4000-8000-000000000001"}  # converter → what stands for it, else “1”


def addresses(patterns, prefix=""):
    """Every pattern below `prefix` as an address with made-up arguments."""
    for item in patterns:
        route = prefix + re.sub(r"^\^|\$$", "", str(item.pattern))
        if isinstance(item, URLPattern):
            plain = re.sub(r"\(\?P<[^>]+>[^)]*\)|\([^)]*\)\??", "1", route)
            plain = re.sub(r"<(?:(\w+):)?\w+>", lambda found: MADE_UP.get(found[1] or "", "1"), plain)
            yield "/" + plain.replace("\\", "").replace("^", "").replace("$", "")
        else:
            yield from addresses(item.url_patterns, route)


def admin_addresses():
    return sorted({address for address in addresses(get_resolver().url_patterns) if address.startswith("/admin/")})


def test_the_list_is_long_enough_to_mean_something():
    found = admin_addresses()
    assert len(found) > 500
    assert {"/admin/pages/1/edit/", "/admin/kol/bai/1/quyet-dinh/"} <= set(found)
    for address in found:
        resolve(address)  # each of them meets a view; Resolver404 would be a refusal by chance


def test_visitors_schools_and_partners_see_none_and_staff_see_the_front(client_for):
    school = make_user("truong@thu.example", organisation=make_organisation())
    partner = make_user("kol@thu.example")
    Partner.objects.create(slug="may", display_name="Mây").members.create(user=partner)
    sync_roles([("bao-thu", "Báo Thử")])
    reporter = make_user("phongvien@thu.example")
    grant(reporter, Role.REPORTER, "bao-thu")
    assert client_for(reporter).get("/admin/").status_code == 200
    open_to_all = {"/admin/jsi18n/", "/admin/sprite/"}  # Wagtail's own words and icons, no content
    wrong = []
    for who, client in (
        ("visitor", client_for(None)),
        ("school", client_for(school)),
        ("partner", client_for(partner)),
    ):
        for address in admin_addresses():
            status = client.get(address).status_code
            if status == 200 and address not in open_to_all:
                wrong.append(f"{who} {address}")
    assert not wrong, "\n".join(wrong)


def test_nothing_can_be_sent_to_it_by_visitors_schools_and_partners(client_for):
    """Every address once more with POST: refused before anything is read, with nothing of it in the answer."""
    school = make_user("truong@thu.example", organisation=make_organisation())
    partner = make_user("kol@thu.example")
    Partner.objects.create(slug="may", display_name="Mây").members.create(user=partner)
    doors = {"/admin/login/", "/admin/logout/"}  # of one's own session
    open_to_all = {"/admin/jsi18n/", "/admin/sprite/"}
    wrong = []
    for user in (None, school, partner):
        client = client_for(user)
        for address in admin_addresses():
            answer = client.post(address, {"to": "accepted", "title": "Lách"})
            to_login = answer.status_code == 302 and answer.url.startswith(("/tai-khoan/", "/admin/login/"))
            refused = to_login or answer.status_code in ({403, 404} if user else {403})
            if not refused and address not in open_to_all | doors:
                wrong.append(f"{user} {address} {answer.status_code}")
            if user and SESSION_KEY not in client.session:
                assert address in doors
                client = client_for(user)
    assert not wrong, "\n".join(wrong)
