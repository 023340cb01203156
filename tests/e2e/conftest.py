"""Browser tests: the machine's own Chromium, a Vietnamese reader; KEEP_SHOTS=1 leaves pictures in `.shots/`.

A test opens browsers by `person(…)` or by Playwright's `page`. When one fails, its report names a picture of every
page, the addresses, what the console said, and a trace (evidence.py).
"""

from __future__ import annotations

import os
from functools import partial

import pytest
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import BrowserContext, expect

from base.static_storage import SHEETS, inline_imports
from tests.e2e.evidence import collected, folder_of, keep
from tests.e2e.session import sign_in
from tests.e2e.traffic import ServerAtWork
from tests.newsroom_world import ADMINISTRATOR, PEOPLE, colleague, the_section
from tools.devserver import browser as local_browser
from tools.devserver.state import ROOT

# Playwright's sync API keeps an event loop running in the test's thread; Django would refuse queries there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# How long a busy machine may take; what is there already costs nothing.
expect.set_options(timeout=20_000)

#: What Chromium says in the console of anything that a policy keeps from running or loading.
REFUSED = "Content Security Policy"
OPENED = pytest.StashKey[list[BrowserContext]]()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark browser tests before `-m` looks at marks; each commits for real: the server answers in its own thread."""
    for item in items:
        if item.path.is_relative_to(ROOT / "tests" / "e2e"):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    """Add to the report of a failure what its browsers show."""
    report = yield
    if report.failed and report.when != "teardown" and item.stash.get(OPENED, []):
        report.sections.append(("Browsers", collected(item.stash[OPENED], folder_of(item.nodeid))))
    return report


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """System Chromium; Playwright's own only where `make test` had to install it."""
    browser_path = local_browser.find(windowless=True)
    return {
        **browser_type_launch_args,
        **({"executable_path": browser_path} if browser_path else {}),
        "args": local_browser.ARGUMENTS,
    }


@pytest.fixture(scope="session", autouse=True)
def one_stylesheet(tmp_path_factory):
    """The sheet as collectstatic writes it, for the tests' own server, which serves from the apps alone."""
    folder = tmp_path_factory.mktemp("static")
    for sheet in SHEETS:
        (folder / sheet).parent.mkdir(parents=True)
        (folder / sheet).write_text(inline_imports(sheet), "utf-8")
    finders = ["django.contrib.staticfiles.finders.FileSystemFinder", *settings.STATICFILES_FINDERS]
    with override_settings(STATICFILES_DIRS=[folder], STATICFILES_FINDERS=finders):
        yield


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """A reader in Cần Thơ."""
    return {**browser_context_args, "locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh", "reduced_motion": "reduce"}


@pytest.fixture(scope="session")
def server_at_work(live_server):
    """The tests' server, for all browsers of this process; it answers within a test alone."""
    server = live_server.thread.httpd
    server.set_app(ServerAtWork(server.get_app()))
    return server.get_app()


@pytest.fixture
def person(request, browser, browser_context_args, live_server, client_for, server_at_work):
    """`person(user, **options)` opens a browser of one's own.

    Its page's `problems` are what scripts threw, `refused` is what the Content-Security-Policy kept back.
    """
    opened = request.node.stash.setdefault(OPENED, [])

    def enter(user=None, **options):
        context = browser.new_context(**{**browser_context_args, **options, "base_url": live_server.url})
        context.tracing.start(screenshots=False, snapshots=False, sources=False)
        opened.append(context)
        if user:
            sign_in(context, client_for(user), live_server.url)
        page = context.new_page()
        page.problems, page.refused = [], []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on("console", lambda entry: REFUSED in entry.text and page.refused.append(f"{page.url}: {entry.text}"))
        return page

    server_at_work.open()
    yield enter
    for context in opened:
        context.close()
    opened.clear()
    server_at_work.rest()  # a request that a test left would meet the next test's database


@pytest.fixture
def page(person):
    """One visitor's page, opened as every other."""
    return person()


@pytest.fixture
def shot(page):
    """`shot("name")`: with KEEP_SHOTS=1, a full-page picture in .shots/name.png for somebody to look at."""
    return partial(keep, page)


@pytest.fixture
def city(settings, live_server):
    """Address of the world "city", with which the module is marked."""
    settings.SITE_URL = live_server.url
    return live_server.url


@pytest.fixture
def situations(settings, live_server):
    """The world "help", with which the module is marked."""
    settings.SITE_URL = live_server.url


@pytest.fixture
def newsroom(settings, live_server):
    """The world "newsroom": {"section", "reporter", "editor", "secretary", "chief", "culture", "admin"}."""
    settings.SITE_URL = live_server.url
    return {"section": the_section()} | {name: colleague(name) for name in (*PEOPLE, ADMINISTRATOR)}
