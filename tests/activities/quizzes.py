"""A quiz of two questions for tests: c is safe in the first one, a and b in the second."""

from activities.models import QuizPage
from tests.factories import story_row

BROWSER = {"HTTP_USER_AGENT": "Mozilla/5.0 (Android 14; Mobile)", "HTTP_SEC_FETCH_SITE": "same-origin"}


def answers(*texts, right=""):
    return [
        {"text": text, "reason": f"Vì {text.lower()}.", "is_right": letter in right}
        for letter, text in zip("abcd", texts, strict=False)
    ]


def question(text, *texts, right, image=None, kind="do"):
    return (
        "quiz_question",
        {"text": text, "kind": kind, "answers": answers(*texts, right=right), "image": image, "asset": None,
         "source_name": "", "source_url": ""},
    )  # fmt: skip


def band(least, title):
    return ("band", {"least": least, "title": title, "text": "Đọc tiếp nhé.", "page": None, "button": ""})


def two_questions(image=None):
    return [
        question("Có người dọa đăng ảnh?", "Trả tiền", "Xóa hết", "Báo người lớn", right="c", image=image),
        question("Gọi số nào?", "Số 111", "Số 113", right="ab"),
    ]


def two_bands():
    return [band(0, "Học thêm được nhiều"), band(2, "Bạn giúp được người khác")]


def make_quiz(title="Bạn sẽ làm gì?", **fields):
    fields = {"questions": two_questions(), "bands": two_bands()} | fields
    return story_row(title, model=QuizPage, genre="do-vui", **fields)
