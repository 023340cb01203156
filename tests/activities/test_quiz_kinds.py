"""What stands beside an answer follows from what the question asks for; a harmful choice is praised nowhere."""

import re

import pytest
from bs4 import BeautifulSoup
from wagtail.test.utils.form_data import nested_form_data, streamfield

from activities.models import QuizPage
from activities.playable import papers
from activities.quiz_content.kinds import QuestionKind, kinds_asked_for
from articles.rules import gates
from demo.seeding import content
from tests.activities.quizzes import answers, make_quiz, question, two_bands
from tests.articles.newsroom_forms import form
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]
QUESTIONS = {
    "do": "Có người dọa đăng ảnh. Bạn làm gì?",
    "avoid": "Khi bị dọa, điều gì KHÔNG nên làm?",
    "sign": "Tin nhắn nào có dấu hiệu thao túng?",
    "true": "Gọi số nào?",
    "false": "Câu nào sai?",
}
LABELS = {
    "do": ("Nên làm", "Nghĩ lại nhé"),
    "avoid": ("Không nên làm", "Việc này nên làm"),
    "sign": ("Dấu hiệu đáng ngờ", "Không đáng ngờ"),
    "true": ("Trả lời đúng", "Chưa đúng"),
    "false": ("Điều này sai", "Điều này đúng"),
}


def quiz_of(kind):
    return make_quiz(questions=[question(QUESTIONS[kind], "Một", "Hai", right="a", kind=kind)], bands=two_bands())


def edited(quiz, kind):
    """The form of the quiz with a question of that kind."""
    value = {"text": QUESTIONS["avoid"], "kind": kind, "image": "", "asset": "", "source_name": "", "source_url": ""}
    rows = [{"value": row, "order": at, "deleted": ""} for at, row in enumerate(answers("Một", "Hai", right="a"))]
    value["answers"] = {"count": "2"} | {str(at): row | {"id": ""} for at, row in enumerate(rows)}
    fields = {"questions": streamfield([("quiz_question", value)]), "bands": streamfield([])}
    return form(quiz.title, genre="do-vui", slug=quiz.slug) | nested_form_data(fields)


def labels(html, selector):
    return [" ".join(tag.text.split()) for tag in BeautifulSoup(html, "html.parser").select(selector)]


@pytest.mark.parametrize("kind", QuestionKind.values)
def test_labels_follow_the_kind_on_every_screen_on_paper_and_in_exports(kind, client_for, monkeypatch):
    quiz, client = quiz_of(kind), client_for()
    right, other = LABELS[kind]
    base = f"/vi/do-vui/{quiz.pk}/"
    assert labels(client.get(f"{base}b/").text, ".opt .say") == [right, other]
    for address in (quiz.address, f"{base}ngoai-tuyen.html"):
        html = client.get(address).text.replace("<template>", "").replace("</template>", "")
        assert labels(html, ".opt .say") == [right, other], address
        assert bool(BeautifulSoup(html, "html.parser").select(".warns")) is (kind in ("avoid", "sign", "false"))
    sheets = []
    monkeypatch.setattr(papers, "typeset", lambda template, data: sheets.append(data) or b"%PDF-")
    client.get(f"{base}ban-in.pdf")
    assert [item["right"] for item in sheets[0]["questions"]] == [right] and right not in sheets[0]["words"].values()
    projector = client.post(f"{base}lop/")["Location"]
    code = re.search(r'class="code">(\d{5})<', client.get(projector).text)[1]
    phone = client.post("/vi/lop/", {"ma": code})["Location"]
    for step in ("lobby-0", "asking-1"):
        client.post(projector, {"buoc": "tiep", "was": step})
    assert labels(client.get(projector).text, ".votes small") == [right]
    assert labels(client.get(phone).text, ".safe b") == [right]
    desk = client_for(make_user(is_superuser=True, is_staff=True))
    assert labels(desk.get(f"/admin/do-vui/{quiz.pk}/so-lieu/").text, "td:nth-child(2)") == [right, ""]
    table = desk.get(f"/admin/do-vui/{quiz.pk}/so-lieu.csv").getvalue().decode()
    assert f"Một,{right}," in table and "Hai,," in table


def test_a_kind_that_contradicts_the_words_is_refused_at_saving_and_stops_what_came_from_a_table(client_for):
    desk, quiz = client_for(make_user(is_superuser=True, is_staff=True)), quiz_of("avoid")
    address = f"/admin/pages/{quiz.pk}/edit/"
    refused = desk.post(address, edited(quiz, "do"))
    assert refused.status_code == 200, refused.context["form"].errors
    (problem,) = refused.context["form"].errors["questions"].as_data()
    (at_kind,) = problem.block_errors[0].block_errors["kind"].messages
    assert at_kind.startswith("Câu hỏi đang hỏi loại “Không nên làm”, ô này chọn loại khác.")
    assert not quiz.revisions.exists()
    response = desk.post(address, edited(quiz, "avoid"))
    assert response.status_code == 302, response.context["form"].errors
    assert quiz.revisions.count() == 1
    for kind in ("do", "true", ""):
        page = QuizPage.objects.get(pk=quiz.pk)
        page.questions = [question(QUESTIONS["avoid"], "Một", "Hai", right="a", kind=kind)]
        codes = [finding.code for finding in gates.check(page) if finding.code.startswith("quiz-")]
        assert codes == ["quiz-kind"], kind


@pytest.mark.parametrize(
    ("kinds", "text"),
    [
        ("avoid", "Bạn không nên làm gì khi bị dọa?"),
        ("avoid", "Khi bạn thân kể chuyện, đừng làm điều gì?"),
        ("avoid", "Việc nào nên tránh khi chat với người lạ?"),
        ("avoid", "What should you NOT do?"),
        ("false", "Điều nào KHÔNG đúng về 111?"),
        ("false sign", "Đâu là lời của kẻ lừa đảo?"),
        ("do true", "Bạn không nên giữ bí mật. Vậy bạn làm gì tiếp?"),
        ("do true", "Kẻ lạ bảo bạn không nên kể với mẹ, bạn làm gì?"),
        ("do true", "Tin nhắn có dấu hiệu lừa đảo. Bạn làm gì trước tiên?"),
        ("do true", "Bạn làm gì khi nghi tài khoản giả mạo?"),
        ("do avoid sign true false", "Cách nào kiểm tra tài khoản giả tốt nhất?"),
        ("do avoid sign true false", "Dấu hiệu nào cho thấy tài khoản là thật?"),
        ("do avoid sign true false", "Bạn nghi ngờ tin nhắn lừa đảo. Gọi số nào?"),
        ("do avoid sign true false", ""),
    ],
)
def test_words_of_a_question_say_which_kinds_it_can_be(kinds, text):
    assert kinds_asked_for(text) == set(kinds.split())


def test_the_demo_names_a_kind_for_every_question_that_its_words_allow_in_every_language():
    for item in content("quiz")["questions"]:
        for language, text in item["text"].items():
            assert item["kind"] in kinds_asked_for(text), (language, text)
