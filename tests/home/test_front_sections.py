"""Slots and front sections of the front page: pinned until, filled below, moved by editors, seen before they appear."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from wagtail.models import Page

from activities.models import Event
from articles.models import ArticlePage
from base import front_page_registry as parts
from base import site_context
from campaign.models import Season
from home.models import HomePage
from schools.models import Coverage
from tests.factories import make_article, make_asset, make_home, make_image, make_section, story_row

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture
def newsroom():
    section, image = make_section(), make_image()
    now = timezone.now()
    return [
        story_row(f"Bài {number}", section=section, lead_image=image, published_at=now - timedelta(hours=number))
        for number in range(14)
    ]


def save(**fields):
    home = HomePage.objects.get(locale__language_code="vi")
    for name, value in fields.items():
        setattr(home, name, value)
    home.save()  # the slots are no part of a version
    home.save_revision().publish(skip_permission_checks=True)
    cache.clear()
    return home


def pin(place, story, hours=None):
    until = timezone.now() + timedelta(hours=hours) if hours is not None else None
    return (place, {"story": Page.objects.get(pk=story.pk), "until": until})


def test_pinned_stories_stand_until_their_hour_and_the_rest_fills_itself(client, newsroom):
    save(pins=[pin("lead", newsroom[5], 1), pin("second", newsroom[6]), pin("second", newsroom[7], -1)])
    page = client.get("/vi/").context
    assert page["lead"].title == "Bài 5"
    assert [story.title for story in page["seconds"]] == ["Bài 6", "Bài 0"]  # the one that is over stands no more
    stories = [page["lead"], *page["seconds"], *page["latest"]]
    assert len({story.pk for story in stories}) == len(stories)
    save(pins=[pin("lead", newsroom[5], -0.1)])
    assert client.get("/vi/").context["lead"].title == "Bài 0"


def test_a_draft_or_taken_down_story_in_a_slot_is_never_shown(client, newsroom):
    draft = make_article("Chưa đăng", section=newsroom[0].get_parent().specific, live=False, lead_image=make_image())
    save(pins=[pin("lead", draft), pin("second", newsroom[3])])
    newsroom[3].unpublish()
    text = client.get("/vi/").text
    assert "Chưa đăng" not in text and "Bài 3" not in text and client.get("/vi/").context["lead"].title == "Bài 0"
    draft.get_latest_revision().publish(skip_permission_checks=True)
    cache.clear()
    assert client.get("/vi/").context["lead"].title == "Chưa đăng"
    newsroom[3].delete()
    assert client.get("/vi/").status_code == 200


def test_a_preview_shows_what_is_scheduled_in_its_slot_and_readers_do_not_see_it(client, newsroom):
    late = make_article("Hẹn sáng mai", section=newsroom[0].get_parent().specific, live=False, lead_image=make_image())
    late.go_live_at = timezone.now() + timedelta(days=1)
    late.save_revision().publish(skip_permission_checks=True)
    draft = make_article("Chỉ là nháp", section=newsroom[0].get_parent().specific, live=False)
    home = save(pins=[pin("lead", late), pin("second", draft), pin("second", newsroom[3])])
    context = home.make_preview_request().context_data
    assert context["lead"].title == "Hẹn sáng mai" and context["seconds"][1].title == "Bài 3"
    page = client.get("/vi/")
    assert page.context["lead"].title == "Bài 0" and "Hẹn sáng mai" not in page.text and "nháp" not in page.text


def test_a_pin_ends_by_itself_while_nobody_saves_anything(client, newsroom, monkeypatch):
    """The page is read anew at the edge every minute; nothing between keeps what was pinned an hour ago."""
    save(pins=[pin("lead", newsroom[5], 1)])
    assert client.get("/vi/").context["lead"].title == "Bài 5"
    later = timezone.now() + timedelta(minutes=61)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert client.get("/vi/").context["lead"].title == "Bài 0"


def test_bands_follow_the_editors_order_names_and_absence(client, newsroom):
    make_asset(name="Poster trên kệ")
    usual = client.get("/vi/")
    assert [band.kind for band in usual.context["front_sections"]] == [
        "today",
        "clips",
        "columns",
        "library",
        "quiet",
        "strip",
    ]
    section = newsroom[0].get_parent()
    save(front_sections=[("library", {"title": ""}), ("columns", {"title": "Đọc theo mục", "sections": [section]})])
    page = client.get("/vi/")
    assert [band.kind for band in page.context["front_sections"]] == ["library", "columns"]
    assert page.context["columns"][0]["section"].pk == section.pk
    assert "Đọc theo mục" in page.text and "Mẹo hôm nay" not in page.text and "Xem và nghe" not in page.text


def test_parts_of_other_apps_appear_when_they_have_something(client, newsroom, monkeypatch):
    monkeypatch.setattr(parts, "_registered", {})
    parts.register("events", "components/notice.html", lambda language: {"title": language} if language else None)
    assert len(client.get("/vi/").context["strip_parts"]) == 1
    parts.register("events", "components/notice.html", lambda language: None)
    cache.clear()
    assert client.get("/vi/").context["strip_parts"] == []


def test_a_card_knows_its_section_also_where_that_is_not_live(newsroom, django_assert_num_queries):
    section = newsroom[0].get_parent().specific
    with django_assert_num_queries(2):  # the cards, and the site context
        assert {story.section.title for story in ArticlePage.objects.all().cards()} == {section.title}
    section.unpublish()
    site_context.data()
    with django_assert_num_queries(2):  # and the section that the site context leaves out
        assert {story.section.title for story in ArticlePage.objects.all().cards()} == {section.title}


def test_pins_cost_one_query_at_most(client, newsroom, django_assert_max_num_queries):
    client.get("/vi/")
    cache.clear()
    with django_assert_max_num_queries(23) as counted:
        client.get("/vi/")
    plain = len(counted)  # at once: the next request empties the log
    save(pins=[pin("lead", newsroom[5], 1), pin("second", newsroom[6])])
    client.get("/vi/")
    cache.clear()
    with django_assert_max_num_queries(plain + 1):
        client.get("/vi/")


def test_home_needs_no_stories_at_all(client):
    make_home()
    save(front_sections=[("clips", {"title": ""}), ("quiet", {"title": ""})])
    assert client.get("/vi/").status_code == 200


def test_the_strip_shows_the_coverage_of_schools_and_the_next_events(client, newsroom):
    assert 'id="do-phu-h"' not in client.get("/vi/").text and 'id="lich-h"' not in client.get("/vi/").text
    season = Season.objects.create(
        slug="mua", name="Mùa thử", starts_on="2026-10-01", ends_on="2030-12-31", is_current=True
    )
    Coverage.objects.create(
        season=season, dimension=Coverage.Dimension.WARD, kind="school", level="thcs", key="ninh-kieu",
        label="phường Ninh Kiều", units=40, started=24, pairs=600, declared=20, confirmed=5,
    )  # fmt: skip
    later = timezone.now() + timedelta(days=3)
    for number in range(5):
        Event.objects.create(title=f"Ngày hội {number}", starts_at=later + timedelta(days=number), place="Ninh Kiều")
    Event.objects.create(title="Đã qua", starts_at=timezone.now() - timedelta(days=1), place="Ninh Kiều")
    Event.objects.create(title="Chuyện nội bộ", starts_at=later, place="Ninh Kiều", is_public=False)
    cache.clear()
    page = client.get("/vi/").text
    assert "<b>60%</b> trong 40 trường đã hưởng ứng." in page
    titles = ("Ngày hội 0", "Ngày hội 2", "Ngày hội 3", "Đã qua", "Chuyện nội bộ")
    assert [title for title in titles if title in page] == ["Ngày hội 0", "Ngày hội 2"]
    first = Event.objects.get(title="Ngày hội 0")  # nobody clears a cache after a change
    first.title, first.starts_at = "Ngày hội dời", later + timedelta(hours=1)
    first.save()
    assert "Ngày hội dời" in client.get("/vi/").text and "Ngày hội 0" not in client.get("/vi/").text
    Event.objects.all().delete()
    assert 'id="lich-h"' not in client.get("/vi/").text
