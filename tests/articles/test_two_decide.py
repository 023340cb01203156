"""Two people decide on one story at the same moment: one decision counts, the other is told who was faster."""

import threading

import pytest
from django.db import connection
from django.urls import reverse
from wagtail.models import PageLogEntry

from articles.models import ArticlePage, FourEyesApprovalTask
from tests.articles.desk_forms import act, write
from users.models import User

pytestmark = [pytest.mark.world("desk"), pytest.mark.django_db(transaction=True)]


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
    answers: list = [None, None]

    def decide(number):
        try:
            address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, actions[number], state.pk])
            answers[number] = people[number].post(address, {"comment": ""})
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=[number]) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    counted = next(number for number in (0, 1) if answers[number].status_code == 302)
    faster = User.objects.get(pk=people[counted].session["_auth_user_id"])
    assert f"{faster} vừa duyệt hoặc trả bài này" in answers[1 - counted].text
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
