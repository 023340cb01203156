"""Purges after a change, received by a small HTTP server in place of the edge; and publishing is atomic."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.signals import page_published

from articles.models import ArticlePage
from base.caching import cdn_purge
from tests.factories import make_article, make_home, make_section, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def purged(settings):
    """Paths for which PURGE arrives."""
    paths = []

    class Edge(BaseHTTPRequestHandler):
        def do_PURGE(self):  # the name is given by http.server
            paths.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Edge)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.WAGTAILFRONTENDCACHE = {
        "edge": {
            "BACKEND": "base.caching.cdn_purge.EdgeBackend",
            "LOCATION": f"http://127.0.0.1:{server.server_port}",
        }
    }
    yield paths
    server.shutdown()
    server.server_close()


#: What the gates ask of a story.
GOOD = {"sapo": "Tiếng nói thật. " * 10, "has_minor": False, "has_victim": False}


def work():
    call_command("work", "--batch", "--queues", cdn_purge.QUEUE)


def test_page_section_and_front_page_are_forgotten_after_the_commit_only(purged):
    chief = make_user(is_superuser=True)
    article = make_article(title="Cúp máy trước", **GOOD)
    work()
    purged.clear()
    with transaction.atomic():
        article.save_revision().publish(user=chief)
        transaction.set_rollback(True)
    work()
    assert purged == []
    article = ArticlePage.objects.get(pk=article.pk)
    article.save_revision().publish(user=chief)
    assert purged == []  # the request that publishes does not wait for the edge
    work()
    section = article.get_parent()
    assert {article.address, f"/vi/{section.slug}/", "/vi/"} <= set(purged)
    purged.clear()
    old = article.address
    article.slug = "cup-may"
    article.save_revision().publish(user=chief)
    work()
    article = ArticlePage.objects.get(pk=article.pk)
    assert article.address != old and {old, article.address} <= set(purged)
    purged.clear()
    old, section = article.address, make_section("Mục khác")
    article.move(section, "last-child")
    work()
    article = ArticlePage.objects.get(pk=article.pk)
    assert {old, article.address} <= set(purged)
    purged.clear()
    article.unpublish()
    work()
    assert article.address in purged


def test_a_page_that_is_closed_or_opened_again_is_forgotten(purged):
    section = make_article().section
    khmer = section.copy_for_translation(make_home("km").locale)
    khmer.save_revision().publish(skip_permission_checks=True)
    work()
    for change in ("closed", "opened"):
        purged.clear()
        if change == "closed":
            restriction = section.view_restrictions.create(restriction_type="password", password="cầu tre")
        else:
            restriction.delete()
        work()
        assert {f"/vi/{section.slug}/", "/vi/", khmer.address, "/km/"} <= set(purged), change
    section.view_restrictions.create(restriction_type="password", password="cầu tre")
    section.delete()
    assert not section.view_restrictions.exists()


@pytest.fixture
def silent(settings):
    """An edge that takes every connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as server:
        location = f"http://127.0.0.1:{server.getsockname()[1]}"
        settings.WAGTAILFRONTENDCACHE = {
            "edge": {"BACKEND": "base.caching.cdn_purge.EdgeBackend", "LOCATION": location}
        }
        yield


def test_an_edge_that_never_answers_holds_up_nobody(silent, monkeypatch):
    monkeypatch.setattr(cdn_purge.EdgeBackend, "TIMEOUT", 0.05)
    urls = []
    monkeypatch.setattr(
        cdn_purge.EdgeBackend,
        "_ask",
        lambda self, url, ask=cdn_purge.EdgeBackend._ask: urls.append(url) or ask(self, url),
    )
    addresses = [f"https://cms.example/vi/bai-{number}/" for number in range(9)]
    cdn_purge.purge.call(addresses)
    assert urls == addresses[:3], "three without an answer, and the lane goes on"
    again = DBTaskResult.objects.get()
    assert again.run_after > timezone.now() and again.args_kwargs["args"] == [addresses, 1]
    DBTaskResult.objects.all().delete()
    cdn_purge.purge.call(addresses, cdn_purge.ROUNDS)
    assert not DBTaskResult.objects.exists(), "it is given up, and logged"


def test_what_an_edge_refuses_is_asked_again_alone(monkeypatch, settings):
    settings.WAGTAILFRONTENDCACHE = {
        "edge": {"BACKEND": "base.caching.cdn_purge.EdgeBackend", "LOCATION": "http://edge.example"}
    }
    monkeypatch.setattr(cdn_purge.EdgeBackend, "_ask", lambda self, url: 503 if url.endswith("/b/") else 200)
    cdn_purge.purge.call(["https://cms.example/a/", "https://cms.example/b/"])
    assert DBTaskResult.objects.get().args_kwargs["args"] == [["https://cms.example/b/"], 1]


def test_a_publish_that_breaks_half_way_changes_nothing():
    chief = make_user(is_superuser=True)
    article = make_article(title="Bản cũ", **GOOD)
    article.title = "Bản mới"
    revision = article.save_revision()

    def break_off(sender, **kwargs):
        raise DatabaseError("terminating connection")

    page_published.connect(break_off)
    try:
        with pytest.raises(DatabaseError):
            revision.publish(user=chief)
    finally:
        page_published.disconnect(break_off)
    page = ArticlePage.objects.get(pk=article.pk)
    assert (page.title, page.live_revision_id == revision.pk) == ("Bản cũ", False)
