"""A quiz or scenario on paper, and as one HTML file that needs no network."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activities.models import QuizPage, ScenarioPage
from activities.playable.pages import story_or_404
from base.caching.headers import private
from files.storage.signed_urls import content_disposition
from media_library.print.responses import pdf_response
from users.signin.throttling import limited


@require_safe
@private
@limited("paper")
def printed[Played: (QuizPage, ScenarioPage)](
    request: HttpRequest, pk: int, model: type[Played], make: Callable[[Played], bytes], ending: str = ""
) -> HttpResponse:
    """What `make` typesets of the page, as PDF; 503 while all typesetting places are taken."""
    story = story_or_404(model, pk)
    busy = _("Nhiều người cùng tải bản in. Bạn thử lại sau một phút.")
    return pdf_response(lambda: make(story), f"{story.slug}{ending}.pdf", busy=busy)


@require_safe
@private
@limited("paper")
def offline[Played: (QuizPage, ScenarioPage)](
    request: HttpRequest, pk: int, model: type[Played], make: Callable[[Played], str]
) -> HttpResponse:
    """The whole page as one HTML file with style, script and pictures in it, to be opened without a network."""
    story = story_or_404(model, pk)
    response = HttpResponse(make(story), content_type="text/html; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition(f"{story.slug}.html")
    return response
