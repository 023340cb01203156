"""The same queries with ten and with a thousand stories (performance.md P3)."""

import uuid

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from articles.models import ArticlePage, AuthorIndexPage, Person, SectionPage
from tests.articles.desk_forms import SAPO
from tests.factories import make_article, make_home

pytestmark = pytest.mark.django_db


def multiply(story: ArticlePage, section: SectionPage, number: int) -> None:
    """`number` more live stories like `story` below `section`, in three statements."""
    base = Page.objects.get(pk=story.pk)
    first = int(base.path[-4:], 36) + 1
    rows = []
    for offset in range(number):
        copy = Page.objects.model(
            **{field.attname: getattr(base, field.attname) for field in Page._meta.concrete_fields}
        )
        copy.pk, copy.translation_key = None, uuid.uuid4()
        copy.path = Page._get_path(section.path, section.depth + 1, first + offset)
        copy.slug = f"{base.slug}-{offset}"
        copy.url_path = f"{section.url_path}{copy.slug}/"
        copy.latest_revision = copy.live_revision = None
        rows.append(copy)
    made = Page.objects.bulk_create(rows)
    columns = [field.column for field in ArticlePage._meta.local_concrete_fields if field.column != "page_ptr_id"]
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO articles_articlepage ("page_ptr_id", {names}) '
            f"SELECT new.pk, {names} FROM articles_articlepage, unnest(%s::int[]) AS new (pk) WHERE page_ptr_id = %s",
            [[row.pk for row in made], story.pk],
        )
    SectionPage.objects.filter(pk=section.pk).update(numchild=section.numchild + number)


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
    # The front page looks further back, once, when its sixty newest stories hold fewer than five clips.
    assert many.pop("/vi/") - few["/vi/"] in {0, 1} and many == {place: few[place] for place in many}
    over = {place: few[place] for place, most in budgets.items() if few[place] + (place == "/vi/") > most}
    assert not over and min(few.values()) > 0, over
