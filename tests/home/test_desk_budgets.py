"""Board, front-page desk and home page cost the newsroom the same with ten stories and with ten thousand."""

import time

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import ArticlePage
from tests.articles.many_stories import multiply
from tests.factories import story_row
from tests.newsroom_world import colleague, the_section

pytestmark = [pytest.mark.django_db, pytest.mark.world("newsroom")]

#: Address → most queries of one page, whatever lies in the database.
BUDGETS = {"/admin/toa-soan/": 32, "/admin/trang-nhat/": 36, "/admin/": 30, "/admin/trang-chu/toa-soan/": 47}


def cost(client, address):
    """(queries, milliseconds of CPU) of the second call."""
    for _ in range(2):
        cache.clear()
        client.get(address)
    began = time.process_time()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries), round(1000 * (time.process_time() - began))


@pytest.mark.parametrize("number", [90, pytest.param(9_990, marks=pytest.mark.night)])
@pytest.mark.slow
def test_pages_of_the_desk_cost_the_same_with_many_stories(client_for, number):
    story, chief = story_row("Bài gốc", section=the_section()), client_for(colleague("chief"))
    for offset in range(9):
        story_row(f"Bài {offset}", section=the_section())
    few = {address: cost(chief, address) for address in BUDGETS}
    section = the_section()
    multiply(ArticlePage.objects.child_of(section).order_by("-path").first(), section, number)
    many = {address: cost(chief, address) for address in BUDGETS}
    print({address: (few[address], many[address]) for address in BUDGETS})
    assert story.pk
    for address, most in BUDGETS.items():
        assert many[address][0] <= few[address][0] <= most, (address, few[address], many[address])
