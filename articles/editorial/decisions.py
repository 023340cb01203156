"""Two people decide on one text at the same moment: the second is told so, 409."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from base.errors import error_page


class DecidedMeanwhile(Exception):
    """Another person has approved or returned the text since the page with the button was opened."""

    def __init__(self, by: Any) -> None:
        super().__init__(by)
        self.by = by


class DecisionConflictMiddleware:
    """Answer DecidedMeanwhile with 409 and what happened."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DecidedMeanwhile):
            return None
        who = str(exception.by) if exception.by else _("Người khác")
        return error_page(
            409,
            _("Bài vừa được quyết định"),
            _("%(who)s vừa duyệt hoặc trả bài này. Bạn mở lại bài để xem bước mới; chữ bạn đã lưu vẫn còn.")
            % {"who": who},
        )
