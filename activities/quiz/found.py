"""The quiz that an address names, and which of its levels a form may name."""

from __future__ import annotations

from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from activities.models import QuizPage
from media_library.vocabulary import SchoolLevel


def quiz_or_404(pk: int) -> QuizPage:
    """The readable quiz in the language of the address. Raises Http404 for drafts, closed ones and other languages."""
    found = QuizPage.objects.readable().filter(pk=pk, locale__language_code=get_language())
    quiz = found.select_related("locale", "lead_image").first()
    if quiz is None or not quiz.question_list:
        raise Http404(_("Không có bài đố vui này."))
    return quiz


def level_of(given: str | None) -> str:
    """The level that a form names; "" for none and for an unknown one."""
    return given if given in SchoolLevel.values else ""
