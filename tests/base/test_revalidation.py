"""Parts that stay cached after a publication: as long as they show the same, no longer, and never outdated."""

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from articles.models import ArticlePage
from base import site_context
from tests.base.test_kept_parts import renamed
from tests.factories import make_article, make_home, make_locale, story_row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("parts")]


def asked(client, path):
    """Number of queries of the page."""
    with CaptureQueriesContext(connection) as counted:
        assert client.get(path).status_code == 200
    return len(counted)


def test_what_a_page_shows_of_other_stories_shows_at_once(client, article):
    """A related story, and one in a list; a new translation."""
    section = article.section
    other = make_article("Bài bên cạnh", section=section)
    places = (article.address, section.address, "/vi/")
    assert all("Bài bên cạnh" in client.get(place).text for place in places)
    renamed(other, "Bài bên cạnh đổi tên")
    assert all("Bài bên cạnh đổi tên" in client.get(place).text for place in places)
    make_home("en", title="Not alone")
    english = article.copy_for_translation(make_locale("en"), copy_parents=True)
    own = f'href="/en/{section.slug}/{english.slug}/"'
    assert own not in client.get(article.address).text
    english.save_revision().publish(skip_permission_checks=True)
    assert own in client.get(article.address).text
    ArticlePage.objects.get(pk=other.pk).unpublish()
    assert not any("Bài bên cạnh" in client.get(place).text for place in places)


def test_a_story_named_within_a_text_shows_as_it_is_now(client, article, django_capture_on_commit_callbacks):
    """Its title in a link block, its address in a paragraph; it is old, so it does not stand among the related ones."""
    section, far = article.section, make_article("Bài ở mục khác")
    block, words = make_article("Bài có khối dẫn", section=section), make_article("Bài có lối dẫn", section=section)
    block.body = [("link", {"story": far})]
    words.body = [("paragraph", f'<p><a linktype="page" id="{far.pk}">đọc nữa</a></p>')]
    for page in (block, words):
        page.save_revision().publish(skip_permission_checks=True)
    for number in range(15):
        story_row(f"Bài mới hơn {number}", section=section)
    site_context.invalidate()
    assert far.title in client.get(block.address).text and far.title not in client.get(words.address).text
    assert f'href="{far.address}">đọc nữa' in client.get(words.address).text
    renamed(far, "Bài xa đổi tên")
    assert "Bài xa đổi tên" in client.get(block.address).text
    moved = ArticlePage.objects.get(pk=far.pk)
    moved.slug = "dia-chi-moi"
    with django_capture_on_commit_callbacks(execute=True):  # Wagtail tells of a new address then
        moved.save_revision().publish(skip_permission_checks=True)
    assert f'href="{far.address.replace(far.slug, moved.slug)}">đọc nữa' in client.get(words.address).text


def test_after_a_restore_nothing_of_before_is_shown(client, article):
    assert all("Gác máy trước" in client.get(path).text for path in (article.address, article.section.address))
    ArticlePage.objects.filter(pk=article.pk).update(title="Bản của hôm qua")
    call_command("sync_site", verbosity=0)
    assert all("Bản của hôm qua" in client.get(path).text for path in (article.address, article.section.address))


def test_a_story_that_is_gone_without_a_signal_is_not_kept_on(client, article, clock, monkeypatch):
    """As where an older backup was restored beside a cache that knows more."""
    clock.move_to("2026-11-18 09:00")
    other = make_article("Bài chỉ có trong kho nhớ")
    assert all(client.get(story.address).status_code == 200 for story in (article, other))
    ArticlePage.objects.filter(pk=article.pk).update(live=False)
    with monkeypatch.context() as nobody_is_told:
        nobody_is_told.setattr(site_context, "_new_version", lambda *keys: None)
        other.delete()
    clock.move_to("2026-11-18 09:01:01")
    assert all(client.get(story.address).status_code in (404, 410) for story in (article, other))


def test_without_a_database_a_stale_page_is_503_and_comes_back(client, article, monkeypatch):
    """It cannot be said then whether it is right; the numbers to call stand there."""

    def away(*args, **kwargs):
        raise OperationalError("connection refused")

    paths = (article.address, article.section.address, "/vi/")
    before = [client.get(path).content for path in paths]
    client.raise_request_exception = False
    site_context.invalidate_stories()
    with monkeypatch.context() as gone:
        gone.setattr(connection, "cursor", away)
        for path in paths:
            answer = client.get(path)
            assert answer.status_code == 503 and "tel:111" in answer.text, path
    assert [client.get(path).content for path in paths] == before
