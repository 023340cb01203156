"""The quiz or scenario that an address names, and which of its levels a form may name."""

from __future__ import annotations

from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from activities.models import QuizPage, ScenarioPage
from media_library.vocabulary import SchoolLevel


def story_or_404[Played: QuizPage | ScenarioPage](model: type[Played], pk: int) -> Played:
    """The readable page in the language of the address. Raises Http404 for drafts, closed ones, other languages."""
    queryset = model.objects.readable().filter(pk=pk, locale__language_code=get_language())
    story: Played | None = queryset.select_related("locale", "lead_image").first()
    if story is None or not story.question_list:
        raise Http404(_("Không có trò chơi này."))
    return story


def level_of(given: str | None) -> str:
    """The level that a form names; "" for none and for an unknown one."""
    return given if given in SchoolLevel.values else ""
