"""Editors of a quiz read its numbers and bring questions from a table; other newsrooms and odd tables are refused."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from activities.models import QuizPage
from activities.playable import tally
from tests.activities.quizzes import make_quiz, question
from tests.activities.scenarios import make_scenario
from tests.factories import make_image, make_section, make_user, story_row
from tests.files import sample_files as make

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]
HEAD = "Câu,Câu hỏi,Câu trả lời,Vì sao,Đáp án,Câu hỏi tìm gì\n"


@pytest.fixture
def desk(client_for):
    return client_for(make_user(is_superuser=True, is_staff=True))


def sent(client, quiz, text, name="cau-hoi.csv"):
    file = SimpleUploadedFile(name, text.encode("utf-8-sig"), "text/csv")
    return client.post(f"/admin/do-vui/{quiz.pk}/bang/", {"tep": file})


def draft_of(quiz):
    return QuizPage.objects.get(pk=quiz.pk).get_latest_revision_as_object()


def test_questions_go_out_as_a_table_and_come_back_changed_into_the_draft(desk):
    quiz = make_quiz()
    out = desk.get(f"/admin/do-vui/{quiz.pk}/cau-hoi.csv").getvalue().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(out)))
    assert rows[0] == HEAD.strip().split(",") and rows[3] == [
        "1",
        rows[1][1],
        "Báo người lớn",
        "Vì báo người lớn.",
        "x",
        "Nên làm",
    ]
    first = quiz.question_list[0]
    came = sent(
        desk,
        quiz,
        out.replace("Vì trả tiền.", "Vì trả rồi họ đòi thêm.")
        + "3,Câu nào sai?,Có,Vì có.,x,điều sai\n3,,Không,Vì không.,\n",
    )
    assert came.status_code == 302, came.text
    draft = draft_of(quiz).question_list
    assert [question.text for question in draft] == ["Có người dọa đăng ảnh?", "Gọi số nào?", "Câu nào sai?"]
    assert [question.asks for question in draft] == ["do", "do", "false"]
    assert draft[0].answers[0].reason == "Vì trả rồi họ đòi thêm."
    assert (draft[0].key, draft[0].answers[0].key) == (first.key, first.answers[0].key), (
        "numbers stay with their answer"
    )
    assert QuizPage.objects.get(pk=quiz.pk).question_list[0].answers[0].reason == "Vì trả tiền.", "a draft only"


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("", "Bảng có 0 câu hỏi"),
        ("1,Gì?,Một,Vì.,x\n", "có 1 câu trả lời"),
        ("1,Gì?,Một,Vì.,x\n1,,,Vì.,\n", "Dòng 3: cột “Câu trả lời” còn trống"),
        (f"1,{'dài ' * 90},Một,Vì.,x\n1,,Hai,Vì.,\n", "tối đa 300"),
        (",Gì?,Một,Vì.,x\n", "chưa ghi số câu"),
        ("1,Gì?,Một,Vì.,x,đố mẹo\n1,,Hai,Vì.,\n", "Dòng 2: cột “Câu hỏi tìm gì” ghi “đố mẹo”, cần một trong: Nên làm,"),
        ("1,Gì?,#N/A,Vì.,x\n1,,Hai,Vì.,\n", "báo lỗi #N/A"),
        ("".join(f"{n},Gì {n}?,Một,Vì.,x\n{n},,Hai,Vì.,\n" for n in range(1, 22)), "Bảng có 21 câu hỏi"),
    ],
)
def test_an_odd_table_is_refused_with_line_and_limit_and_changes_nothing(desk, table, said):
    quiz = make_quiz()
    response = sent(desk, quiz, HEAD + table)
    assert response.status_code == 422 and said in response.text
    assert not quiz.revisions.exists()


def workbook(rows):
    book, target = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(target)
    return target.getvalue()


def test_only_a_small_table_of_excel_or_text_is_read(desk):
    quiz, address = make_quiz(), "/admin/do-vui/{}/bang/"
    rows = [HEAD.strip().split(","), [1, "Gì?", "Một", "Vì.", "x"], [1, None, "Hai", "Vì.", None]]
    for name, content, status, message in (
        ("", b"", 400, "Bạn chọn một tệp XLSX hoặc CSV."),
        ("a.pdf", make.pdf(), 415, "Ở đây chỉ nhận: XLSX, CSV."),
        ("a.docx", make.office("docx"), 415, "Ở đây nhận XLSX hoặc CSV."),
        ("a.csv", HEAD.encode().ljust(1_000_001, b"x"), 413, "Tệp lớn hơn 1 MB."),
        ("a.xlsx", workbook(rows)[:-400], 422, ""),
    ):
        sent_file = {"tep": SimpleUploadedFile(name, content)} if name else {}
        response = desk.post(address.format(quiz.pk), sent_file)
        assert response.status_code == status and message in response.text, name
    assert not quiz.revisions.exists()
    came = desk.post(address.format(quiz.pk), {"tep": SimpleUploadedFile("a.xlsx", workbook(rows))}, follow=True)
    assert "Đã nhận 1 câu hỏi vào bản nháp." in came.text
    (question,) = draft_of(quiz).question_list
    assert [(response.text, response.is_right) for response in question.answers] == [("Một", True), ("Hai", False)]


def test_a_table_changes_neither_source_nor_picture_of_a_question_that_stays(desk):
    source = {"source_name": "Công an thành phố", "source_url": "https://cong-an.example/"}
    image = make_image()
    kind, value = question("Gọi số nào?", "Số 111", "Số 113", right="a", image=image)
    quiz = make_quiz(questions=[(kind, value | source)])
    out = desk.get(f"/admin/do-vui/{quiz.pk}/cau-hoi.csv").getvalue().decode("utf-8-sig")
    assert sent(desk, quiz, out.replace("Số 113", "Số 114")).status_code == 302
    (came,) = draft_of(quiz).question_list
    assert came.answers[1].text == "Số 114" and came.value["image"] == image
    assert {name: came.value[name] for name in source} == source


def test_only_a_quiz_of_ones_own_has_these_pages(desk):
    """Another page has no questions; those of a copy at another outlet are the original's."""
    quiz = make_quiz()
    copy = quiz.create_alias(parent=make_section("Cơ quan khác", slug="co-quan-khac"))
    others = [story_row("Một bài báo"), make_scenario(), copy]
    for path in ("so-lieu/", "so-lieu.csv", "bang/", "cau-hoi.csv"):
        statuses = [desk.get(f"/admin/do-vui/{page.pk}/{path}").status_code for page in (quiz, *others)]
        assert statuses == [200, 404, 404, 404], path


