"""No address of the administration answers visitors, schools and partners; every one is taken from the URLconf."""

import re

import pytest
from django.urls import URLPattern, get_resolver

from tests.factories import make_organisation, make_user
from users.roles import Role, grant, sync_roles

pytestmark = pytest.mark.django_db


def addresses(patterns, prefix=""):
    """Every pattern below `prefix` as an address with made-up arguments."""
    for item in patterns:
        route = prefix + re.sub(r"^\^|\$$", "", str(item.pattern))
        if isinstance(item, URLPattern):
            plain = re.sub(r"<(?:int|str|slug|uuid|path):[^>]+>|<[a-z_]+>", "1", route)
            plain = re.sub(r"\(\?P<[^>]+>[^)]*\)|\([^)]*\)\??", "1", plain)
            yield "/" + plain.replace("\\", "").replace("^", "").replace("$", "")
        else:
            yield from addresses(item.url_patterns, route)


def admin_addresses():
    return sorted({address for address in addresses(get_resolver().url_patterns) if address.startswith("/admin/")})


def test_the_list_is_long_enough_to_mean_something():
    found = admin_addresses()
    assert len(found) > 150
    assert "/admin/pages/1/edit/" in found


def test_visitors_schools_and_partners_see_none_and_staff_see_the_front(client_for):
    school = make_user("truong@thu.example", organisation=make_organisation())
    partner = make_user("kol@thu.example")
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
