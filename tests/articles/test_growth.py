"""The same queries with ten and with a hundred stories, every night with a thousand (docs/performance.md P3)."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from taggit.models import Tag

from articles.models import (
    ArticleByline,
    ArticlePage,
    ArticleTag,
    AuthorIndexPage,
    Person,
    StorylinePage,
    TopicIndexPage,
)
from campaign.models import Topic
from reporting.newsroom import PERIOD_DAYS
from tests.articles.many_stories import multiply
from tests.articles.newsroom_forms import SAPO
from tests.factories import make_home, story_row

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db]


def cost(client, address) -> int:
    client.get(address)  # what the shell keeps is kept
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def most_loops(client, address) -> int:
    """How often a step of a plan runs, of the queries of a page: a sub-select for each story runs once for each."""
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    most = 0
    with connection.cursor() as cursor:
        for sql in {query["sql"] for query in queries if query["sql"].startswith("SELECT")}:
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}")
            plans = [cursor.fetchone()[0][0]["Plan"]]
            for plan in plans:
                plans += plan.get("Plans", [])
                most = max(most, plan["Actual Loops"])
    return most


@pytest.mark.slow
@pytest.mark.parametrize("more", [90, pytest.param(990, marks=pytest.mark.night)])
def test_every_list_costs_the_same_with_ten_and_with_many_stories(client, newsroom, client_for, more):
    cache.clear()
    section, home = newsroom["section"], make_home()
    for model, title, slug in ((AuthorIndexPage, "Tác giả", "tac-gia"), (TopicIndexPage, "Chủ đề", "chu-de")):
        home.add_child(instance=model(title=title, slug=slug, locale=home.locale))
    person = Person.objects.create(full_name="Trần Thị Hạnh")
    topic = Topic.objects.create(slug="doa-nat", name="Dọa nạt")
    tag = Tag.objects.create(name="cúp máy", slug="cup-may")
    storyline = StorylinePage(title="Bắt cóc trực tuyến", slug="bat-coc", locale=section.locale)
    newsroom["other"].add_child(instance=storyline)
    stories = [story_row(f"Bài {number}", section=section, sapo=SAPO) for number in range(10)]
    ArticlePage.objects.update(storyline=storyline)
    section.refresh_from_db()

    def file_all():
        """Every story has the same author, topic and keyword."""
        keys = ArticlePage.objects.exclude(topics=topic).values_list("pk", flat=True)
        of_topics = ArticlePage.topics.through
        ArticleByline.objects.bulk_create(ArticleByline(page_id=key, person=person) for key in keys)
        ArticleTag.objects.bulk_create(ArticleTag(content_object_id=key, tag=tag) for key in keys)
        of_topics.objects.bulk_create(of_topics(articlepage_id=key, topic_id=topic.pk) for key in keys)

    file_all()
    budgets = {section.address: 17, stories[0].address: 22, "/vi/": 18, "/vi/tac-gia/tran-thi-hanh/": 16}
    lists = [f"{section.address}{name}" for name in ("rss.xml", "feed.json")]
    lists += ["/vi/tac-gia/", "/vi/chu-de/", "/vi/chu-de/doa-nat/"]
    lists += [reverse("tag", args=["cup-may"]), storyline.get_url()]
    admin_pages = ["/admin/toa-soan/", "/admin/toa-soan/lich/", "/admin/toa-soan/nhuan-but/"]
    admin_pages += [f"/admin/pages/{section.pk}/", "/admin/", "/admin/trang-nhat/", "/admin/reports/aging-pages/"]
    chief, taker = client_for(newsroom["chief"]), client_for(newsroom["culture_secretary"])

    def costs():
        return {
            place: cost(viewer, place)
            for viewer, places in (
                (client, [*budgets, *lists]),
                (chief, admin_pages),
                (taker, ["/admin/toa-soan/lay-bai/"]),
            )
            for place in places
        }

    few = costs()
    multiply(ArticlePage.objects.get(pk=stories[-1].pk), section, more)
    file_all()
    # The figures of the first page read the stories of PERIOD_DAYS one by one; an archive must not add to them.
    archive = ArticlePage.objects.exclude(pk__in=[story.pk for story in stories])
    archive.update(published_at=F("published_at") - timedelta(days=PERIOD_DAYS + 1))
    cache.clear()
    assert ArticlePage.objects.live().listed_in(section).count() == 10 + more
    many = costs()
    assert many == few
    loops = {place: most_loops(chief, place) for place in admin_pages if "pages" not in place}  # those are Wagtail's
    assert max(loops.values()) < 10 + more, loops
    over = {place: few[place] for place, most in budgets.items() if few[place] > most}
    assert not over and min(few.values()) > 0, over
