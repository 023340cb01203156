"""The approver's side: each step is confirmed by a message, gates stop at the first step, the author gets letters."""

import re

import pytest
from django.urls import reverse

from articles.models import ArticlePage
from notifications.models import Letter
from tests.articles.newsroom_forms import act, edit, form, step_of, write

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db]
BOARD = "/admin/toa-soan/"


def said(client, response) -> str:
    """What the page says to which `answer` redirects."""
    assert response.status_code == 302 and response.url == BOARD, response
    shown = client.get(BOARD)
    return " ".join(re.sub(r"<[^>]+>", " ", str(message)) for message in shown.context["messages"])


def decide(client, page, action, **extra):
    """The editor's own button of the workflow, which sends the form along."""
    sent = form(**{"action-workflow-action": "1", "workflow-action-name": action} | extra)
    return client.post(f"/admin/pages/{page.pk}/edit/", sent)


def test_each_step_is_answered_in_words_and_leads_back_to_the_board(newsroom, client_for):
    reporter, editor, chief = (client_for(newsroom[name]) for name in ("reporter", "editor", "chief"))
    sent = form(**{"action-submit": "1"})
    response = reporter.post(f"/admin/pages/add/articles/articlepage/{newsroom['section'].pk}/", sent)
    page = ArticlePage.objects.get(title=sent["title"])
    assert re.search(r"Đã gửi “.+” lúc \d\d:\d\d. Bài đang chờ bước biên tập.", said(reporter, response))
    words = said(editor, decide(editor, page, "approve"))
    assert re.search(r"Đã xong bước biên tập lúc \d\d:\d\d. “.+” đang chờ bước Tổng Biên tập duyệt đăng.", words)
    assert "đã được cập nhật" not in words, "one sentence, not Wagtail's beside it"
    words = said(chief, act(chief, page, "reject", comment="Thêm nguồn."))
    assert f"cho {newsroom['reporter'].full_name}" in words and "kèm lời nhắn" in words
    assert edit(reporter, page, **{"action-restart-workflow": "1"}).url == BOARD
    assert "Đã xong bước biên tập" in said(editor, act(editor, page))
    published = act(chief, page)
    text = chief.get(published.url).text
    page.refresh_from_db()
    assert re.search(r"Đã đăng “.+” lúc \d\d:\d\d", text) and "Xem bài" in text and page.url in text
    assert decide(reporter, page, "").url != BOARD, "a save stays in the editor"


def test_a_text_is_returned_with_a_remark_only(newsroom, client_for):
    """The writer would not know what to do: by the modal dialog, the editor's form and the board."""
    editor = client_for(newsroom["editor"])
    page = write(client_for(newsroom["reporter"]), newsroom["section"], **{"action-submit": "1"})
    step = ArticlePage.objects.get(pk=page.pk).current_workflow_task_state
    for name in ("workflow_action", "collect_workflow_action_data"):
        address = reverse(f"wagtailadmin_pages:{name}", args=[page.pk, "reject", step.pk])
        response = editor.post(address, {"comment": " "}, headers={"x-requested-with": "XMLHttpRequest"})
        assert "Bạn viết lời nhắn: người viết cần sửa gì?" in response.json()["html"]
    act(editor, page, "reject")
    decide(editor, page, "reject")
    response = editor.post(BOARD, {"page": page.pk, "to": "returned", "comment": " "})
    assert response.status_code == 422 and "Bạn viết lời nhắn" in response.text
    step.refresh_from_db()
    assert step.status == "in_progress"
    decide(editor, page, "reject", **{"workflow-action-extra-data": '{"comment": "Thêm nguồn."}'})
    step.refresh_from_db()
    assert (step.status, step.comment) == ("rejected", "Thêm nguồn.")


