"""What a copy of a story has of its own: its hour, its places in lists and the answers of its gates."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import ArticlePage
from tests.articles.newsroom_forms import edit
from tests.factories import make_article, make_locale, make_user
from translations import publish

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db]

OLD = timezone.make_aware(timezone.datetime(2025, 3, 1, 8))


def test_a_copy_is_a_new_story_and_a_translation_is_not(newsroom, client_for):
    section, now = newsroom["section"], timezone.now().replace(microsecond=0)
    old = make_article(
        "Bài năm trước",
        section=section,
        published_at=OLD,
        pinned_until=now + timedelta(days=1),
        is_hot=True,
        is_featured=True,
        is_milestone=True,
        has_minor=True,
        has_victim=True,
        answers_reason="Em đã hai mươi tuổi.",
    )
    old.save_revision()
    sent = {"new_title": "Bài năm nay", "new_slug": "bai-nam-nay", "new_parent_page": section.pk}
    client_for(newsroom["secretary"]).post(f"/admin/pages/{old.pk}/copy/", sent)
    new_story = ArticlePage.objects.get(slug="bai-nam-nay")
    for copy in (new_story, new_story.get_latest_revision_as_object()):
        assert copy.body.get_prep_value() == old.body.get_prep_value() and copy.sapo == old.sapo
        places = copy.published_at, copy.pinned_until, copy.is_hot, copy.is_featured, copy.is_milestone
        assert places == (None, None, False, False, False)
        assert (copy.has_minor, copy.has_victim, copy.answers_reason) == (None, None, "")
        assert not copy.lowered_answers
    edit(client_for(newsroom["secretary"]), new_story, title="Bài năm nay", slug=new_story.slug)
    client_for(newsroom["chief"]).post(f"/admin/bulk/wagtailcore/page/publish/?id={new_story.pk}&next=/admin/", {})
    newest = ArticlePage.objects.listed_in(section).newest_first()
    assert [page.title for page in newest] == ["Bài năm nay", "Bài năm trước"]

    publish.start(old, make_locale("en"), make_user(is_superuser=True, is_staff=True))
    twin = old.get_translation(make_locale("en"))
    assert (twin.published_at, twin.pinned_until) == (old.published_at, old.pinned_until)
    assert twin.is_hot and twin.is_featured and twin.is_milestone and twin.has_minor and twin.has_victim
