"""The hour of a page comes and something stops it: others go out all the same, and the newsroom hears of it."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, PageLogEntry
from wagtail.signals import page_unpublished

from articles.models import ArticlePage
from articles.rules.publish_gates.pages import schedule_refused
from base import publishing
from tests.articles.newsroom_forms import act, write
from tests.factories import make_article
from tests.letters import delivered

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db]


@pytest.fixture
def planned(newsroom, client_for):
    """`planned(title)`: a story that editor and chief have approved for an hour that comes soon."""

    def plan(title, *, minutes=5):
        soon = f"{timezone.localtime() + timedelta(minutes=minutes):%Y-%m-%d %H:%M}"
        reporter = client_for(newsroom["reporter"])
        page = write(reporter, newsroom["section"], title, go_live_at=soon, **{"action-submit": "1"})
        act(client_for(newsroom["editor"]), page)
        act(client_for(newsroom["chief"]), page)
        page = ArticlePage.objects.get(pk=page.pk)
        assert page.approved_schedule and not page.live
        return page

    return plan


def come(page):
    """Its hour has come."""
    revision, now = page.revisions.exclude(approved_go_live_at=None).get(), timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"], revision.approved_go_live_at = now.isoformat(), now
    revision.save(update_fields=["content", "approved_go_live_at"])


def publish(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        call_command("publish_scheduled")


def test_a_gate_that_closed_meanwhile_is_told_to_all_who_count_on_the_hour(
    newsroom, planned, django_capture_on_commit_callbacks
):
    page = planned("Bài hẹn giờ")
    revision = page.revisions.exclude(approved_go_live_at=None).get()
    revision.content["has_minor"] = None
    revision.save(update_fields=["content"])
    delivered().clear()
    come(page)
    listed = StringIO()
    call_command("publish_scheduled", dryrun=True, stdout=listed)
    assert "Bài hẹn giờ" in listed.getvalue() and ArticlePage.objects.get(pk=page.pk).approved_schedule

    def away(**kwargs):
        raise OSError("the database is away")

    schedule_refused.connect(away)
    with pytest.raises(OSError):
        publish(django_capture_on_commit_callbacks)
    schedule_refused.disconnect(away)
    assert not delivered() and ArticlePage.objects.get(pk=page.pk).approved_schedule, "told and cancelled together"
    publish(django_capture_on_commit_callbacks)
    publish(django_capture_on_commit_callbacks)
    assert not ArticlePage.objects.get(pk=page.pk).live
    letters = [letter for letter in delivered() if letter.subject == "Chưa lên trang: “Bài hẹn giờ”"]
    recipients = sorted(letter.to[0] for letter in letters)
    names = ("reporter", "editor", "chief", "chief2", "secretary")
    assert recipients == sorted(newsroom[name].email for name in names), "each once, nobody of another outlet"
    assert "Chưa trả lời" in letters[0].body and f"/admin/pages/{page.pk}/edit/" in letters[0].body


def test_a_page_that_cannot_be_published_holds_no_other_one_up(
    newsroom, planned, django_capture_on_commit_callbacks, monkeypatch
):
    taken, broken, good = planned("Địa chỉ bị lấy"), planned("Bài hỏng"), planned("Bài sau cùng")
    Page.objects.filter(pk=taken.pk).update(slug="cho-cu")
    make_article("Bài khác", section=newsroom["section"], slug="dia-chi-bi-lay")
    delivered().clear()
    real = ArticlePage.publish

    def fails(page, *args, **kwargs):
        if page.pk == broken.pk:
            raise OSError("away")
        return real(page, *args, **kwargs)

    monkeypatch.setattr(ArticlePage, "publish", fails)
    for page in (taken, broken, good):
        come(page)
    with pytest.raises(OSError):
        publish(django_capture_on_commit_callbacks)
    live = set(ArticlePage.objects.live().values_list("title", flat=True))
    assert "Bài sau cùng" in live and not live & {"Địa chỉ bị lấy", "Bài hỏng"}
    assert {letter.subject for letter in delivered() if "Chưa lên" in letter.subject} == {
        "Chưa lên trang: “Địa chỉ bị lấy”"
    }
    assert PageLogEntry.objects.filter(page=taken.pk, action=publishing.REFUSED).count() == 1
    monkeypatch.undo()
    publish(django_capture_on_commit_callbacks)
    assert ArticlePage.objects.get(pk=broken.pk).live, "what failed is tried again"
    assert not ArticlePage.objects.get(pk=taken.pk).live


def test_a_page_that_cannot_be_unpublished_keeps_no_other_one_public(newsroom, django_capture_on_commit_callbacks):
    broken, good = (make_article(title, section=newsroom["section"]) for title in ("Gỡ hỏng", "Hết hạn"))
    hour = timezone.now() - timedelta(minutes=5)
    ArticlePage.objects.filter(pk=broken.pk).update(expire_at=hour)
    ArticlePage.objects.filter(pk=good.pk).update(expire_at=hour + timedelta(minutes=1))

    def fails(sender, instance, **kwargs):
        if instance.pk == broken.pk:
            raise OSError("away")

    page_unpublished.connect(fails)
    try:
        with pytest.raises(OSError):
            publish(django_capture_on_commit_callbacks)
    finally:
        page_unpublished.disconnect(fails)
    rows = dict(ArticlePage.objects.filter(pk__in=[broken.pk, good.pk]).values_list("pk", "live"))
    assert rows == {broken.pk: True, good.pk: False} and ArticlePage.objects.get(pk=good.pk).expired
    publish(django_capture_on_commit_callbacks)
    assert not ArticlePage.objects.get(pk=broken.pk).live, "what failed is tried again"
