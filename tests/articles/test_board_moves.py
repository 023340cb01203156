"""The board: drafts and assignments, who waits for whom, moves where the right exists; an assignment arrives."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import WorkflowState

from articles.models import ArticlePage, PlannedStory
from notifications.models import Letter
from tests.articles.newsroom_forms import SAPO, act
from tests.factories import make_article, make_user
from users.roles import Role, grant

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]

BOARD = "/admin/toa-soan/"


def draft(newsroom, title="Bài đang viết dở"):
    return make_article(title, section=newsroom["section"], live=False, sapo=SAPO, owner=newsroom["reporter"])


def column(client, key, query=""):
    return next(group["items"] for group in client.get(BOARD + query).context["columns"] if group["key"] == key)


def step_of(page):
    return getattr(ArticlePage.objects.get(pk=page.pk).current_workflow_task, "step", None)


def test_a_text_moves_where_the_right_exists_and_nowhere_else(newsroom, client_for):
    page = draft(newsroom)
    reporter, editor, culture = (client_for(newsroom[name]) for name in ("reporter", "editor", "culture"))
    assert culture.post(BOARD, {"page": page.pk, "to": "editing"}).status_code == 404
    assert reporter.post(BOARD, {"page": page.pk, "to": "chief"}).status_code == 422
    response = reporter.post(BOARD, {"page": page.pk, "to": "editing"}, follow=True)
    assert "Đã gửi" in response.text and step_of(page) == "editing"
    assert reporter.post(BOARD, {"page": page.pk, "to": "chief"}).status_code == 403, "nobody approves his own"
    assert reporter.post(BOARD, {"page": page.pk, "to": "returned", "comment": "Trả."}).status_code == 403
    assert step_of(page) == "editing"
    card = column(editor, "editing")[0]
    assert card.moves == ("chief", "returned") and not column(reporter, "editing")[0].moves
    assert editor.post(BOARD, {"page": page.pk, "to": "safety"}).status_code == 422, "not the next step"
    editor.post(BOARD, {"page": page.pk, "to": "returned", "comment": "Thêm nguồn nhé."})
    assert "Thêm nguồn nhé." in reporter.get(BOARD).text
    reporter.post(BOARD, {"page": page.pk, "to": "editing"})
    editor.post(BOARD, {"page": page.pk, "to": "chief"})
    assert step_of(page) == "chief"
    chief = client_for(newsroom["chief"])
    assert column(chief, "chief")[0].moves == ("returned",), "publishing needs a look at the text"
    assert not ArticlePage.objects.get(pk=page.pk).live


def test_a_colleagues_draft_is_handed_in_by_who_may_edit_it_alone(newsroom, client_for):
    """By the board and by the calendar, as in the editor: Wagtail's own right says nothing of who asks."""
    other = make_user("dong-nghiep@newsroom.example")
    grant(other, Role.REPORTER, newsroom["section"].outlet.slug)
    for name, send in (
        ("bảng", lambda client, page: client.post(BOARD, {"page": page.pk, "to": "editing"})),
        ("lịch", lambda client, page: client.post(f"{BOARD}lich/story/{page.pk}/", {"do": "submit"})),
    ):
        page = draft(newsroom, f"Bài gửi từ {name}")
        assert send(client_for(other), page).status_code in {403, 422} and step_of(page) is None, name
        assert send(client_for(newsroom["editor"]), page).status_code == 302 and step_of(page) == "editing", name
        state = page.current_workflow_state
        state.current_task_state.specific.reject(user=newsroom["editor"])
        assert send(client_for(other), page).status_code in {403, 422}
        assert WorkflowState.objects.get(pk=state.pk).status == WorkflowState.STATUS_NEEDS_CHANGES, name


def test_a_gate_stops_a_move_at_the_first_step_in_words(newsroom, client_for):
    page = draft(newsroom)
    ArticlePage.objects.filter(pk=page.pk).update(has_minor=None)
    page = ArticlePage.objects.get(pk=page.pk)
    page.save_revision()
    page.get_workflow().start(page, newsroom["reporter"])
    response = client_for(newsroom["editor"]).post(BOARD, {"page": page.pk, "to": "chief"})
    assert response.status_code == 422 and "Chưa chuyển được" in response.text and step_of(page) == "editing"


