"""The same queries with ten and with a thousand stories (performance.md P3)."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import ArticlePage, AuthorIndexPage, Person
from tests.articles.desk_forms import SAPO
from tests.articles.many_stories import multiply
from tests.factories import make_article, make_home

pytestmark = pytest.mark.django_db


def cost(client, address) -> int:
    client.get(address)  # what the shell keeps is kept
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_every_list_costs_the_same_with_ten_and_with_a_thousand_stories(client, newsroom, client_for):
    cache.clear()
    section, home = newsroom["section"], make_home()
    home.add_child(instance=AuthorIndexPage(title="Tác giả", slug="tac-gia", locale=home.locale))
    stories = [make_article(f"Bài {number}", section=section, sapo=SAPO) for number in range(10)]
    stories[0].bylines.create(person=Person.objects.create(full_name="Trần Thị Hạnh"))
    section.refresh_from_db()
    budgets = {section.address: 8, stories[0].address: 8, "/vi/": 12, "/vi/tac-gia/tran-thi-hanh/": 8}
    feeds = [f"{section.address}{name}" for name in ("rss.xml", "feed.json")]
    desk = ["/admin/toa-soan/", "/admin/toa-soan/lich/", f"/admin/pages/{section.pk}/", "/admin/"]
    chief = client_for(newsroom["chief"])

    def costs():
        return {place: cost(client, place) for place in [*budgets, *feeds]} | {
            place: cost(chief, place) for place in desk
        }

    few = costs()
    multiply(stories[-1], section, 990)
    cache.clear()
    assert ArticlePage.objects.live().listed_in(section).count() == 1000
    many = costs()
    assert many == few
    over = {place: few[place] for place, most in budgets.items() if few[place] > most}
    assert not over and min(few.values()) > 0, over
