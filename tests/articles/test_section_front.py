"""The top of a section: pinned stories, then the newest; no column ends far above the one beside it."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from articles.presentation.section_layout import order_stories
from tests.factories import make_article, make_image, make_section, make_user, story_row

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]
ADDRESS = "/vi/nhan-dien-chieu-tro/"


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


@pytest.fixture
def section():
    return make_section()


def tell(section, *pictures, pinned=()):
    """Stories from new to old, named by letters; one for each of `pictures` (None for no picture)."""
    now, stories = timezone.now(), {}
    for place, image in enumerate(pictures):
        name = "ABCDEFGHIJKLMNOP"[place]
        until = now + timedelta(hours=dict(pinned).get(name, 0)) if name in dict(pinned) else None
        stories[name] = story_row(f"Bài {name}", section=section, lead_image=image, pinned_until=until,
                               published_at=now - timedelta(hours=place))  # fmt: skip
    cache.clear()
    return stories


def shown(client, **query):
    context = client.get(ADDRESS, query).context
    letters = ["".join(story.title[-1] for story in context[part]) for part in ("top", "rest")]
    return (*letters, context["has_picture_beside"])


@pytest.mark.slow
def test_pinned_stories_lead_until_their_hour_and_the_rest_fills_itself(client, section):
    picture, other = make_image(), make_image()
    stories = tell(section, picture, other, picture, other, pinned=[("C", 1), ("D", -1)])
    assert shown(client) == ("CBA", "D", True)  # A has the picture of C: B's stands on top
    stories["C"].pinned_until = timezone.now() - timedelta(minutes=1)
    stories["C"].save_revision().publish(skip_permission_checks=True)
    cache.clear()
    assert shown(client)[0][0] == "A"


def test_a_pinned_story_without_a_picture_leads_and_its_neighbours_are_words_too(client, section):
    tell(section, make_image(), None, make_image(), make_image(), pinned=[("B", 1)])
    assert shown(client) == ("BAC", "D", False)
    assert "<picture" not in client.get(ADDRESS).text.split('id="moi-hon"')[0]


def test_the_newest_with_a_picture_is_the_large_one(client, section):
    tell(section, None, make_image(), make_image(), None)
    assert shown(client) == ("BCA", "D", True)


def test_without_a_second_picture_more_words_stand_beside_the_large_one(client, section):
    picture = make_image()
    tell(section, picture, None, picture, None, None, None)  # C has the same file as A
    assert shown(client) == ("ABCDE", "F", False)


def test_one_story_alone_takes_the_whole_width(client, section):
    tell(section, make_image())
    assert shown(client) == ("A", "", False)
    assert 'class="story lead alone"' in client.get(ADDRESS).text


@pytest.mark.slow
def test_no_story_is_lost_or_stands_twice_on_the_pages(client, section):
    tell(section, *[make_image() if number % 3 == 2 else None for number in range(16)])
    first, second = shown(client), shown(client, trang=2)
    assert sorted(first[0] + first[1] + second[0] + second[1]) == list("ABCDEFGHIJKLMNOP")


def test_nothing_at_all():
    assert order_stories([]) == ([], [], [])


def test_the_editor_of_a_section_sees_who_is_held_and_what_is_scheduled(client_for, section):
    now = timezone.now()
    stories = tell(section, None, None, pinned=[("A", 2), ("B", -2)])
    late = make_article("Hẹn sáng mai", section=section, live=False)
    late.go_live_at = now + timedelta(days=1)
    late.save_revision().publish(skip_permission_checks=True)
    elsewhere = make_article("Hẹn nơi khác", section=make_section("Phóng sự"), live=False)
    elsewhere.go_live_at = now + timedelta(days=1)
    elsewhere.save_revision().publish(skip_permission_checks=True)
    page = client_for(make_user(is_superuser=True)).get(f"/admin/pages/{section.pk}/edit/").text
    for words in ("Đầu chuyên mục", stories["A"].title, "Đang hiện.", "Hết giờ ghim", "Hẹn sáng mai"):
        assert words in page, words
    assert "Hẹn nơi khác" not in page
