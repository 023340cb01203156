"""Two people decide on one story or plan at the same moment: one decision counts, the other is told who was faster."""

import threading
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from articles import publication
from articles.admin import scheduling
from articles.models import ArticlePage, FourEyesApprovalTask, PlannedStory, TakeDown
from articles.publication import TAKEN_DOWN
from tests.articles.newsroom_forms import act, form, write
from tests.factories import make_article
from tests.meanwhile import gone_at_the_lock, meanwhile
from users.models import User

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("actions", [("approve", "approve"), ("approve", "reject"), ("reject", "reject")])
def test_one_of_two_decisions_at_once_counts(newsroom, client_for, monkeypatch, actions):
    page = write(client_for(newsroom["reporter"]), newsroom["section"], **{"action-submit": "1"})
    act(client_for(newsroom["editor"]), page)
    state = ArticlePage.objects.get(pk=page.pk).current_workflow_task_state
    both, real = threading.Barrier(2, timeout=60), FourEyesApprovalTask.get_actions

    def asked(task, obj, user):
        """Both have been let to the button before either presses it."""
        actions = real(task, obj, user)
        both.wait()
        return actions

    monkeypatch.setattr(FourEyesApprovalTask, "get_actions", asked)
    people = [client_for(newsroom["chief"]), client_for(newsroom["chief2"])]
    responses: list = [None, None]

    def decide(number):
        try:
            address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, actions[number], state.pk])
            responses[number] = people[number].post(address, {"comment": "Thêm nguồn."})
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=[number]) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(response.status_code for response in responses) == [302, 409]
    counted = next(number for number in (0, 1) if responses[number].status_code == 302)
    faster = User.objects.get(pk=people[counted].session["_auth_user_id"])
    assert f"{faster} vừa duyệt hoặc trả bài này" in responses[1 - counted].text
    state.refresh_from_db()
    assert state.status == {"approve": "approved", "reject": "rejected"}[actions[counted]]
    page = ArticlePage.objects.get(pk=page.pk)
    assert page.live is (actions[counted] == "approve")
    entries, decided = (
        PageLogEntry.objects.filter(page_id=page.pk),
        ("wagtail.workflow.approve", "wagtail.workflow.reject"),
    )
    assert entries.filter(action__in=decided).count() == 2, "the editor's and one of these two"
    assert entries.filter(action="wagtail.publish").count() == int(page.live)


def plan_of(newsroom):
    return PlannedStory.objects.create(
        title="Đề tài", section=newsroom["section"], planned_for=timezone.now(), writer=newsroom["reporter"]
    )


def test_a_plan_that_somebody_began_is_not_dropped_and_a_dropped_one_not_begun(newsroom, client_for, monkeypatch):
    plan = plan_of(newsroom)
    address = f"/admin/toa-soan/lich/plan/{plan.pk}/"
    meanwhile(
        monkeypatch,
        scheduling,
        "drop",
        lambda: scheduling.start_story(PlannedStory.objects.get(pk=plan.pk), newsroom["reporter"]),
    )
    for _how in ("at once", "from an old page"):
        response = client_for(newsroom["secretary"]).post(address, {"do": "drop"})
        assert response.status_code == 409 and f"{newsroom['reporter']} vừa bắt đầu viết" in response.text
    plan.refresh_from_db()
    assert plan.state == PlannedStory.State.WRITING
    other = plan_of(newsroom)
    meanwhile(
        monkeypatch,
        scheduling,
        "start_story",
        lambda: scheduling.drop(PlannedStory.objects.get(pk=other.pk), newsroom["secretary"]),
    )
    response = client_for(newsroom["reporter"]).post(f"/admin/toa-soan/lich/plan/{other.pk}/", {"do": "begin"})
    assert response.status_code == 409 and "Người khác vừa bỏ đề tài này" in response.text
    other.refresh_from_db()
    assert other.state == PlannedStory.State.DROPPED and other.page is None
    moved = client_for(newsroom["secretary"]).post(
        f"/admin/toa-soan/lich/plan/{other.pk}/keo/", {"day": f"{timezone.localdate():%Y-%m-%d}"}
    )
    assert moved.status_code == 409 and "vừa bỏ đề tài này" in moved.json()["error"]


def test_a_story_is_taken_down_once(newsroom, client_for, monkeypatch):
    page = make_article(section=newsroom["section"], owner=newsroom["reporter"])
    address = f"/admin/toa-soan/bai/{page.pk}/go/"
    data = {"reason": "tre-em", "answers_410": "on"}

    def taken():
        entry = TakeDown(reason="tre-em", note="Phụ huynh gọi lúc 9 giờ.")
        publication.take_down(ArticlePage.objects.get(pk=page.pk), entry, newsroom["secretary"])

    meanwhile(monkeypatch, publication, "take_down", taken)
    late = client_for(newsroom["chief"]).post(address, data | {"note": "Lần hai."})
    assert late.status_code == 409 and f"{newsroom['secretary']} vừa gỡ bài này" in late.text
    assert TakeDown.objects.get().note == "Phụ huynh gọi lúc 9 giờ."
    taken = PageLogEntry.objects.filter(page_id=page.pk, action__in=[TAKEN_DOWN, "wagtail.unpublish"])
    assert taken.count() == 2, "one take-down, one unpublication"


def test_a_story_or_plan_that_somebody_deletes_in_the_moment_of_a_step_is_told(newsroom, client_for):
    page, plan = make_article(section=newsroom["section"], owner=newsroom["reporter"]), plan_of(newsroom)
    typed = urlencode(form(), doseq=True)
    steps = {
        f"/admin/toa-soan/bai/{page.pk}/go/": {"reason": "tre-em", "note": "Phụ huynh gọi.", "answers_410": "on"},
        f"/admin/toa-soan/bai/{page.pk}/ghep/": {"mine": typed, "base": typed},
        f"/admin/toa-soan/lich/plan/{plan.pk}/": {"do": "drop"},
    }
    chief = client_for(newsroom["chief"])
    chief.raise_request_exception = False
    for address, sent in steps.items():
        with gone_at_the_lock():
            response = chief.post(address, sent)
        assert response.status_code == 409, address
    assert ArticlePage.objects.get(pk=page.pk).live and not TakeDown.objects.exists()
    for address, sent in steps.items():
        assert chief.post(address, sent).status_code == 302, address
