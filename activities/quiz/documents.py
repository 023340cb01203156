"""A quiz on paper (questions, then the key) and as one HTML file that needs no network."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activities import papers
from activities.found import story_or_404
from activities.models import QuizPage
from base.caching.headers import private
from users.signin.throttling import limited


def sheet(quiz: QuizPage) -> bytes:
    """The PDF: questions to tick, a page for notes of the class, then the key with all reasons. May raise Busy."""
    data: dict[str, Any] = {
        "lang": quiz.locale.language_code,
        "title": quiz.title,
        "intro": quiz.sapo,
        "words": {
            "kicker": _("Không một mình · Đố vui"),
            "how": _("Khoanh một câu. Không cần ghi tên. Dừng ở câu nào cũng được."),
            "key": _("Đáp án và lý do, dành cho thầy cô"),
            "right": _("Nên làm"),
            "help": _("Cần người giúp?"),
            "source": _("Nguồn:"),
        },
        "help": papers.help_lines(quiz),
        "address": settings.SITE_URL + quiz.address,
        "questions": [
            {
                "text": question.text,
                "source": question.value["source_name"],
                "answers": [
                    {"letter": one.letter.upper(), "text": one.text, "reason": one.reason, "right": one.is_right}
                    for one in question.answers
                ],
            }
            for question in quiz.question_list
        ],
    }
    return papers.typeset("quiz", data)


@require_safe
@private
@limited("paper")
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet as PDF; 503 while all typesetting places are taken."""
    quiz = story_or_404(QuizPage, pk)
    return papers.pdf_response(lambda: sheet(quiz), f"{quiz.slug}.pdf")


@require_safe
@private
@limited("paper")
def offline(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole quiz as one HTML file with its style, script and pictures, to be opened without a network."""
    quiz = story_or_404(QuizPage, pk)
    return papers.html_file(offline_copy(quiz), f"{quiz.slug}.html")


def offline_copy(quiz: QuizPage) -> str:
    """The text of the file."""
    context = {
        "page": quiz,
        "style": papers.static_text("css/quiz-offline.css"),
        "script": papers.static_text("js/quiz.js"),
        "help_lines": papers.help_lines(quiz),
        "total": len(quiz.question_list),
        "questions": [(question, papers.picture_data(question.value["image"])) for question in quiz.question_list],
        "language": quiz.locale.language_code,
        "address": settings.SITE_URL + quiz.address,
    }
    return render_to_string("activities/quiz/offline/page.html", context)