def test_numbers_are_shown_to_editors_by_week_and_level_and_to_nobody_else(desk, client_for, clock):
    quiz = make_quiz()
    first = quiz.question_list[0]
    for response, times in zip(first.answers, (6, 7, 3), strict=True):
        tally.count(quiz, first, response, "thcs", times)
    address = f"/admin/do-vui/{quiz.pk}/so-lieu/"
    page = desk.get(f"{address}?tuan=2026-11-16&cap=thcs")
    assert (
        page.status_code == 200 and "<td>7</td>" in page.text and "&lt;5" in page.text and "<td>3</td>" not in page.text
    )
    assert "<td>7</td>" not in desk.get(f"{address}?cap=thpt").text
    table = desk.get(f"/admin/do-vui/{quiz.pk}/so-lieu.csv").getvalue().decode()
    assert "Trả tiền,,6" in table and "<5" in table
    other = desk.get(f"/admin/do-vui/{quiz.pk}/so-lieu.csv?cap=thpt").getvalue().decode()
    assert "Trả tiền,,0" in other, "the file has what the page shows"
    clock.move_to("2026-11-24 09:00")
    tally.count(quiz, first, first.answers[0], "thcs", 8)
    page = desk.get(f"{address}?tuan=2026-11-23").text
    assert "<td>8</td>" in page and 0 < page.index("23-11-2026") < page.index("16-11-2026")
    assert "Trả tiền,,8" in desk.get(f"/admin/do-vui/{quiz.pk}/so-lieu.csv?tuan=2026-11-23").getvalue().decode()
    stranger = client_for(make_user())
    for path in ("so-lieu/", "so-lieu.csv", "bang/", "cau-hoi.csv"):
        assert stranger.get(f"/admin/do-vui/{quiz.pk}/{path}").status_code in (302, 403)
    assert sent(desk, quiz, HEAD, "cau-hoi.exe").status_code in (415, 422)
