"""A step of the page editor is done whole or not at all, wherever the database or the process stops."""

import contextlib

import pytest
from wagtail.signals import page_published, page_unpublished, workflow_submitted

from articles.models import ArticlePage
from tests.articles.newsroom_forms import form, write
from tests.articles.test_quick import QUICK, screen
from tests.factories import make_article

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stops():
    """`stops(signal)`: the last receiver of `signal` fails, as when the database goes away before it."""
    connected = []

    def connect(signal):
        def fail(**kwargs):
            raise OSError("the database is away")

        signal.connect(fail, weak=False)
        connected.append((signal, fail))

    yield connect
    for signal, fail in connected:
        signal.disconnect(fail)


def test_a_page_whose_unpublishing_stops_in_the_middle_is_still_whole(newsroom, client_for, stops):
    page = make_article("Bài đang đăng", section=newsroom["section"])
    page.save_revision().publish(skip_permission_checks=True)
    stops(page_unpublished)
    with pytest.raises(OSError):
        client_for(newsroom["chief"]).post(f"/admin/pages/{page.pk}/unpublish/")
    page = ArticlePage.objects.get(pk=page.pk)
    assert page.live and page.live_revision_id


def test_a_short_item_that_stops_in_the_middle_is_not_there(newsroom, client_for, stops):
    reporter, sent = client_for(newsroom["reporter"]), screen(newsroom["section"])
    stops(workflow_submitted)
    for step, is_there in (({"action-submit": "1"}, False), ({}, True)):
        with contextlib.suppress(OSError):
            reporter.post(QUICK, sent | step)
        assert ArticlePage.objects.exists() is is_there, step


def test_a_page_whose_publication_stops_in_the_middle_is_still_a_draft(newsroom, client_for, stops):
    page = write(client_for(newsroom["reporter"]), newsroom["section"])
    stops(page_published)
    before = page.revisions.count()
    with pytest.raises(OSError):
        client_for(newsroom["chief"]).post(f"/admin/pages/{page.pk}/edit/", form(**{"action-publish": "1"}))
    page = ArticlePage.objects.get(pk=page.pk)
    assert not page.live and page.live_revision_id is None and page.revisions.count() == before
