"""Browser tests: the machine's own Chromium, a Vietnamese reader, screenshots in `.shots/`."""

from __future__ import annotations

import os

import pytest
from django.conf import settings

from articles.permissions import sync_newsrooms
from campaign.models import Outlet
from deploy.local import browser as local_browser
from deploy.local.state import ROOT
from tests.factories import make_help_line, make_home, make_locale, make_section, make_user
from users.roles import Role, grant

# Playwright's sync API keeps an event loop running in the test's thread; Django would refuse queries there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items):
    """Every browser test commits for real, and gets the migrations' data back afterwards."""
    for item in items:
        if item.path.is_relative_to(ROOT / "tests" / "e2e"):
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """System Chromium; Playwright's own only where `make test` had to install it."""
    found = local_browser.find()
    return {
        **browser_type_launch_args,
        **({"executable_path": found} if found else {}),
        "args": local_browser.ARGUMENTS,
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """A reader in Cần Thơ."""
    return {**browser_context_args, "locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh", "reduced_motion": "reduce"}


@pytest.fixture
def person(browser, browser_context_args, live_server, client_for):
    """`person(user, **options)` opens a browser of one's own; its `problems` are what its scripts threw."""
    opened = []

    def enter(user=None, **options):
        context = browser.new_context(**{**browser_context_args, **options, "base_url": live_server.url})
        opened.append(context)
        if user:
            name = settings.SESSION_COOKIE_NAME
            cookie = client_for(user).cookies[name].value
            context.add_cookies([{"name": name, "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.problems = []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        return page

    yield enter
    for context in opened:
        context.close()


@pytest.fixture
def shot(page):
    """`shot("name")` keeps a full-page picture in .shots/name.png for somebody to look at."""
    folder = ROOT / ".shots"
    folder.mkdir(exist_ok=True)
    return lambda name: page.screenshot(path=folder / f"{name}.png", full_page=True)


@pytest.fixture
def city(settings, live_server):
    """Address of the world "city", with which the module is marked."""
    settings.SITE_URL = live_server.url
    return live_server.url


@pytest.fixture
def newsroom(settings, live_server):
    """One outlet with a section and its people: {"section", "reporter", "editor", "chief"}."""
    settings.SITE_URL = live_server.url
    make_locale("vi")
    paper = Outlet.objects.create(slug="bao", name="Báo Thử", short_name="Báo Thử")
    found = {"section": make_section("Thời sự", home=make_home(), outlet=paper)}
    make_help_line("111")
    sync_newsrooms()
    for name, role in (("reporter", Role.REPORTER), ("editor", Role.EDITOR), ("chief", Role.CHIEF)):
        found[name] = make_user(f"{name}@test.example", full_name=name.title())
        grant(found[name], role, "bao")
    return found
