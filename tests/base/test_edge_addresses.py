"""The edge's copies: no unknown query string makes a new copy of an address, which would need another request."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from cms.urls import personal
from tests.users.accounts import VISITOR
from tests.users.address_arguments import Places
from tests.users.address_list import expected
from tests.users.test_permission_matrix import lines

pytestmark = [pytest.mark.world("permissions"), pytest.mark.django_db]
RULES = Path(settings.BASE_DIR) / "deploy" / "varnish.vcl"
#: Limited by address of the asker (ACCOUNT_RATE_LIMITS["api"]): its parameters are its own, and an odd one is refused.
WITH_PARAMETERS = ("api/",)


def kept(client):
    """Every address whose answer the edge keeps, asked with a parameter that no page reads."""
    places = Places()
    for line, (route, pattern) in lines().items():
        if expected()[line][VISITOR] and not line.startswith(WITH_PARAMETERS):
            address = places.address(line, route, pattern).partition("?")[0] + "?x=1"
            response = client.get(address)
            if response.status_code < 400 and "s-maxage" in response.headers.get("Cache-Control", ""):
                yield address


@pytest.mark.slow
def test_every_address_that_the_edge_keeps_has_its_query_cleaned():
    rules = RULES.read_text(encoding="utf-8")
    cleaned = re.compile(re.search(r'if \(req\.url ~ "([^"]+)"\) \{\s+set req\.url = regsuball', rules)[1])
    passed = re.compile(re.search(r'if \(req\.url ~ "([^"]+)" \|\|.*\{ return \(pass\); \}', rules)[1])
    addresses = [address for address in kept(Client()) if not passed.match(address)]
    assert len(addresses) > 25
    assert [address for address in addresses if not cleaned.match(address)] == []


def first_parts(patterns):
    """The first part of each address: {"admin", "tai-khoan", …}."""
    for pattern in patterns:
        start = str(pattern.pattern).lstrip("^").partition("/")[0]
        yield from [start] if start else first_parts(pattern.url_patterns)


def test_the_edge_passes_on_what_the_urls_call_personal_and_nothing_that_readers_share():
    start = re.compile(re.search(r'if \(req\.url ~ "([^"]+)" \|\|.*\{ return \(pass\); \}', RULES.read_text())[1])
    own = set(first_parts(personal))
    assert {"admin", "tai-khoan", "tai-tep", "truong", "doi-tac", "bao-cao-vien", "van-thu"} <= own
    assert [part for part in own if not (start.match(f"/{part}/x/") and start.match(f"/{part}"))] == []
    named = set(re.search(r"\(([a-z|-]+)\)", start.pattern)[1].split("|"))
    assert named == own | {"tai"}, "downloads are private as well, each by its own headers"
    assert not any(start.match(f"/{name}x/") for name in own)


def test_nothing_of_somebodys_own_is_kept():
    """As the rules say it: what Varnish makes of them is seen at night (test_edge_rules.py)."""
    rules = RULES.read_text(encoding="utf-8")
    request_code, answered = (
        re.search(rf"^sub {name} \{{(.*?)^\}}", rules, re.M | re.S)[1] for name in ("vcl_recv", "vcl_backend_response")
    )
    session = re.search(r'if \(req\.http\.Cookie ~ "(\w+)"\) \{ return \(pass\); \}', request_code)
    assert session[1] in settings.SESSION_COOKIE_NAME and session.start() < request_code.index("unset req.http.Cookie;")
    refused = re.search(r"if \((.*)\) \{\s+set beresp\.uncacheable = true;", answered)[1]
    assert refused == 'beresp.http.Cache-Control ~ "private|no-store" || beresp.http.Set-Cookie'
    purge = re.search(
        r'method == "PURGE"\) \{.*?if \((.*?)\) \{ return \(synth\(405\)\); \}\s+return \(purge\);', request_code, re.S
    )
    assert purge[1] == 'req.http.X-Forwarded-For ~ "," || client.ip !~ purgers'
