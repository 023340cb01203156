"""The front page: what stands where, in how many queries, in three languages."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from articles.models import ArticlePage
from home.front_page.candidates import NEWEST
from tests.articles.many_stories import multiply
from tests.factories import (
    asset_row,
    make_asset,
    make_help_line,
    make_home,
    make_image,
    make_section,
    stored_row,
    story_row,
)
from tests.media_library.small_library import make_library

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


def _fill(number):
    sections = [make_section(f"Chuyên mục {index}") for index in range(3)]
    image = make_image()
    now = timezone.now()
    for index in range(number):
        story_row(
            f"Bài số {index}",
            section=sections[index % 3],
            lead_image=image,
            published_at=now - timedelta(hours=index),
            genre="video" if index % 5 == 0 else "tin",
        )
    return sections


#: What stands where there is no story, on the front as in a section.
NO_STORIES = "Chưa có bài nào"


def test_empty_site_is_friendly(client):
    make_home()
    page = client.get("/vi/")
    assert page.status_code == 200
    assert NO_STORIES in page.text
    assert "/vi/can-giup-do/" in page.text


def test_newest_pictured_story_leads_and_no_story_stands_twice(client):
    _fill(12)
    page = client.get("/vi/")
    assert page.context["lead"].title == "Bài số 0"
    stories = [page.context["lead"], *page.context["seconds"], *page.context["latest"], *page.context["clips"]]
    stories += [story for column in page.context["columns"] for story in column["stories"]]
    assert len({story.pk for story in stories}) == len(stories)


def test_a_new_item_without_a_picture_takes_no_slot_beside_the_lead_by_itself(client):
    sections = _fill(4)
    bare = story_row("Tin vắn vừa đăng", section=sections[0], published_at=timezone.now(), lead_image=None)
    page = client.get("/vi/")
    assert [story.title for story in [page.context["lead"], *page.context["seconds"]]] == [
        "Bài số 0", "Bài số 1", "Bài số 2"
    ]  # fmt: skip
    assert bare.title in [story.title for story in page.context["latest"]]


def test_featured_story_leads(client):
    sections = _fill(4)
    story_row(
        "Tiêu điểm",
        section=sections[0],
        lead_image=make_image(),
        is_featured=True,
        published_at=timezone.now() - timedelta(days=3),
    )
    assert client.get("/vi/").context["lead"].title == "Tiêu điểm"


def test_drafts_and_school_assets_do_not_show(client):
    story_row("Bài còn nháp", live=False)
    make_asset(name="Poster của trường", access="schools")
    page = client.get("/vi/")
    assert "Bài còn nháp" not in page.text
    assert "Poster của trường" not in page.text


def test_the_band_of_the_library_is_not_there_while_the_library_asks_for_a_password(client):
    library = make_library()
    previewed_file = stored_row(preview_key="xem/a.webp", preview_width=300, preview_height=424)
    asset_row(name="Poster ai cũng tải", files=[{"stored": previewed_file}])
    assert "Poster ai cũng tải" in client.get("/vi/").text
    lock = PageViewRestriction.objects.create(page=library, restriction_type="password", password="x")
    assert "Poster ai cũng tải" not in client.get("/vi/").text
    lock.delete()
    assert "Poster ai cũng tải" in client.get("/vi/").text


def test_front_page_queries_do_not_grow(client, django_assert_max_num_queries):
    _fill(6)
    make_asset()
    client.get("/vi/")  # renditions are made at the first view
    cache.clear()
    with django_assert_max_num_queries(23) as few:
        client.get("/vi/")
    _fill(30)
    client.get("/vi/")
    cache.clear()
    with django_assert_max_num_queries(23) as many:
        client.get("/vi/")
    assert len(many) == len(few)


def test_clips_and_pins_older_than_the_newest_sixty_cost_no_query_more(client):
    """A newsroom that writes much: its films lie further back, and what is pinned may be older still."""
    section, picture, now = make_section(), make_image(), timezone.now()

    def write(title, days, **fields):
        return story_row(title, section=section, published_at=now - timedelta(days=days), **fields)

    clips = [write(f"Clip {n}", n + 1, genre="video" if n else "kol", lead_image=picture) for n in range(5)]
    home, pinned = make_home(), write("Bài được ghim", 9, lead_image=picture)
    home.pins = [("lead", {"story": Page.objects.get(pk=pinned.pk), "until": None})]
    home.save()
    home.save_revision().publish(skip_permission_checks=True)

    def ask():
        cache.clear()
        client.get("/vi/")
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/vi/").context
        assert page["lead"].pk == pinned.pk
        return len(queries), [clip.title for clip in page["clips"]]

    few, _some = ask()
    section.refresh_from_db()
    multiply(write("Tin mới", 0), section, NEWEST + 5)
    assert {clip.pk for clip in clips}.isdisjoint(ArticlePage.objects.newest_first().values_list("pk", flat=True)[:60])
    assert ask() == (few, ["Clip 1", "Clip 2", "Clip 3", "Clip 4", "Clip 0"])


def test_other_languages_say_what_they_borrow(client):
    story_row("Bài tiếng Việt")
    make_help_line("111")
    make_home("en", title="Not alone")
    page = client.get("/en/")
    assert page.status_code == 200
    assert '<html lang="en">' in page.text
    assert page.context["in_vietnamese"]
    assert "Bài tiếng Việt" in page.text
    assert f'hreflang="vi" href="{settings.SITE_URL}/vi/"' in page.text
