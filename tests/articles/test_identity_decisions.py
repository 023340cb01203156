"""Decisions about a child's identity: printing details all the same, an answer lowered to No, words never printed."""

import pytest
from wagtail.models import PageLogEntry

from articles.models import ArticlePage, DetailOverride
from articles.rules import gates, publishing
from articles.rules.content_hash import story_hash
from articles.rules.publish_gates import personal_details
from tests.articles.newsroom_forms import SAPO, act, edit, step_of
from tests.factories import make_article, make_home, make_section, make_user

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db]

TELLING = "<p>Em Nguyễn Thị Bông, lớp 9A2 Trường THCS Sen Trắng, kể lại.</p>"
REASON = "Gia đình xin nêu tên để cảm ơn người giúp."
NAMES = ("reporter", "editor", "secretary", "culture_secretary")


def codes(page, *, stops=True):
    return {finding.code for finding in gates.check(newest(page)) if finding.is_stop is stops}


def newest(page):
    return ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()


@pytest.fixture
def story(newsroom):
    page = make_article(section=newsroom["section"], live=False, sapo=SAPO, owner=newsroom["reporter"], has_minor=True)
    page.body = [("paragraph", TELLING)]
    page.save_revision(user=newsroom["reporter"])
    return page


def test_only_a_chief_who_did_not_write_decides_to_print_details(newsroom, client_for, story):
    address = f"/admin/toa-soan/bai/{story.pk}/thong-tin-rieng/"
    data = {"reason": REASON, "version": newest(story).latest_revision_id}
    for person in (*[newsroom[name] for name in NAMES], make_user(is_superuser=True)):
        assert client_for(person).post(address, data).status_code in {302, 403}
    ArticlePage.objects.filter(pk=story.pk).update(owner=newsroom["chief"])
    assert client_for(newsroom["chief"]).post(address, data).status_code == 403
    ArticlePage.objects.filter(pk=story.pk).update(owner=newsroom["reporter"])
    chief = client_for(newsroom["chief"])
    for reason in ("", "x" * 30, "a b c d e f g h i j k l m", "gấp gấp gấp gấp gấp gấp"):
        assert chief.post(address, data | {"reason": reason}).status_code == 422
    assert chief.post(address, data | {"version": "0"}).status_code == 422
    assert not DetailOverride.objects.exists() and "personal-details" in codes(story)

    assert "Sen Trắng" in chief.get(address).text
    assert chief.post(address, data).status_code == 302
    assert "personal-details" not in codes(story) and "personal-details" in codes(story, stops=False)
    assert PageLogEntry.objects.get(action="newsroom.details").user == newsroom["chief"]
    assert REASON in client_for(newsroom["secretary"]).get("/admin/toa-soan/thong-tin-rieng/").text
    assert REASON not in client_for(newsroom["culture_secretary"]).get("/admin/toa-soan/thong-tin-rieng/").text

    draft = newest(story)
    draft.body = [("paragraph", TELLING), ("paragraph", "<p>Nhà em ở số 45 Trần Hưng Đạo.</p>")]
    draft.save_revision(user=newsroom["reporter"])
    assert "personal-details" in codes(story), "the decision covers no further detail"


@pytest.mark.parametrize("address", ["nhà em ở số 45 Trần Hưng Đạo", "hẻm 233 Nguyễn Văn Cừ", "số 10 đường Lê Văn Sỹ"])
def test_a_detail_is_the_whole_address(address):
    details = [detail.text for detail in personal_details.find([f"Em kể: {address}, gần chợ."])]
    assert any(text.endswith(address[-6:]) for text in details), details


def test_every_approver_reads_the_decision_before_approving(newsroom, client_for, story):
    chief = newsroom["chief"]
    details = [[detail.kind, detail.text] for detail in gates.telling_details(newest(story))]
    DetailOverride.objects.create(page=story, details=details, reason=REASON, decided_by=chief)
    page = ArticlePage.objects.get(pk=story.pk)
    page.get_workflow().start(page, newsroom["reporter"])
    editor = client_for(newsroom["editor"])
    moved = editor.post(f"/admin/toa-soan/?bai={page.pk}", {"page": page.pk, "to": "safety"})
    assert step_of(page) == "editing", moved.status_code  # the board moves nothing that must be read
    assert REASON in editor.get(f"/admin/pages/{page.pk}/edit/").text
    act(editor, page)
    assert step_of(page) == "safety"
    assert REASON in editor.get(f"/admin/toa-soan/bai/{page.pk}/an-toan/").text


@pytest.mark.parametrize("question", ["has_minor", "has_victim"])
def test_an_answer_lowered_to_no_needs_a_reason_and_the_safety_step(newsroom, client_for, question):
    page = make_article(section=newsroom["section"], live=False, sapo=SAPO, owner=newsroom["reporter"])
    draft = newest(page)
    assert not draft.needs_safety_check and "answers-lowered" not in codes(page)
    setattr(draft, question, True)
    draft.save_revision(user=newsroom["reporter"])
    assert not PageLogEntry.objects.filter(action="newsroom.answers").exists()
    edit(client_for(newsroom["reporter"]), page)
    lowered = newest(page)
    assert lowered.lowered_answers == [question] and lowered.needs_safety_check
    assert "answers-lowered" in codes(page) and publishing.safety_missing(lowered)
    entry = PageLogEntry.objects.get(action="newsroom.answers")
    assert (entry.user, entry.data["note"]) == (newsroom["reporter"], str(gates.QUESTIONS[question]))
    edit(client_for(newsroom["reporter"]), page, answers_reason="Người trong bài nay đã hai mươi tuổi.")
    assert "answers-lowered" not in codes(page) and "answers-lowered" in codes(page, stops=False)
    assert newest(page).needs_safety_check, "a reason alone replaces no second person"


def test_a_safety_check_of_yes_is_none_of_no_and_an_older_version_hides_nothing(newsroom, story):
    before = newest(story)
    checked = story_hash(before)
    before.has_minor = False
    before.save_revision(user=newsroom["reporter"])
    assert story_hash(newest(story)) != checked
    first = story.revisions.order_by("pk").first().as_object()
    first.has_minor, first.had_minor = False, False
    first.save_revision(user=newsroom["reporter"])
    assert newest(story).lowered_answers == ["has_minor"]


@pytest.mark.parametrize("field", ["title", "social_text", "search_description", "lead_caption", "made_by"])
def test_words_never_printed_stop_every_field_in_every_language(newsroom, field):
    page = make_article(section=newsroom["section"], live=False, sapo=SAPO, owner=newsroom["reporter"])
    draft = newest(page)
    draft.never_print = "\n Bống Cute \nTrường Sen Trắng\nសុខា\n"
    draft.save_revision(user=newsroom["reporter"])
    assert "never-print" not in codes(page)
    section = make_section("News", home=make_home("en"), slug="news")
    english = make_article("Safe", section=section, live=False, sapo=SAPO, owner=None)
    ArticlePage.objects.filter(pk=english.pk).update(translation_key=page.translation_key)
    for text, is_stopped in (("BONG CUTE here", True), ("về ប្អូនសុខានៅផ្ទះ", True), ("Bốngx Cute", False)):
        version = newest(english)
        setattr(version, field, text)
        version.save_revision(clean=False)
        assert ("never-print" in codes(english)) is is_stopped, text
