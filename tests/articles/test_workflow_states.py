"""The state of a story's workflow is read once per request of the editor, and again after a decision in it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import ArticlePage
from articles.models.mixins.workflow_states import read_once
from tests.articles.newsroom_forms import form, write

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db]
ASKED = 'FROM "wagtailcore_workflowstate"'


def asked(queries) -> int:
    return sum(ASKED in query["sql"] and "current_task_state" in query["sql"] for query in queries.captured_queries)


@pytest.fixture
def sent(newsroom, client_for):
    """A story that waits for its editor."""
    return write(client_for(newsroom["reporter"]), newsroom["section"], **{"action-submit": "1"})


def test_opening_and_autosaving_a_story_read_its_state_once_and_later_twice_for_wagtails_own(
    newsroom, client_for, sent
):
    editor, address = client_for(newsroom["editor"]), f"/admin/pages/{sent.pk}/edit/"
    editor.get(address)
    with CaptureQueriesContext(connection) as opened:
        assert "Duyệt" in editor.get(address).text
    with CaptureQueriesContext(connection) as saved:
        said = editor.post(address, form(kicker="Mới"), headers={"Accept": "application/json"}).json()
    assert said["success"] and asked(opened) <= 5 and asked(saved) <= 5


def test_what_is_decided_in_a_request_is_seen_by_the_rest_of_it(newsroom, sent):
    """Also by another object of the same story; a request that may be rolled back keeps nothing."""
    with read_once():
        story, other = ArticlePage.objects.get(pk=sent.pk), ArticlePage.objects.get(pk=sent.pk)
        state = story.current_workflow_state
        assert state == other.current_workflow_state and state.status == "in_progress"
        with CaptureQueriesContext(connection) as queries:
            assert other.current_workflow_state is state
        assert not queries.captured_queries
        state.cancel(user=newsroom["secretary"])
        assert story.current_workflow_state is None and other.current_workflow_state is None


def test_a_story_sent_back_is_not_in_progress_and_is_told_without_a_query_of_its_own(newsroom, sent):
    with read_once():
        story = ArticlePage.objects.get(pk=sent.pk)
        assert story.current_workflow_state
        with CaptureQueriesContext(connection) as queries:
            assert story.workflow_in_progress
        assert not queries.captured_queries
    story.current_workflow_state.current_task_state.reject(user=newsroom["editor"])
    story = ArticlePage.objects.get(pk=sent.pk)
    assert story.current_workflow_state.status == "needs_changes" and not story.workflow_in_progress
