"""A translator says that a translation is done; a second person publishes it or returns it with a reason."""

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry

from articles.models import ArticlePage
from notifications.models import Letter
from tests.factories import make_article, make_locale, make_section
from tests.letters import delivered
from tests.meanwhile import before_the_lock
from tests.translations.test_dashboard import DESK, SAPO
from tests.translations.test_translation_gates import translated_by
from translations import review
from translations.models import TranslationAssignment
from translations.publish import start

#: wagtail-localize publishes when its transaction is over.
pytestmark = [pytest.mark.world("languages"), pytest.mark.django_db(transaction=True)]
DONE, REASON = {"action": "xong"}, "Câu đầu dịch ngược nghĩa."


@pytest.fixture
def page(paper):
    """A story whose Khmer draft is begun and has no translated segment."""
    page = make_article("Cúp máy trước", section=paper["section"], sapo=SAPO, owner=paper["reporter"])
    start(page, make_locale("km"), paper["km"])
    return page


def letters(act):
    """{recipient: letter} of what `act` sends about the review of translations."""
    delivered().clear()
    Letter.objects.all().delete()
    act()
    sent = Letter.objects.filter(purpose__startswith="translation-")
    assert len({letter.recipient for letter in sent}) == len(sent), "one letter each"
    return {letter.recipient: letter for letter in sent}


def step():
    return TranslationAssignment.objects.get(language="km").step


def test_a_translation_is_sent_for_review_returned_sent_again_and_published(client_for, paper, page):
    """“Xong, gửi duyệt” on the translator's page, a letter and a line for the desk, and back."""
    twin = page.get_translation(make_locale("km"))
    editor, place = reverse("wagtailadmin_pages:edit", args=[twin.pk]), f"{DESK}{page.pk}/km/"
    translator, chief = client_for(paper["km"]), client_for(paper["chief"])
    refused = {}
    assert not letters(lambda: refused.update(page=translator.post(editor, DONE, follow=True)))
    assert "câu chưa dịch" in refused["page"].text and SAPO in refused["page"].text, "what is missing is listed"
    assert not TranslationAssignment.objects.exclude(step="translating").exists()

    translated_by(page, paper["km"])
    asked = letters(lambda: translator.post(editor, DONE))
    assert set(asked) == {paper["chief"].email, paper["other"].email}, "who may publish it, and nobody else"
    assert place in asked[paper["chief"].email].text and "Cúp máy trước" in asked[paper["chief"].email].subject
    assert step() == "waiting"
    assert not letters(lambda: translator.post(editor, DONE)), "it waits already"
    for client in (translator, chief):
        assert "chờ duyệt" in client.get(editor).text and "chờ duyệt" in client.get(place).text
    assert place in chief.get("/admin/trang-chu/toa-soan/").text
    assert f"{place}tra-lai/" in chief.get(place).text and f"{place}tra-lai/" not in translator.get(place).text
    assert [row.pk for row in chief.get(DESK, {"step": "waiting"}).context["object_list"]] == [page.pk]
    assert not chief.get(DESK, {"step": "returned"}).context["object_list"]

    for person, reason in (("km", REASON), ("checker", REASON), ("chief", " "), ("chief", "x" * 501)):
        client_for(paper[person]).post(f"{place}tra-lai/", {"reason": reason})
        assert step() == "waiting", (person, reason)
    translator.post(editor, {"action": "publish"})
    assert not ArticlePage.objects.get(pk=twin.pk).live, "not by who translated it"
    told = letters(lambda: chief.post(f"{place}tra-lai/", {"reason": REASON}))
    assert set(told) == {paper["km"].email} and REASON in told[paper["km"].email].text
    assert step() == "returned"
    assert place not in chief.get("/admin/trang-chu/toa-soan/").text
    assert chief.post(f"{place}tra-lai/", {"reason": REASON}).status_code == 409, "it does not wait any more"
    for address in ("/admin/", place, editor):
        assert REASON in translator.get(address).text, address
    entry = PageLogEntry.objects.get(page=twin.pk, action="translations.returned")
    assert entry.user == paper["chief"] and REASON in chief.get(f"/admin/pages/{twin.pk}/history/").text

    assert set(letters(lambda: translator.post(editor, DONE))) == {paper["chief"].email, paper["other"].email}
    assert REASON not in translator.get(place).text
    chief.post(editor, {"action": "publish"})
    assert ArticlePage.objects.get(pk=twin.pk).live and step() == "published"
    assert place not in chief.get("/admin/trang-chu/toa-soan/").text


def test_who_may_publish_by_right_but_translated_it_hears_nothing_and_cannot_return_it(client_for, paper, page):
    place = f"{DESK}{page.pk}/km/"
    twin = translated_by(page, paper["chief"])
    chief = client_for(paper["chief"])
    sent = letters(lambda: chief.post(reverse("wagtailadmin_pages:edit", args=[twin.pk]), DONE))
    assert set(sent) == {paper["other"].email}
    assert place not in chief.get("/admin/trang-chu/toa-soan/").text
    chief.post(f"{place}tra-lai/", {"reason": REASON})
    assert step() == "waiting"


def test_of_a_page_that_no_role_publishes_the_administrators_are_told(client_for, paper):
    page = make_article("Bài của ban", section=make_section("Mục của ban", slug="muc-cua-ban"), sapo=SAPO)
    start(page, make_locale("km"), paper["admin"])
    twin = translated_by(page, paper["km"])
    sent = letters(lambda: client_for(paper["km"]).post(reverse("wagtailadmin_pages:edit", args=[twin.pk]), DONE))
    assert set(sent) == {paper["admin"].email}


def test_of_two_who_return_the_same_translation_one_counts(client_for, paper, page, monkeypatch):
    translated_by(page, paper["km"])
    twin = page.get_translation(make_locale("km"))
    client_for(paper["km"]).post(reverse("wagtailadmin_pages:edit", args=[twin.pk]), DONE)
    before_the_lock(monkeypatch, review, lambda: review.send_back(twin, REASON, paper["other"]))
    response = client_for(paper["chief"]).post(f"{DESK}{page.pk}/km/tra-lai/", {"reason": "Một lý do khác."})
    assert response.status_code == 409
    row = TranslationAssignment.objects.get(language="km")
    assert (row.step, row.return_reason) == ("returned", REASON)
