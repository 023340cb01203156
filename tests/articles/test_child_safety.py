"""“Bài có trẻ em hoặc vụ việc”: the workflow, the ten points, and which changes need a new check."""

import pytest

from articles.models import ArticlePage, ChildSafetyState, Person
from articles.rules.publishing import safety_missing
from articles.rules.safety_checklist import POINTS
from tests.articles.newsroom_forms import act, edit, form, step_of, ticks, write
from tests.factories import make_help_line

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db]
CHILD = {"has_minor": "true"}


def handed_in(newsroom, client_for, **extra):
    return write(client_for(newsroom["reporter"]), newsroom["section"], **{"action-submit": "1"}, **CHILD, **extra)


def test_four_steps_and_ten_points(newsroom, client_for):
    page = handed_in(newsroom, client_for)
    assert [step_of(page)] == ["editing"]
    act(client_for(newsroom["editor"]), page)
    assert step_of(page) == "safety"
    assert len(POINTS) == 10
    secretary = client_for(newsroom["secretary"])
    act(secretary, page)  # no tick at all
    act(secretary, page, **ticks(without=["consent"]))
    data = form(**CHILD, **{"action-workflow-action": "1", "workflow-action-name": "approve"})
    secretary.post(f"/admin/pages/{page.pk}/edit/", data | {"workflow-action-extra-data": '{"comment": ""}'})
    assert step_of(page) == "safety"
    act(client_for(newsroom["editor"]), page, **ticks())
    assert step_of(page) == "secretary"
    assert ChildSafetyState.objects.get(status="approved").ticks == [key for key in POINTS if key != "partners"]
    act(client_for(newsroom["secretary"]), page)
    assert step_of(page) == "chief"
    act(client_for(newsroom["chief"]), page)
    assert ArticlePage.objects.get(pk=page.pk).live


def test_a_step_takes_a_comment_and_nothing_else_that_a_form_adds(newsroom, client_for):
    """“update” once ended a step without the next one: the story then waited nowhere."""
    page, editor = handed_in(newsroom, client_for), client_for(newsroom["editor"])
    data = form(**CHILD, **{"action-workflow-action": "1", "workflow-action-name": "approve"})
    for extra in ('{"user": 1}', '{"task_state": 1}', '{"action_name": "reject"}'):
        response = editor.post(f"/admin/pages/{page.pk}/edit/", data | {"workflow-action-extra-data": extra})
        assert response.status_code == 400 and step_of(page) == "editing", extra
    extra = '{"comment": "Được", "update": false, "made-up": [1]}'
    assert editor.post(f"/admin/pages/{page.pk}/edit/", data | {"workflow-action-extra-data": extra}).status_code == 302
    assert step_of(page) == "safety"
    first = ArticlePage.objects.get(pk=page.pk).current_workflow_state.task_states.order_by("pk").first()
    assert (first.status, first.comment) == ("approved", "Được")


def test_no_point_hides_what_a_browsers_form_has_under_that_name():
    """A tick named “method” took the form's own method away: Wagtail's script failed, and nobody could approve."""
    of_forms = {"action", "elements", "enctype", "id", "length", "method", "name", "reset", "submit", "target", "title"}
    assert not of_forms & set(POINTS)


def test_an_answer_late_in_the_day_sends_the_text_through_the_check(newsroom, client_for):
    page = write(client_for(newsroom["reporter"]), newsroom["section"], **{"action-submit": "1"})
    act(client_for(newsroom["editor"]), page)
    assert step_of(page) == "chief"
    client_for(newsroom["chief"]).post(f"/admin/pages/{page.pk}/edit/", form(**CHILD))
    assert step_of(page) == "safety"


