"""A quiz on paper (questions, then the key) and as one HTML file that needs no network."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.images.models import SourceImageIOError

from activities.models import QuizPage
from activities.quiz.found import quiz_or_404
from base import site_context
from base.caching.headers import private
from base.errors import error_page
from files.storage.signed_urls import content_disposition
from media_library.print import typst

HERE = Path(__file__).resolve().parent.parent
STATIC = HERE / "static" / "activities"
MAX_PICTURE_BYTES = 300_000  # one picture within the offline copy; larger ones are left out


def sheet(quiz: QuizPage) -> bytes:
    """The PDF: questions to tick, a page for notes of the class, then the key with all reasons. May raise Busy."""
    lines = site_context.data(quiz.locale.language_code).get("campaign", {}).get("help_lines", [])
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
        "help": [[line["number"], line.get("label", "")] for line in lines if line.get("number")][:3],
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
    return typst.pdf("quiz", data, folder=HERE / "typ")


@require_safe
@private
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet as PDF; 503 while all typesetting places are taken."""
    quiz = quiz_or_404(pk)
    try:
        content = sheet(quiz)
    except typst.Busy:
        return error_page(503, _("Máy đang bận"), _("Nhiều người cùng tải bản in. Bạn thử lại sau một phút."))
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition(f"{quiz.slug}.pdf")
    return response


@require_safe
@private
def offline(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole quiz as one HTML file with its style, script and pictures, to be opened without a network."""
    quiz = quiz_or_404(pk)
    content = offline_copy(quiz)
    response = HttpResponse(content, content_type="text/html; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition(f"{quiz.slug}.html")
    return response


def offline_copy(quiz: QuizPage) -> str:
    """The text of the file."""
    lines = site_context.data(quiz.locale.language_code).get("campaign", {}).get("help_lines", [])
    context = {
        "page": quiz,
        "style": (STATIC / "css" / "quiz-offline.css").read_text(),
        "script": (STATIC / "js" / "quiz.js").read_text(),
        "help_lines": lines[:3],
        "total": len(quiz.question_list),
        "questions": [(question, picture_data(question.value["image"])) for question in quiz.question_list],
        "language": quiz.locale.language_code,
        "address": settings.SITE_URL + quiz.address,
    }
    return render_to_string("activities/quiz/offline/page.html", context)


def picture_data(image: Any) -> str:
    """A picture of at most MAX_PICTURE_BYTES as a data: address; "" without one."""
    if image is None:
        return ""
    try:
        drawn = image.get_rendition("width-720|format-jpeg")
        with drawn.file.open("rb") as file:
            content = file.read(MAX_PICTURE_BYTES + 1)
    except (SourceImageIOError, OSError):  # withdrawn, or the storage is away: the question stands without it
        return ""
    if len(content) > MAX_PICTURE_BYTES:
        return ""
    return "data:image/jpeg;base64," + base64.b64encode(content).decode()
