"""Stories related to a story, and what previews show."""

import pytest
from django.db.models import Q
from wagtail.models import PageViewRestriction

from articles.models import ArticleByline, ArticlePage, Person, querysets
from tests.factories import make_article, make_section

pytestmark = pytest.mark.django_db


def test_an_older_story_of_the_section_is_related_where_newer_ones_stand_elsewhere(monkeypatch):
    monkeypatch.setattr(querysets, "NEAR", 2)
    own, other = make_section("Nhận diện"), make_section("Kể chuyện")
    older, story, *_newer = (make_article(f"Bài {n}", section=own if n < 2 else other) for n in range(5))
    assert older.pk in [card.pk for card in ArticlePage.objects.get(pk=story.pk).related_stories()[:3].cards()]


def test_a_story_of_a_section_with_a_password_is_related_to_no_other():
    section, other = make_section("Nhận diện"), make_section("Kể chuyện")
    stories = [make_article(f"Bài {number}", section=(section, other)[number % 2]) for number in range(8)]

    def related():
        """Keys of the cards beside each story, none of them its own."""
        for story in map(ArticlePage.objects.get, [Q(pk=story.pk) for story in stories]):
            cards = story.related_stories()[:5].cards()
            assert all(card.section.title in ("Nhận diện", "Kể chuyện") for card in cards)
            assert story.pk not in {card.pk for card in cards}
            yield [card.pk for card in cards]

    assert [len(keys) for keys in related()] == [5] * 8
    PageViewRestriction.objects.create(page=other, restriction_type="password", password="mật khẩu")
    assert {pk for keys in related() for pk in keys} == {story.pk for story in stories[::2]}


def test_a_preview_and_an_older_version_show_their_own(client, admin_client):
    story = make_article("Gác máy trước", author="Minh Thư")
    draft = ArticlePage.objects.get(pk=story.pk)
    draft.bylines.add(ArticleByline(person=Person.objects.create(full_name="Người còn nháp"), sort_order=1))
    draft.tags.add("từ khóa nháp")
    draft.save_revision()
    text = client.get(story.address).text
    preview = admin_client.get(f"/admin/pages/{story.pk}/view_draft/").text
    for words in ("Người còn nháp", "từ khóa nháp"):
        assert words in preview and words not in text
    assert "Minh Thư" in text