def test_the_board_names_who_waits_for_whom_and_filters_without_marks(newsroom, client_for):
    page = draft(newsroom, "Cuộc gọi giả danh")
    page.get_workflow().start(page, newsroom["reporter"])
    chief, editor = client_for(newsroom["chief"]), client_for(newsroom["editor"])
    queue = chief.get(BOARD).context["queues"][0]
    assert str(newsroom["reporter"]) in queue.waiting and str(newsroom["editor"]) in queue.who and queue.number == 1
    assert editor.get(BOARD).context["queues"][0].who == "bạn"
    assert column(chief, "editing", "?q=cuoc goi") and not column(chief, "editing", "?q=khac")
    assert not column(chief, "editing", "?the-loai=podcast")
    assert column(chief, "editing", f"?chuyen-muc={newsroom['section'].pk}")
    act(editor, page, "reject", comment="Thêm nguồn.")
    queue = chief.get(BOARD).context["queues"][0]
    assert (queue.waiting, queue.who) == ("Tòa soạn", str(newsroom["reporter"])), "nobody waits for himself"


def test_an_assignment_reaches_its_writer_on_board_home_calendar_and_by_letter(newsroom, client_for):
    secretary, reporter = client_for(newsroom["secretary"]), client_for(newsroom["reporter"])
    moment = timezone.localtime() + timedelta(days=2)
    data = {
        "title": "Ba bến phà tuần tới",
        "section": newsroom["section"].pk,
        "genre": "tin",
        "note": "500 tiếng, 2 ảnh, hỏi đoàn phường.",
        "writer": newsroom["reporter"].pk,
        "due_at": f"{moment - timedelta(hours=5):%Y-%m-%d %H:%M}",
        "planned_for": f"{moment:%Y-%m-%d %H:%M}",
    }
    late = secretary.post("/admin/toa-soan/lich/them/", data | {"due_at": "2026-11-29 09:00"})
    assert late.status_code == 422 and "Hạn nộp sau giờ định đăng" in late.text
    secretary.post("/admin/toa-soan/lich/them/", data)
    plan = PlannedStory.objects.get()
    for place in (BOARD, "/admin/", "/admin/toa-soan/lich/", f"/admin/toa-soan/lich/plan/{plan.pk}/"):
        assert "Ba bến phà tuần tới" in reporter.get(place).text, place
    assert "hỏi đoàn phường" in reporter.get("/admin/").text
    letter = Letter.objects.get(recipient=newsroom["reporter"].email)
    assert "giao bạn đề tài" in letter.text and "hỏi đoàn phường" in letter.text and "Hạn nộp" in letter.text
    assert "Ba bến phà" not in client_for(newsroom["editor"]).get(BOARD).text, "an editor has his own"
    edited = f"/admin/toa-soan/lich/de-tai/{plan.pk}/"
    assert client_for(newsroom["culture"]).get(edited).status_code == 404
    secretary.post(edited, data | {"writer": newsroom["editor"].pk})
    assert "giao cho người khác" in Letter.objects.filter(recipient=newsroom["reporter"].email).first().subject
    assert Letter.objects.filter(recipient=newsroom["editor"].email).count() == 1
    assert (
        client_for(newsroom["editor"]).post(f"/admin/toa-soan/lich/plan/{plan.pk}/", {"do": "begin"}).status_code == 302
    )
    assert secretary.get(edited).status_code in (302, 403), "the text is begun"


def test_a_busy_day_folds(newsroom, client_for):
    for number in range(7):
        PlannedStory.objects.create(title=f"Đề tài {number}", section=newsroom["section"], planned_for=timezone.now())
    page = client_for(newsroom["editor"]).get("/admin/toa-soan/lich/")
    assert "Thêm 3 mục" in page.text and page.text.count('class="newsroom-item is-plan"') == 7
