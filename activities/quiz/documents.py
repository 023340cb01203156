"""A quiz on paper (questions, then the key) and as one HTML file that needs no network."""

from __future__ import annotations

from django.utils.translation import gettext as _

from activities.models import QuizPage
from activities.playable import papers


def sheet(quiz: QuizPage) -> bytes:
    """The PDF: questions to tick, a page for notes of the class, then the key with all reasons. May raise Busy."""
    data = papers.data_of(quiz) | {
        "words": {
            "kicker": _("Không một mình · Đố vui"),
            "how": _("Khoanh một câu. Không cần ghi tên. Dừng ở câu nào cũng được."),
            "key": _("Đáp án và lý do, dành cho thầy cô"),
            "help": _("Cần người giúp?"),
            "source": _("Nguồn:"),
        },
        "questions": [
            {
                "text": question.text,
                "source": question.value["source_name"],
                "right": str(question.asks.labels_of_answers[0]),
                "answers": [
                    {
                        "letter": answer.letter.upper(),
                        "text": answer.text,
                        "reason": answer.reason,
                        "right": answer.is_right,
                    }
                    for answer in question.answers
                ],
            }
            for question in quiz.question_list
        ],
    }
    return papers.typeset("quiz", data)


def offline_copy(quiz: QuizPage) -> str:
    """The text of the HTML file."""
    return papers.offline_copy(
        quiz,
        "quiz",
        script=papers.static_text("js/quiz.js"),
        total=len(quiz.question_list),
        questions=[(question, papers.picture_data(question.value["image"])) for question in quiz.question_list],
    )
