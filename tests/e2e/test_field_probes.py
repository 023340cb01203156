"""A script in any text that any form takes does not run in a real browser that no policy helps."""

import pytest

from tests.base.probes import SEEN, poison
from tests.e2e.test_hostile_words import careless  # noqa: F401  (a fixture)
from tests.users.accounts import ADMINISTRATOR, COORDINATOR, KOL, VISITOR, account_of, client_of
from tests.users.address_arguments import Places
from tests.users.test_permission_matrix import lines

pytestmark = [pytest.mark.world("permissions"), pytest.mark.slow]
#: Addresses that end the session, or a download instead of a page.
LEFT_OUT = ("admin/logout/", "tai-khoan/dang-xuat/")


def addresses_with_probes(client, places, staff: bool):
    """Addresses of pages that show a probe; of pages that show the same ones by the same template the first."""
    seen_probes = set()
    for line, (route, pattern) in lines().items():
        if line.startswith(("admin/", "van-thu/")) is not staff or line in LEFT_OUT:
            continue
        address = places.address(line, route, pattern)
        response = client.get(address)
        if (
            response.status_code != 200
            or not response.headers["Content-Type"].startswith("text/html")
            or response.streaming
        ):
            continue
        probes = frozenset(SEEN.findall(response.text))
        template = response.templates[0].name if response.templates else ""
        if probes and (template, probes) not in seen_probes:
            seen_probes.add((template, probes))
            yield address


@pytest.mark.parametrize("who", [ADMINISTRATOR, COORDINATOR, KOL, VISITOR])
def test_no_probe_runs_on_the_pages_of_an_account(careless, live_server, settings, who):  # noqa: F811
    settings.SITE_URL = live_server.url
    places, account = Places(), account_of(who)
    poison()
    client = client_of(who, account)
    client.raise_request_exception = False
    page, traffic, ran = careless(account)
    page_count = 0
    for address in addresses_with_probes(client, places, staff=who == ADMINISTRATOR):
        page.goto(address)
        traffic.settle()
        hit = page.evaluate("window.__hit")
        assert hit is None and not ran, (address, hit, ran)
        page_count += 1
    assert page_count >= 3
