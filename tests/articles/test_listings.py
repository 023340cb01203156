"""What a section lists is what is live below it, whatever happened to the story."""

import pytest
from django.core.cache import cache

from articles.models import ArticlePage, TipPage
from tests.factories import make_article, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


def listed(section):
    keys = set(ArticlePage.objects.listed_in(section).values_list("pk", flat=True))
    assert keys == set(ArticlePage.objects.live().child_of(section).values_list("pk", flat=True))
    return keys


def test_the_list_follows_every_change_of_state_and_place():
    news, law = make_section("Thời sự", slug="thoi-su"), make_section("Pháp luật", slug="phap-luat")
    story, draft = make_article("Một", section=news), make_article("Hai", section=news, live=False)
    tip = make_article(
        "Ba", section=news, model=TipPage, genre="meo", number=1, do_this="Cúp máy.", not_this="Nghe tiếp."
    )
    assert listed(news) == {story.pk, tip.pk} and listed(law) == set()
    draft.save_revision().publish(skip_permission_checks=True)
    assert listed(news) == {story.pk, tip.pk, draft.pk}
    story.unpublish()
    assert listed(news) == {tip.pk, draft.pk}
    story.get_latest_revision().publish(skip_permission_checks=True)
    ArticlePage.objects.get(pk=story.pk).move(law, pos="last-child")
    assert listed(news) == {tip.pk, draft.pk} and listed(law) == {story.pk}
    copy = ArticlePage.objects.get(pk=tip.pk).copy(to=law, update_attrs={"slug": "ba-2"}, keep_live=True)
    alias = ArticlePage.objects.get(pk=draft.pk).create_alias(parent=law, update_slug="hai-2")
    assert listed(law) == {story.pk, copy.pk, alias.pk}
    ArticlePage.objects.get(pk=draft.pk).unpublish()
    assert listed(law) == {story.pk, copy.pk}
    ArticlePage.objects.get(pk=tip.pk).delete()
    assert listed(news) == set()


def test_a_moved_section_keeps_its_list_and_a_moved_draft_stays_unlisted(client):
    home_section, other = make_section("Thời sự", slug="thoi-su"), make_section("Pháp luật", slug="phap-luat")
    story = make_article("Một", section=home_section)
    other.refresh_from_db()
    other.move(home_section, pos="left")
    assert listed(home_section) == {story.pk}
    draft = make_article("Hai", section=home_section, live=False)
    draft.move(other, pos="last-child")
    assert listed(other) == set()
    assert "Một" in client.get("/vi/thoi-su/").content.decode()
