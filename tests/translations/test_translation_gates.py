"""Four eyes and the publish gates on the path of the translation sync (issues 3 and 9)."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail_localize.models import StringTranslation, Translation

from articles.models import ArticlePage, ChildSafetyState, ChildSafetyTask, Person
from articles.publication import redact_correction
from articles.rules.content_hash import story_hash
from articles.rules.publishing import reasons_against
from articles.rules.safety_checklist import POINTS
from articles.translation_letters import tell_of_correction
from notifications.models import Letter
from tests.factories import make_article, make_help_line, make_locale, make_user
from tests.letters import delivered
from tests.translations.test_dashboard import DESK, SAPO, change, translate_all
from translations.diff import source_of
from translations.publish import publish_together, start
from users.models import User
from users.roles import grant

#: wagtail-localize publishes when its transaction is over.
pytestmark = [pytest.mark.world("languages"), pytest.mark.django_db(transaction=True)]


def translated_by(page, user, language="km"):
    translate_all(page, language)
    StringTranslation.objects.filter(context__object_id=page.translation_key).update(last_translated_by=user)
    return page.get_translation(make_locale(language))


def checked(page, user):
    """The child-safety step of `page`, approved for the text as it stands."""
    page.get_workflow().start(page, page.owner)
    state = page.current_workflow_state
    task = next(task.specific for task in state.workflow.tasks if isinstance(task.specific, ChildSafetyTask))
    ChildSafetyState.objects.create(
        workflow_state=state, task=task, revision=page.get_latest_revision(), status="approved", finished_by=user,
        finished_at=timezone.now(), ticks=list(POINTS), text_hash=story_hash(page.get_latest_revision_as_object()),
    )  # fmt: skip
    state.cancel(user=user)


@pytest.mark.slow
def test_who_translated_or_wrote_a_text_never_lets_it_out_and_gates_speak_for_each_language(client_for, paper):
    """Four eyes on the path of the translation sync: the editor of wagtail-localize, the button of our list, both."""
    page = make_article("Cúp máy trước", section=paper["section"], sapo=SAPO, owner=paper["reporter"])
    start(page, make_locale("km"), paper["km"])
    twin = translated_by(page, paper["chief"])
    address = reverse("wagtailadmin_pages:edit", args=[twin.pk])

    def press(role):
        response = client_for(paper[role]).post(address, {"action": "publish"}, follow=True)
        client_for(paper[role]).post(f"{DESK}{page.pk}/xuat-ban/")
        return response

    for role in ("km", "reporter", "checker", "chief"):
        response = press(role)
        assert not ArticlePage.objects.get(pk=twin.pk).live, role
        assert "Đã xuất bản" not in response.text, role
    assert "Bạn dịch hoặc viết bài này" in press("chief").text
    paper["signer"] = make_user("signer@thu.example")  # has translated nothing
    grant(paper["signer"], "chief", "bao-thu")
    twin.bylines.create(person=Person.objects.create(full_name="Tâm", account=paper["signer"]))
    twin.save()
    assert "Bạn dịch hoặc viết bài này" in press("signer").text
    assert not ArticlePage.objects.get(pk=twin.pk).live
    assert "Đã xuất bản" in press("other").text
    assert ArticlePage.objects.get(pk=twin.pk).live
    # A second round of sentences goes out by the same hand: pressing the button made nobody a translator.
    StringTranslation.objects.filter(context__path="sapo").update(data="សេចក្តីថ្មី")
    assert "Đã xuất bản" in press("other").text
    assert "សេចក្តីថ្មី" in ArticlePage.objects.get(pk=twin.pk).sapo
    # A gate that is shut in one language says so, and what is out stays as it was.
    StringTranslation.objects.filter(context__path="title").update(data="ក" * 111)
    response = press("other")
    assert "Tít dài 111 ký tự" in response.text and "Đã xuất bản" not in response.text
    assert len(ArticlePage.objects.get(pk=twin.pk).title) < 111


def test_updating_existing_translations_publishes_nothing_past_the_gates(client_for, paper):
    """wagtail-localize's own page “update existing translations”, the administrators', with “publish immediately”."""
    page = make_article("Cúp máy trước", section=paper["section"], sapo=SAPO, owner=paper["reporter"])
    start(page, make_locale("km"), paper["km"])
    twin = translated_by(page, paper["km"])
    address = reverse("wagtail_localize:update_translations", args=[source_of(page).pk])
    title = StringTranslation.objects.filter(context__path="title")

    def is_out(role):
        response = client_for(paper[role]).post(address, {"publish_translations": "on"})
        assert response.status_code in ({302} if role == "admin" else {302, 403})
        return ArticlePage.objects.get(pk=twin.pk).live

    assert not is_out("checker") and not is_out("km"), "no role holds wagtail_localize.submit_translation"
    title.update(data="ក" * 111)
    assert not is_out("admin"), "the headline is too long"
    title.update(data="បិទទូរស័ព្ទ", has_error=True)
    assert not is_out("admin"), "the Vietnamese headline would stand in the Khmer page"
    title.update(has_error=False, field_error="")
    assert is_out("admin")


@pytest.mark.slow
def test_a_translation_goes_out_on_the_check_of_the_very_text_it_was_made_from(client_for, paper):
    make_help_line("111")
    page = make_article("Em kể với thầy", section=paper["section"], sapo=SAPO, owner=paper["reporter"], has_minor=True)
    start(page, make_locale("km"), paper["km"])
    twin = translated_by(page, paper["km"])
    address = reverse("wagtailadmin_pages:edit", args=[twin.pk])
    other = client_for(paper["other"])
    assert "Kiểm tra an toàn trẻ em" in other.post(address, {"action": "publish"}, follow=True).text
    assert not ArticlePage.objects.get(pk=twin.pk).live
    checked(ArticlePage.objects.get(pk=page.pk), paper["checker"])
    assert "Đã xuất bản" in other.post(address, {"action": "publish"}, follow=True).text
    assert ArticlePage.objects.get(pk=twin.pk).live
    # Other words in the original, taken over by the translators, were seen by nobody.
    page = change(page, "Em Lan kể với thầy")
    source_of(page).update_from_db()
    translated_by(page, paper["km"])
    other.post(address, {"action": "publish"})
    live = ArticlePage.objects.get(pk=twin.pk)
    assert live.has_unpublished_changes and live.live_revision_id != live.latest_revision_id
    # By hand nothing is inherited.
    Translation.objects.update(enabled=False)
    twin = ArticlePage.objects.get(pk=twin.pk)
    assert "chưa qua bước" in " ".join(reasons_against(twin.get_latest_revision_as_object()))


def test_translators_hear_that_the_source_is_corrected_and_that_a_correction_is_redacted(client_for, paper):
    """Who translated it, else everybody of the language; not for a correction of the translation itself."""
    page = make_article("Cúp máy trước", section=paper["section"], sapo=SAPO, owner=paper["reporter"])
    for language in ("km", "en"):
        start(page, make_locale(language), paper["admin"])
    twins = {language: page.get_translation(make_locale(language)) for language in ("km", "en")}
    translated_by(page, paper["chief"])

    def letters_after(act):
        delivered().clear()
        act()
        return {letter.to[0]: letter for letter in delivered() if letter.subject.startswith(("Bản gốc", "Đính chính"))}

    def correct(row, text):
        row.corrections.create(text=text, created_by=paper["checker"])
        change(ArticlePage.objects.get(pk=row.pk), f"Cúp máy trước: {len(text)}")

    letters = letters_after(lambda: correct(page, "Có 14 trường, không phải 40."))
    assert set(letters) == {paper["chief"].email, paper["en"].email}, "nobody is known who wrote the English text"
    for email, language in ((paper["chief"].email, "km"), (paper["en"].email, "en")):
        body = letters[email].body
        assert "Có 14 trường" in body and reverse("wagtailadmin_pages:edit", args=[twins[language].pk]) in body
    assert "Cúp máy trước" in client_for(paper["en"]).get("/admin/").text, "it is older than its source"
    correction = page.corrections.get()
    letters = letters_after(lambda: redact_correction(correction, "Lộ tên.", paper["other"]))
    assert set(letters) == {paper["chief"].email, paper["en"].email}
    assert not Letter.objects.filter(text__contains="14 trường").exists()
    User.objects.filter(pk=paper["chief"].pk).update(is_active=False)
    assert set(letters_after(lambda: correct(page, "Có 15 trường."))) == {paper["km"].email, paper["en"].email}
    in_khmer = ArticlePage.objects.get(pk=twins["km"].pk).corrections.create(text="១៤")
    assert not letters_after(lambda: tell_of_correction(in_khmer)), "of a translation alone"


@pytest.mark.slow
def test_readers_of_a_translation_learn_of_a_correction_until_and_after_it_follows(client, client_for, paper):
    """On the live page, in its language, with a link; the translator's pages carry the mark until it follows."""
    page = make_article("Cúp máy trước", section=paper["section"], sapo=SAPO, owner=paper["reporter"])
    start(page, make_locale("km"), paper["km"])
    twin = translated_by(page, paper["km"])
    assert publish_together(page, paper["admin"])[0] == ["km"]
    twin.refresh_from_db()
    older, follows, link = "ចាស់ជាង", "បានធ្វើតាម", f'href="{page.address}#dinh-chinh-1" hreflang="vi"'
    text = client.get(twin.address).text
    assert older not in text and follows not in text and link not in text
    translator = client_for(paper["km"])
    place = f"{DESK}{page.pk}/km/"

    page.corrections.create(text="Có 14 trường, không phải 40.", created_by=paper["checker"])
    change(page, "Cúp máy trước, 14 trường")
    text = client.get(twin.address).text
    assert older in text and link in text and follows not in text and "14 trường" not in text
    assert older not in client.get(page.address).text, "the original has the correction itself"
    assert "Có 14 trường" in translator.get(place).text
    assert "có đính chính" in translator.get("/admin/").text
    ArticlePage.objects.get(pk=twin.pk).save_revision().publish(skip_permission_checks=True)
    assert older in client.get(twin.address).text, "published again, from the text before the correction"

    source_of(page).update_from_db()
    translated_by(page, paper["km"])
    assert publish_together(ArticlePage.objects.get(pk=page.pk), paper["admin"])[0] == ["km"]
    text = client.get(ArticlePage.objects.get(pk=twin.pk).address).text
    assert follows in text and link in text and older not in text
    assert "Có 14 trường" not in translator.get(place).text
    assert "có đính chính" not in translator.get("/admin/").text

    in_khmer = ArticlePage.objects.get(pk=twin.pk)
    in_khmer.corrections.create(text="១៤", created_by=paper["checker"])
    in_khmer.save_revision().publish(skip_permission_checks=True)
    assert "#dinh-chinh-1" not in client.get(page.address).text, "of a translation alone"
