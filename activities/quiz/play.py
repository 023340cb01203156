"""A quiz question by question, without JavaScript, cookie or session: the answers so far stand in the address."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from activities.models import QuizPage
from activities.playable import tally
from activities.playable.pages import level_of, story_or_404
from activities.quiz_content.questions import Answer, answers_given, band_for
from articles.public.most_read import is_reader
from base.caching.headers import private
from base.errors import error_page
from users.signin.throttling import may_try

GIVEN, CHOSEN, LEVEL = "lam", "chon", "cap"  # fields: answers so far, the answer to this question, level


@csrf_exempt  # it only raises a number; the page that sends has no cookie
@require_http_methods(["GET", "HEAD", "POST"])
@private
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: count the answer to the question after `lam`, and go to its reasons. GET: go to the quiz."""
    quiz = story_or_404(QuizPage, pk)
    if request.method != "POST":
        return redirect(quiz.address)
    given, chosen = request.POST.get(GIVEN, ""), request.POST.get(CHOSEN, "")
    answers = answers_given(quiz.question_list, given + chosen)
    if len(chosen) != 1 or not answers:
        return error_page(
            400, _("Chưa rõ bạn chọn câu nào"), _("Bạn quay lại câu hỏi và chạm một câu trả lời."), back=quiz.address
        )
    level = level_of(request.POST.get(LEVEL))
    if is_reader(request) and may_try(request, "quiz_answer"):
        tally.count(quiz, quiz.question_list[len(given)], answers[-1], level)
    address = reverse("activities_public:quiz_reason", args=[pk, given + chosen])
    return HttpResponseRedirect(f"{address}?{LEVEL}={level}" if level else address, status=303)


def _known(pk: int, given: str) -> tuple[QuizPage, list[Answer]]:
    """The quiz and the answers of an address. Raises Http404 for letters that its questions do not have."""
    quiz = story_or_404(QuizPage, pk)
    answers = answers_given(quiz.question_list, given)
    if answers is None:
        raise Http404(_("Không có câu trả lời này."))
    return quiz, answers


def _context(request: HttpRequest, quiz: QuizPage, given: str, answers: list[Answer]) -> dict[str, Any]:
    return {
        "page": quiz,
        "given": given,
        "level": level_of(request.GET.get(LEVEL)),
        "total": len(quiz.question_list),
        "done": [answer.is_right for answer in answers],
        "is_sensitive": quiz.section.is_sensitive or bool(quiz.content_warning),
    }


def _shown(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    response = render(request, template, context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@private
def reason(request: HttpRequest, pk: int, given: str) -> HttpResponse:
    """The question that was answered last, with why each chosen and each safe answer is what it is."""
    quiz, answers = _known(pk, given)
    question = quiz.question_list[len(given) - 1]
    context = _context(request, quiz, given, answers)
    return _shown(request, "activities/quiz/step.html", context | {"question": question, "chosen": answers[-1]})


@require_safe
@private
def following(request: HttpRequest, pk: int, given: str) -> HttpResponse:
    """The next question; after the last one the closing words for the number of safe answers, which is not shown."""
    quiz, answers = _known(pk, given)
    context = _context(request, quiz, given, answers)
    if len(given) < len(quiz.question_list):
        return _shown(request, "activities/quiz/step.html", context | {"question": quiz.question_list[len(given)]})
    band = band_for(quiz.band_list, sum(answer.is_right for answer in answers))
    return _shown(request, "activities/quiz/step.html", context | {"band": band})