def test_other_words_need_another_look_other_hours_do_not(newsroom, client_for):
    page = handed_in(newsroom, client_for)
    act(client_for(newsroom["editor"]), page)
    act(client_for(newsroom["secretary"]), page, **ticks())
    edit(client_for(newsroom["secretary"]), page, pinned_until="2030-01-01 08:00", **CHILD)
    assert step_of(page) == "secretary"
    edit(client_for(newsroom["secretary"]), page, social_text="Đọc và gửi cho bạn.", **CHILD)
    assert step_of(page) == "safety"


def test_words_that_came_behind_the_checks_back_are_not_published(newsroom, client_for):
    """A version that no editor's form saved (an import, a program) does not lead the text back: publication asks."""
    page = handed_in(newsroom, client_for)
    act(client_for(newsroom["editor"]), page)
    act(client_for(newsroom["secretary"]), page, **ticks())
    act(client_for(newsroom["secretary"]), page)
    checked = page.get_latest_revision()
    draft = page.get_latest_revision_as_object()
    draft.sapo = "Câu khác. " * 14
    draft.save_revision(user=newsroom["reporter"])
    act(client_for(newsroom["chief"]), page)
    page = ArticlePage.objects.get(pk=page.pk)
    assert step_of(page) == "chief" and not page.live
    assert "đã đổi sau khi kiểm" in safety_missing(page.get_latest_revision_as_object())
    assert safety_missing(checked.as_object()) == ""


def test_who_mends_and_approves_in_one_press_at_an_earlier_step_has_approved(newsroom, client_for):
    page = handed_in(newsroom, client_for)
    act(client_for(newsroom["editor"]), page)
    act(client_for(newsroom["editor"]), page, **ticks())
    data = {"action-workflow-action": "1", "workflow-action-name": "approve", "pinned_until": "2030-01-01 08:00"}
    response = edit(client_for(newsroom["secretary"]), page, **CHILD, **data)
    assert step_of(page) == "chief" and not response.url.endswith("/edit/")
    response = edit(client_for(newsroom["chief"]), page, answers_reason="Gia đình xin.", **CHILD, **data)
    assert step_of(page) == "chief" and response.url.endswith("/edit/")  # here it stays, and says why


def test_nobody_checks_or_approves_what_carries_the_own_name(newsroom, client_for):
    make_help_line("111")
    page = handed_in(newsroom, client_for)
    person = Person.objects.create(full_name="Phạm Hữu Tâm", account=newsroom["editor"])
    draft = page.get_latest_revision_as_object()
    draft.bylines.create(person=person)
    draft.save_revision(user=newsroom["reporter"])
    act(client_for(newsroom["editor"]), page)
    assert step_of(page) == "editing"
    act(client_for(newsroom["secretary"]), page)
    act(client_for(newsroom["editor"]), page, **ticks())
    assert step_of(page) == "safety"


def test_the_check_stands_beside_the_text_and_a_point_may_not_apply(newsroom, client_for):
    page = write(client_for(newsroom["reporter"]), newsroom["section"], has_minor="true", **{"action-submit": "1"})
    act(client_for(newsroom["editor"]), page)
    secretary, place = client_for(newsroom["secretary"]), f"/admin/toa-soan/bai/{page.pk}/an-toan/"
    reply = secretary.get(place)
    assert f"{place}bai/" in reply.text and "Không áp dụng" in reply.text
    assert "Nội dung KOL" not in reply.text, "the point of partners is for their pieces"
    assert page.title in secretary.get(f"{place}bai/").text
    assert 'data-selector=".helpcard"' in reply.text and "data-jump-frame" in reply.text, "points lead to their place"
    responses = ticks() | {"figures": "na"}
    for wrong in ({"identity": "na"}, {"help": ""}):
        assert secretary.post(place, responses | wrong).status_code == 422
    assert client_for(newsroom["chief"]).post(place, responses).status_code in (302, 403)
    assert step_of(page) == "safety"
    assert "Đã xong bước" in secretary.post(place, responses, follow=True).text
    assert "figures:na" in ChildSafetyState.objects.get(status="approved").ticks and step_of(page) == "secretary"
