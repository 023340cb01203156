"""Corrections pass the gates of a story: identity check, second person; a published one can be redacted."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from wagtail.models import PageLogEntry

from articles.models import ArticlePage, Correction, CorrectionIndexPage
from articles.rules import gates
from articles.rules.content_hash import story_hash
from articles.syndication.letters import SYNDICATED_CHANGED
from base.publishing import Way, check
from notifications.models import Letter
from notifications.outbox import post
from tests.articles.newsroom_forms import SAPO, form
from tests.articles.test_after_publication import correct
from tests.factories import make_article, make_home, make_locale

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db]

NAMED = "Em Nguyễn Thị Bông, lớp 9A2, không phải lớp 9A3."
BODY = [("paragraph", '{"blocks":[{"key":"a","text":"Cuộc thi có 14 trường.","type":"unstyled"}],"entityMap":{}}')]


@pytest.fixture
def story(newsroom):
    cache.clear()
    page = make_article(section=newsroom["section"], sapo=SAPO, paragraphs=["Cuộc thi có 40 trường."], owner=None)
    return ArticlePage.objects.get(pk=page.pk)


def desk(page, *more):
    return "/".join([f"/admin/toa-soan/bai/{page.pk}/dinh-chinh", *map(str, more), ""])


@pytest.mark.parametrize(
    ("minor", "paragraph", "text", "status"),
    [
        (False, "Cuộc thi có 40 trường.", "Cuộc thi có 14 trường.", 302),
        (False, "Cuộc thi có 40 trường.", NAMED, 422),
        (True, "Em Nguyễn Thị Bông kể lại.", "Đúng là Trường THCS Sen Trắng.", 422),  # name there, school here
        (True, "Em Nguyễn Thị Bông kể lại.", "Đúng là 14 trường, không phải 40.", 302),
    ],
)
def test_a_correction_that_tells_who_a_child_is_is_not_stored(newsroom, client_for, minor, paragraph, text, status):
    page = make_article(section=newsroom["section"], sapo=SAPO, paragraphs=[paragraph], owner=None, has_minor=minor)
    response = client_for(newsroom["editor"]).post(desk(page), {"kind": "dinh-chinh", "text": text})
    assert response.status_code == status
    assert Correction.objects.exists() is (status == 302)
    if status == 422:
        assert text in response.text  # what was typed is still in the form


def test_what_waits_beside_a_version_is_checked_hashed_and_shown_with_it(newsroom, story):
    before = story_hash(story)
    correction = story.corrections.create(text=NAMED, created_by=newsroom["editor"])
    codes = {finding.code: finding for finding in gates.check(story)}
    assert codes["personal-details"].is_stop and NAMED in codes["correction-pending"].problem
    assert story_hash(story) != before
    Correction.objects.filter(pk=correction.pk).update(text="Cuộc thi có 14 trường.")
    assert "personal-details" not in {finding.code for finding in gates.check(story)}


@pytest.mark.parametrize("way", ["button", "bulk"])
def test_nobody_publishes_a_correction_of_their_own(newsroom, client_for, story, way):
    chief, other = client_for(newsroom["chief"]), client_for(newsroom["chief2"])
    assert chief.post(desk(story), {"kind": "dinh-chinh", "text": "Có 14 trường."}).status_code == 302
    client_for(newsroom["editor"]).post(f"/admin/pages/{story.pk}/edit/", form(body=BODY))
    for client, is_frozen in ((chief, False), (other, True)):
        if way == "button":
            client.post(f"/admin/pages/{story.pk}/edit/", form(body=BODY) | {"action-publish": "x"})
        else:
            client.post(f"/admin/bulk/wagtailcore/page/publish/?id={story.pk}&next=/admin/", {})
        assert Correction.objects.frozen().exists() is is_frozen
        assert ("14 trường" in client_for(None).get(story.address).text) is is_frozen


def test_the_approver_of_a_step_is_not_the_writer_of_the_correction(newsroom, story):
    draft = ArticlePage.objects.get(pk=story.pk)
    draft.sapo = f"{SAPO} Thêm một ý."
    draft.save_revision(user=newsroom["editor"])
    draft.corrections.create(text="Có 14 trường.", created_by=newsroom["chief"])
    draft.get_workflow().start(draft, newsroom["reporter"])
    task = ArticlePage.objects.get(pk=story.pk).current_workflow_task.specific
    assert task.reason_of_person(draft, newsroom["chief"]) and not task.reason_of_person(draft, newsroom["chief2"])


def test_an_hour_that_was_approved_takes_no_later_correction_along(newsroom, story):
    revision = story.save_revision(user=newsroom["editor"])
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.save()
    early = story.corrections.create(text="Có 14 trường.", created_by=newsroom["editor"])
    Correction.objects.filter(pk=early.pk).update(created_at=revision.created_at - timedelta(minutes=1))
    assert check(story, revision, None, Way.MODEL) == []
    story.corrections.create(text="Có 15 trường.", created_by=newsroom["chief"])
    assert len(check(story, revision, None, Way.MODEL)) == 1


def test_redaction_takes_the_words_everywhere_and_leaves_the_record(newsroom, client_for, story):
    home = make_home()
    home.add_child(instance=CorrectionIndexPage(title="Đính chính", slug="dinh-chinh", locale=make_locale()))
    taken = {"story": story.pk, "section": newsroom["other"].pk}
    client_for(newsroom["culture_secretary"]).post("/admin/toa-soan/lay-bai/", taken)
    words = "Người kể tên Bống."
    correct(newsroom, client_for, story, text=words)
    correction, reader = Correction.objects.get(), client_for(None)
    copy = ArticlePage.objects.get(alias_of=story.pk)
    addresses = [story.address, copy.address, "/vi/dinh-chinh/", "/vi/dinh-chinh/atom/", "/vi/dinh-chinh/rss.xml"]
    assert all(words in reader.get(address).text for address in addresses)
    assert Letter.objects.filter(text__contains=words).exists()
    assert reader.get(f"{story.address}phien-ban/1/").status_code == 200

    other = post(purpose=SYNDICATED_CHANGED, to="x@demo.example", subject="s", text=f"Bài khác có “{words}”")
    redact, data = desk(story, correction.pk, "bo-chu"), {"reason": "Gia đình gọi: tên gọi ở nhà làm lộ em."}
    for name in ("reporter", "editor", "culture_secretary"):
        assert client_for(newsroom[name]).post(redact, data).status_code in {302, 403}
        assert Correction.objects.get().text == words
    secretary = client_for(newsroom["secretary"])
    assert secretary.post(redact, {"reason": "gấp gấp gấp gấp gấp gấp"}).status_code == 422
    assert Correction.objects.get().text == words
    assert secretary.post(redact, data).status_code == 302

    correction.refresh_from_db()
    assert (correction.text, correction.number, correction.redacted_by) == ("", 1, newsroom["secretary"])
    shown = [reader.get(address).text for address in addresses]
    assert not any(words in text for text in shown) and all(str(Correction.REDACTED) in text for text in shown)
    assert reader.get(f"{story.address}phien-ban/1/").status_code == 404
    assert Letter.objects.get(text__contains=words).recipient == "x@demo.example" and other == 1, "no letter of others"
    assert Letter.objects.filter(purpose="story-syndicated", text__contains="đã bỏ chữ").exists()
    entry = PageLogEntry.objects.get(action="newsroom.correction.redact")
    assert entry.page_id == story.pk and entry.data["reason"] == data["reason"]
    assert secretary.get(redact).status_code == 404
    assert words not in secretary.get(desk(story)).text
