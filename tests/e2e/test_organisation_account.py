"""A person leaves for the provider by the button of the sign-in page, and comes back signed in: nothing is blocked."""

import pytest
from playwright.sync_api import expect

from tests.e2e.looking import DESK, PHONE
from tests.e2e.newsroom_hands import keep
from tests.oidc import Provider, set_up

pytestmark = pytest.mark.world("newsroom")


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
def test_the_button_leads_there_and_back_to_where_one_wanted_to_go(newsroom, person, settings, screen):
    provider = Provider()
    set_up(settings, provider)
    chief = newsroom["chief"]
    settings.OIDC_EMAIL_DOMAINS = [chief.email.partition("@")[2]]
    visitor = person(viewport=screen)
    visitor.goto("/admin/pages/")
    expect(visitor.get_by_role("button", name="Đăng nhập", exact=True)).to_be_visible()
    keep(visitor, f"sso-{screen['width']}")
    button = visitor.get_by_role("link", name="Đăng nhập bằng tài khoản cán bộ")
    provider.claims = {"sub": "1", "email": "nobody@" + settings.OIDC_EMAIL_DOMAINS[0]}
    button.click()
    expect(visitor.get_by_role("heading", name="Chưa đăng nhập được")).to_be_visible()
    keep(visitor, f"sso-refused-{screen['width']}")
    visitor.get_by_role("link", name="Về trang đăng nhập").click()
    visitor.goto("/admin/pages/")
    provider.claims = {"sub": "2", "email": chief.email}
    button.click()
    visitor.wait_for_url("**/admin/pages/**")
    assert not visitor.problems
    assert not visitor.refused
    provider.close()
