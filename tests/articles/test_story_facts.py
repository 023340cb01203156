"""What a story's page reads in one query is what its fields say, and previews show what is typed."""

import pytest
from django.db.models import Q
from django.utils import timezone
from wagtail.models import PageViewRestriction

from articles.models import ArticleByline, ArticlePage, Correction, Person, querysets
from articles.models.mixins import facts
from articles.models.mixins.related import rows_near
from articles.models.querysets import listed
from base import compiled_once
from campaign.models import Topic
from tests.factories import make_article, make_home, make_locale, make_section

pytestmark = pytest.mark.django_db

SHOWN = ("tag_list", "topic_ids", "correction_rows", "alternates")


def compared(page):
    """The story as brought and as its fields give it; one query against seven."""
    brought, read = (ArticlePage.objects.get(pk=page.pk) for _twice in range(2))
    facts.load_into(brought)
    for name in SHOWN:
        assert brought.__dict__[name] == getattr(read, name), name
    for one, other in zip(brought.shown_bylines, read.shown_bylines, strict=True):
        assert one.__dict__.keys() == other.__dict__.keys()
        for row, known in ((one, other), (one.person, other.person)):
            assert all(getattr(row, field.attname) == getattr(known, field.attname) for field in row._meta.fields)
    return brought


def test_one_query_brings_what_the_fields_say(django_assert_num_queries):
    story = make_article("Gác máy trước", author="Minh Thư")
    bare = compared(make_article("Bài trơn", section=story.section))
    assert not bare.shown_bylines and not bare.tag_list and list(bare.alternates) == ["vi"]
    photographer = Person.objects.create(full_name="Hải Đăng", bio="Chụp ở Cái Răng", has_page=False)
    story.bylines.add(ArticleByline(person=photographer, role="photo", signed_as="Đ.", share=40, sort_order=1))
    story.tags.add("đường dây", "cuộc gọi", "ánh sáng")
    story.topics.set([Topic.objects.create(slug=slug, name=slug) for slug in ("gia-danh", "tong-tien")])
    story.save_revision().publish(skip_permission_checks=True)
    for number in (1, 2):
        Correction.objects.create(page=story, text=f"Chỗ sai {number}", number=number, frozen_at=timezone.now())
    Correction.objects.create(page=story, text="Còn chờ")
    make_home("en", title="Not alone")
    story.copy_for_translation(make_locale("en"), copy_parents=True, alias=True)
    story.copy_for_translation(make_locale("km"), copy_parents=True)
    copy = story.create_alias(update_slug="ban-sao")
    for page in (story, copy):
        found = compared(page)
        assert [row["number"] for row in found.correction_rows] == [2, 1]
        assert len(found.shown_bylines) == 2 and len(found.tag_list) == 3 and len(found.topic_ids) == 2
    assert set(compared(story).alternates) == {"vi", "en"}
    page = ArticlePage.objects.get(pk=story.pk)
    with django_assert_num_queries(1):
        facts.load_into(page)
        assert {byline.name for byline in page.shown_bylines} == {"Minh Thư", "Đ."}


def test_an_older_story_of_the_section_is_related_where_newer_ones_stand_elsewhere(monkeypatch):
    monkeypatch.setattr(querysets, "NEAR", 2)
    monkeypatch.setattr(compiled_once, "_known", {})  # SQL of so few is nobody else's
    own, other = make_section("Nhận diện"), make_section("Kể chuyện")
    older, story, *_newer = (make_article(f"Bài {n}", section=own if n < 2 else other) for n in range(5))
    assert older.pk in [card.pk for card in listed(rows_near(ArticlePage.objects.get(pk=story.pk), 3))]


def test_related_cards_are_those_of_the_query_also_for_another_story_of_as_many_keywords():
    """The SQL is made once for a number of keywords and topics; what a password closes is left out at once."""
    section, other = make_section("Nhận diện"), make_section("Kể chuyện")
    topics = [Topic.objects.create(slug=slug, name=slug) for slug in ("gia-danh", "tong-tien")]
    stories = []
    for number in range(8):
        story = make_article(f"Bài {number}", section=(section, other)[number % 2])
        story.tags.add(f"từ {number % 3}", *([f"riêng {number % 2}"] if number > 4 else []))
        story.topics.set(topics[: number % 3])
        story.save_revision().publish(skip_permission_checks=True)
        stories.append(story)

    def compare():
        for story in map(ArticlePage.objects.get, [Q(pk=story.pk) for story in stories]):
            known = [card.pk for card in story.related_stories()[:5].cards()]
            cards = listed(rows_near(story, 5))
            assert [card.pk for card in cards] == known and story.pk not in known
            assert all(card.section.title in ("Nhận diện", "Kể chuyện") for card in cards)
            yield known

    assert [len(known) for known in compare()] == [5] * 8
    PageViewRestriction.objects.create(page=other, restriction_type="password", password="mật khẩu")
    assert {pk for known in compare() for pk in known} == {story.pk for story in stories[::2]}
    many = stories[0]
    many.tags.add(*(f"nữa {number}" for number in range(12)))
    many.save_revision().publish(skip_permission_checks=True)
    assert [len(known) for known in compare()] == [3, 4] * 4


def test_a_preview_and_an_older_version_show_their_own(client, admin_client):
    story = make_article("Gác máy trước", author="Minh Thư")
    draft = ArticlePage.objects.get(pk=story.pk)
    draft.bylines.add(ArticleByline(person=Person.objects.create(full_name="Người còn nháp"), sort_order=1))
    draft.tags.add("từ khóa nháp")
    draft.save_revision()
    seen = client.get(story.address).text
    preview = admin_client.get(f"/admin/pages/{story.pk}/view_draft/").text
    for words in ("Người còn nháp", "từ khóa nháp"):
        assert words in preview and words not in seen
    assert "Minh Thư" in seen