def test_a_publication_that_is_refused_is_not_reported_as_done(newsroom, client_for):
    """Who corrects a published story without a second person reads the reason alone, and where the draft is."""
    reporter, editor, chief, other = (client_for(newsroom[name]) for name in ("reporter", "editor", "chief", "chief2"))
    page = write(reporter, newsroom["section"], **{"action-submit": "1"})
    act(editor, page)
    act(chief, page)
    edit(chief, page, title="Tít đã sửa")  # saved while the chief types
    response = edit(chief, page, title="Tít đã sửa", **{"action-publish": "1"})
    assert response.url.endswith(f"/pages/{page.pk}/edit/"), "where the draft is handed in"
    words = " ".join(str(message) for message in chief.get(response.url).context["messages"])
    assert "Người khác trong tòa soạn duyệt đăng" in words and "Đã đăng “Tít đã sửa”" not in words
    page.refresh_from_db()
    assert page.live and page.has_unpublished_changes and page.title != "Tít đã sửa"
    assert "Đã đăng “Tít đã sửa”" in said(other, edit(other, page, title="Tít đã sửa", **{"action-publish": "1"}))


def test_a_gate_stops_a_text_at_the_first_step_and_names_the_reason(newsroom, client_for):
    reporter, editor, chief = (client_for(newsroom[name]) for name in ("reporter", "editor", "chief"))
    page = write(reporter, newsroom["section"], has_minor="", **{"action-submit": "1"})
    for response in (act(editor, page), decide(editor, page, "approve", has_minor="")):
        assert response.url.endswith(f"/pages/{page.pk}/edit/") and "Chưa trả lời" in editor.get(response.url).text
        assert step_of(page) == "editing"
    edit(editor, page)
    assert act(editor, page).url == BOARD and step_of(page) == "chief"
    edit(chief, page, has_minor="")
    act(client_for(newsroom["chief2"]), page)
    assert step_of(page) == "chief", "the last step asks again: the text may have changed"


def test_withdrawing_is_never_the_first_button_and_asks(newsroom, client_for):
    reporter = client_for(newsroom["reporter"])
    page = write(reporter, newsroom["section"], **{"action-submit": "1"})
    act(client_for(newsroom["editor"]), page)
    address = reverse("newsroom:withdraw", args=[page.pk])
    for name in ("reporter", "chief"):
        text = client_for(newsroom[name]).get(f"/admin/pages/{page.pk}/edit/").text
        assert 'name="action-cancel-workflow"' not in text
        footer = text.split("<footer", 1)[1]
        first = re.search(r"<(?:button|a)\b.*?</(?:button|a)>", footer, re.DOTALL)[0]
        assert "Rút khỏi duyệt" not in first, name
    confirmation = reporter.get(address).text
    assert "Một bước đã duyệt sẽ mất" in confirmation and step_of(page) == "chief", "asking changes nothing"
    assert client_for(newsroom["culture"]).post(address).status_code in {302, 403} and step_of(page) == "chief"
    assert reporter.post(address).url.endswith(f"/pages/{page.pk}/edit/") and step_of(page) == ""
    assert "không còn chờ duyệt" in reporter.get(address).text


def test_the_author_hears_of_a_return_also_when_a_colleague_has_handed_the_text_in(newsroom, client_for, mailoutbox):
    reporter, secretary, editor = (client_for(newsroom[name]) for name in ("reporter", "secretary", "editor"))
    page = write(reporter, newsroom["section"], **{"action-submit": "1"})
    act(editor, page, "reject", comment="Thêm nguồn.")
    assert not Letter.objects.filter(purpose="story-author").exists(), "who handed it in has Wagtail's own letter"
    reporter.post(reverse("newsroom:withdraw", args=[page.pk]))
    edit(secretary, page, **{"action-submit": "1"})
    assert step_of(page) == "editing"
    act(editor, page, "reject", comment="Thiếu ngày.")
    letter = Letter.objects.get(purpose="story-author")
    assert letter.recipient == newsroom["reporter"].email and "Thiếu ngày." in letter.text
    assert page.title in letter.subject and f"/admin/pages/{page.pk}/edit/" in letter.text
