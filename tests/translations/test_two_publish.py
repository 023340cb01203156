"""Two people publish a page with its translations at the same moment: it goes out once, the other is told with 409."""

import threading

import pytest
from django.db import connection
from wagtail.models import PageLogEntry

from articles.models import ArticlePage
from tests.factories import make_article, make_locale
from tests.meanwhile import meanwhile
from tests.translations.test_dashboard import DESK, SAPO, translate_all
from translations import publish
from translations.admin import views

#: wagtail-localize publishes when its transaction is over.
pytestmark = [pytest.mark.world("languages"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def story(site):
    """A live page whose Khmer translation is complete and not published yet."""
    article = make_article("Cúp máy trước", section=site["section"], sapo=SAPO)
    publish.start(article, make_locale("km"), site["admin"])
    translate_all(article, "km")
    return article


def publications():
    return PageLogEntry.objects.filter(action="wagtail.publish").count()


@pytest.mark.parametrize("stale", [False, True], ids=["at once", "old page"])
def test_who_published_first_is_named_and_nothing_goes_out_twice(client_for, site, story, monkeypatch, stale):
    desk, before, data = client_for(site["admin"]), publications(), {}
    was = publish.last_published(story)
    assert f'name="was" value="{was}"' in desk.get(f"{DESK}{story.pk}/km/").text.replace("&#x2B;", "+")

    def step():
        publish.publish_together(ArticlePage.objects.get(pk=story.pk), site["admin"])

    if stale:
        step()
        data["was"] = was
    else:
        meanwhile(monkeypatch, views, "publish_together", step)
    response = desk.post(f"{DESK}{story.pk}/xuat-ban/", data)
    assert response.status_code == 409 and f"{site['admin']} vừa xuất bản" in response.text
    assert publications() == before + 1, "the translation went out once"
    assert desk.post(f"{DESK}{story.pk}/xuat-ban/", {"was": publish.last_published(story)}).status_code == 302, (
        "knowingly"
    )


def test_while_one_publishes_another_does_not(client_for, site, story, monkeypatch):
    """On two connections: the first one stands in the middle of its work."""
    inside, go_on, responses = threading.Event(), threading.Event(), []
    real = publish._publish_together

    def slow(*args):
        inside.set()
        assert go_on.wait(60)
        return real(*args)

    monkeypatch.setattr(publish, "_publish_together", slow)
    before = publications()
    desks = [client_for(site["admin"]), client_for(site["admin"])]

    def first():
        try:
            responses.append(desks[0].post(f"{DESK}{story.pk}/xuat-ban/").status_code)
        finally:
            connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    assert inside.wait(60)
    try:
        late = desks[1].post(f"{DESK}{story.pk}/xuat-ban/")
    finally:
        go_on.set()
        thread.join(60)
    assert late.status_code == 409 and "Người khác vừa bấm xuất bản" in late.text
    assert responses == [302] and publications() == before + 1
    monkeypatch.setattr(publish, "_publish_together", real)
    assert desks[1].post(f"{DESK}{story.pk}/xuat-ban/").status_code == 302, "the lock is given back"
